import { unreadText } from "../../unread-text.js";
import { bad, type Check } from "../check.js";
import { both, must } from "../rule.js";

/** The provider does not report, by the finish reason, that generation failed. */
export const replyGenerated: Check = {
  id: "reply/generated",
  claim: "the provider does not end the reply with an error",
  rule: must(both("ChatCompletion.choices[].finish_reason", "StopReason malformed_model_output, malformed_tool_use")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply } }) => {
    if (reply.finish?.kind !== "error") return [];
    const words = [reply.finish.raw, reply.finish.nativeRaw].filter((word) => word !== null).join(" / ");
    const isMalformed = /malformed/i.test(words);
    return [
      bad(
        isMalformed ? "malformed-function-call" : "model-error",
        isMalformed ? words : "finish",
        `finish ${words}${unreadText(reply)}`,
      ),
    ];
  },
};
