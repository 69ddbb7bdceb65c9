import type { ToolCallPart } from "../../../chat/message.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import type { Tool } from "../../../chat/request.js";
import { type Check, type CheckFinding, type CheckName, callsBroken, type JudgedTurn } from "../check.js";
import { isNamed, toolNamed } from "../tool-calls.js";

/** A check of the arguments of each call that has a name. `tool` undefined: the request declared no tool of that name. */
export function argumentsCheck(
  name: CheckName,
  run: (call: ToolCallPart, tool: Tool | undefined) => readonly CheckFinding[],
): Check {
  return {
    ...name,
    needsWholeReply: true,
    explainedBy: ["unusual-tool-call", "cut-by-max-tokens", "model-error", ...callsBroken],
    run: (judged: JudgedTurn) => {
      const calls = toolCallsOf(judged.turn.reply).filter(isNamed);
      return calls.length === 0 ? null : calls.flatMap((call) => run(call, toolNamed(judged.tools, call.name)));
    },
  };
}
