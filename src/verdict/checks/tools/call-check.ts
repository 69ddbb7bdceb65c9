import { toolCallsOf } from "../../../chat/read-reply.js";
import { type Check, type CheckName, callsBroken, type JudgedTurn } from "../check.js";

/** A check of the calls of a reply; it does not apply to a reply without calls. */
export function callCheck(name: CheckName, run: (judged: JudgedTurn) => ReturnType<Check["run"]>): Check {
  return {
    ...name,
    needsWholeReply: true,
    explainedBy: [...callsBroken],
    run: (judged) => (toolCallsOf(judged.turn.reply).length === 0 ? null : run(judged)),
  };
}
