import { quote } from "../compare-text.js";
import { bad } from "./check.js";
import { substanceCheck } from "./substance-check.js";

/** The model does not refuse, in the part that the API has for refusals. */
export const replyNotRefused = substanceCheck("reply/not-refused", "the model does not refuse", (substance) =>
  substance.kind === "refusal" ? [bad("refusal", null, quote(substance.text))] : [],
);
