import { decidingWord, finishText, meaningOf } from "../../../chat/finish-of.js";
import type { Reply } from "../../../chat/reply.js";
import { quote } from "../../compare-text.js";
import { unreadText } from "../../unread-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check } from "../check.js";
import { both, must } from "../rule.js";

/** The provider does not report, by the finish reason or by its upstream's, that generation failed or was broken off. */
export const replyGenerated: Check = {
  id: "reply/generated",
  claim: "the provider does not end the reply with an error",
  rule: must(both("ChatCompletion.choices[].finish_reason", "StopReason malformed_model_output, malformed_tool_use")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply } }) => {
    if (reply.finish?.kind !== "error") return [];
    const sent = [reply.finish.raw, reply.finish.nativeRaw].filter((word) => word !== null);
    const words = sent.join(" / ");
    const unread = unreadText(reply);
    if (sent.some(isMalformed)) return [bad("malformed-function-call", words, `finish ${words}${unread}`)];
    if (meaningOf(decidingWord(reply.finish)) !== "broken-off")
      return [bad("model-error", "finish", `finish ${words}${unread}`)];
    const seen = `finish ${finishText(reply.finish)}: the provider broke the generation off; ${remainder(reply)}${unread}`;
    return [bad("model-error", "broken-off", seen)];
  },
};

/** Also a word that no table has: every vendor's word for it says so. */
function isMalformed(word: string): boolean {
  return meaningOf(word) === "malformed" || /malformed/i.test(word);
}

function remainder(reply: Reply): string {
  const text = visibleTextOf(reply);
  return text === "" ? "no text" : `text ${quote(text)}`;
}
