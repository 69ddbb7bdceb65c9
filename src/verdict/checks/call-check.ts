import { toolCallsOf } from "../../chat/read-reply.js";
import { type Check, callsBroken, type JudgedTurn } from "./check.js";

/** A claim about the calls of a reply; it does not apply to a reply without one. */
export function callCheck(id: string, claim: string, run: (judged: JudgedTurn) => ReturnType<Check["run"]>): Check {
  return {
    id,
    claim,
    needsWholeReply: true,
    explainedBy: [...callsBroken],
    run: (judged) => (toolCallsOf(judged.turn.reply).length === 0 ? null : run(judged)),
  };
}
