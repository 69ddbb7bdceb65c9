import { toolCallsOf } from "../../../chat/read-reply.js";
import type { SerialisedCall } from "../../serialised-call/serialised-call.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, type JudgedTurn } from "../check.js";
import { must, reports } from "../rule.js";
import { sameJson } from "../same-json.js";
import { argumentsOf } from "../tool-calls.js";
import { writtenCalls } from "./written-calls.js";

/** A call among the reply's calls is not written into the text as well. */
export const toolsDuplicateCall: Check = {
  id: "tools/duplicate-call",
  claim: "no call appears both in the text and in the reply's calls",
  rule: must(reports("vercel/ai#11409")),
  needsWholeReply: true,
  explainedBy: [],
  run: (judged) => {
    if (toolCallsOf(judged.turn.reply).length === 0) return null;
    const copy = writtenCalls(judged, visibleTextOf(judged.turn.reply)).find((call) => isStructured(judged, call));
    return copy === undefined ? [] : [bad("duplicate-call", copy.dialect, `called, and written as text: ${copy.seen}`)];
  },
};

function isStructured({ turn }: JudgedTurn, written: SerialisedCall): boolean {
  return toolCallsOf(turn.reply).some((call) => {
    const given = argumentsOf(call);
    return (
      call.name === written.name && given !== null && written.arguments !== null && sameJson(given, written.arguments)
    );
  });
}
