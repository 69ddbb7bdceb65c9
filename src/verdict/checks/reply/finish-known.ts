import { finishText, isExplained, meaningOf } from "../../../chat/finish-of.js";
import { bad, type Check, note } from "../check.js";
import { both, mustOrNote } from "../rule.js";

/** A reply ends with a finish reason, and with a known one. An unknown word, the upstream's too, is a note. */
export const replyFinishKnown: Check = {
  id: "reply/finish-known",
  claim: "a reply ends with a known finish reason",
  rule: mustOrNote(both("ChatCompletion.choices[].finish_reason", "ConverseResponse.stopReason")),
  needsWholeReply: true,
  explainedBy: ["empty-reply"],
  run: ({ turn: { reply } }) => {
    const { finish } = reply;
    if (finish === null || (meaningOf(finish.raw) === "none" && finish.kind === "other")) {
      const noted = reply.notes.find(({ id }) => id === "finish-missing");
      return [bad("finish-missing", null, noted?.message ?? "the reply has no finish reason")];
    }
    return isExplained(finish) ? [] : [note("finish-unknown", null, `finish ${finishText(finish)}`)];
  },
};
