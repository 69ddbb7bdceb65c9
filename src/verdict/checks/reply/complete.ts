import { failureOutcome } from "../../failure-outcome.js";
import type { Check } from "../check.js";
import { both, must } from "../rule.js";
import { withSignatureCause } from "./refused-signature.js";

/** The reply arrives whole: not refused, not stalled, not cut, and without an error inside. */
export const replyComplete: Check = {
  id: "reply/complete",
  claim: "the request is answered by a reply that arrives whole",
  rule: must(both("ChatCompletionChunk.choices[].finish_reason", "MessageStopEvent")),
  needsWholeReply: false,
  explainedBy: [],
  run: (judged) => {
    const { turn, streaming } = judged;
    const outcome = failureOutcome(turn.reply, streaming);
    if (outcome.kind === "excluded") return null;
    return outcome.kind === "bad" ? [withSignatureCause(outcome.finding, judged)] : [];
  },
};
