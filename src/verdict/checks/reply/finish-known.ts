import { bad, type Check, note } from "../check.js";
import { both, must } from "../rule.js";

/** A reply ends with a finish reason, and with a known one. An unknown word is a note. */
export const replyFinishKnown: Check = {
  id: "reply/finish-known",
  claim: "a reply ends with a known finish reason",
  rule: must(both("ChatCompletion.choices[].finish_reason", "ConverseResponse.stopReason")),
  needsWholeReply: true,
  explainedBy: ["empty-reply"],
  run: ({ turn: { reply } }) => {
    if (reply.finish === null || (reply.finish.raw === null && reply.finish.kind === "other")) {
      const noted = reply.notes.find(({ id }) => id === "finish-missing");
      return [bad("finish-missing", null, noted?.message ?? "the reply has no finish reason")];
    }
    return reply.finish.kind === "other" ? [note("finish-unknown", null, `finish ${reply.finish.raw}`)] : [];
  },
};
