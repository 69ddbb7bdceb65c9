import { reasoningTextOf, toolCallsOf } from "../../../chat/read-reply.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, type JudgedTurn, note } from "../check.js";
import { must, reports } from "../rule.js";
import { tokenCalls, writtenCalls } from "./written-calls.js";

/**
 * A call is not left inside the reasoning. In any dialect it is bad where the reply makes no call and shows no answer, or where
 * a call was expected. Beside a real call or a visible answer it is a note, and only with a template's special tokens: models
 * write JSON and tags while they reason (Grok, charmbracelet/fantasy and vercel/ai recordings, 2026-11-28).
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
    const [call] = (isLost ? writtenCalls : tokenCalls)(judged, reasoning);
    if (call === undefined) return [];
    return [(isLost ? bad : note)("tool-call-in-reasoning", call.dialect, call.seen)];
  },
};

function callIsLost({ turn, expect }: JudgedTurn): boolean {
  if (toolCallsOf(turn.reply).length > 0) return false;
  return visibleTextOf(turn.reply).trim() === "" || expect.some(({ kind }) => kind === "calls");
}
