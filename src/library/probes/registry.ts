import type { Assumption } from "./assumption.js";
import { bedrockPlaceAssumptions } from "./assumptions/bedrock-places.js";
import { bedrockReplyAssumptions } from "./assumptions/bedrock-replies.js";
import { bedrockRequestAssumptions } from "./assumptions/bedrock-requests.js";
import { moonshotAssumptions } from "./assumptions/moonshot.js";
import { openrouterAssumptions } from "./assumptions/openrouter.js";

/** Every assumption about a vendor, in the order of its page and of the probes. */
export const assumptions: readonly Assumption[] = [
  ...bedrockPlaceAssumptions,
  ...bedrockRequestAssumptions,
  ...bedrockReplyAssumptions,
  ...openrouterAssumptions,
  ...moonshotAssumptions,
];
