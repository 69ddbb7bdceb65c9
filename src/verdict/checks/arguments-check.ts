import type { ToolCallPart } from "../../chat/message.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import { type Check, callsBroken, type JudgedTurn, type Seen } from "./check.js";
import { isNamed, requiredOf, toolNamed } from "./tool-calls.js";

/** A claim about the arguments of each call that has a name. */
export function argumentsCheck(
  id: string,
  claim: string,
  run: (call: ToolCallPart, required: readonly string[]) => readonly Seen[],
): Check {
  return {
    id,
    claim,
    needsWholeReply: true,
    explainedBy: ["unusual-tool-call", "cut-by-max-tokens", ...callsBroken],
    run: (judged: JudgedTurn) => {
      const calls = toolCallsOf(judged.turn.reply).filter(isNamed);
      return calls.length === 0
        ? null
        : calls.flatMap((call) => run(call, requiredOf(toolNamed(judged.tools, call.name))));
    },
  };
}
