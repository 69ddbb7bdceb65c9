import { type Check, note } from "../check.js";
import { both, should } from "../rule.js";

/** The service reports its count of input and output tokens. */
export const usageReported: Check = {
  id: "usage/reported",
  claim: "the tokens of a reply are reported",
  rule: should(both("ChatCompletion.usage", "ConverseResponse.usage")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply } }) => {
    const missing = (["inputTokens", "outputTokens"] as const).filter(
      (count) => (reply.usage?.[count] ?? null) === null,
    );
    return missing.length === 0 ? [] : [note("usage-missing", null, `not reported: ${missing.join(", ")}`)];
  },
};
