import type { ChatRequest } from "../../../chat/request.js";
import type { CallOutcome } from "../../experiment/space.js";

/** `rate`: how often the request fails. `search`: removals, in groups. `fixed-point`: each single removal. `result`: what is left. */
export type MinimiseStage = "rate" | "search" | "fixed-point" | "result";

/**
 * A call that was made. `body`: which body, as in its {@link MinimiseAsk}. `outcome` is `refused` only for a refusal that the
 * request itself does not get: where the failure is a refusal, that one is `bad`.
 */
export type MinimiseCall = {
  readonly call: number;
  readonly body: number;
  readonly stage: MinimiseStage;
  readonly outcome: CallOutcome;
  readonly replyKey: string | null;
  readonly upstream: string | null;
};

/** One call to make, with a nonce of its own. `body`: 0 is the request as it is; the others are numbered as they were first asked. */
export type MinimiseAsk = {
  readonly kind: "ask";
  readonly body: number;
  readonly request: ChatRequest;
  readonly stage: MinimiseStage;
  readonly why: string;
};
