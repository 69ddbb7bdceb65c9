import { reasoningTextOf, toolCallsOf } from "../../../chat/read-reply.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, type JudgedTurn, note } from "../check.js";
import { must, reports } from "../rule.js";
import { markedCalls, writtenCalls } from "./written-calls.js";

/**
 * A call is not left inside the reasoning. A chat template's markup there is bad where the reply makes no call and shows no
 * answer, or where a call was expected; beside a real call or a visible answer it is a note. Models write bare JSON while they
 * reason, so that counts only where the call is lost.
 */
export const toolsCallInReasoning: Check = {
  id: "tools/call-in-reasoning",
  claim: "no call is left inside the reasoning",
  rule: must(reports("llxprt#749", "opencode#8851")),
  needsWholeReply: true,
  explainedBy: ["tool-call-as-text", "duplicate-call"],
  run: (judged) => {
    const reasoning = reasoningTextOf(judged.turn.reply);
    if (reasoning === null) return null;
    const isLost = callIsLost(judged);
    const [call] = (isLost ? writtenCalls : markedCalls)(judged, reasoning);
    if (call === undefined) return [];
    return [(isLost ? bad : note)("tool-call-in-reasoning", call.dialect, call.seen)];
  },
};

function callIsLost({ turn, expect }: JudgedTurn): boolean {
  if (toolCallsOf(turn.reply).length > 0) return false;
  return visibleTextOf(turn.reply).trim() === "" || expect.some(({ kind }) => kind === "calls");
}
