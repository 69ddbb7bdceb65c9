import type { ToolCallPart } from "../../../chat/message.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import { bad } from "../check.js";
import { must, reports } from "../rule.js";
import { describeCall, readArguments } from "../tool-calls.js";
import { callCheck } from "../tools/call-check.js";

/**
 * A call arrives whole, not as a piece whose arguments are cut and a second piece, without a name, that holds the rest. Streams
 * that give one call two indexes do this (agno#8879, LocalAI#9722).
 */
export const streamCallWhole = callCheck(
  {
    id: "stream/call-whole",
    claim: "no call is split over two indexes",
    rule: must(reports("agno#8879", "LocalAI#9722")),
  },
  ({ turn }) => {
    const calls = toolCallsOf(turn.reply);
    return calls.flatMap((call, index) => {
      const next = calls[index + 1];
      return next !== undefined && isRestOf(call, next)
        ? [bad("index-split", null, `${describeCall(call)} and ${describeCall(next)} are one call`)]
        : [];
    });
  },
);

function isRestOf(call: ToolCallPart, next: ToolCallPart): boolean {
  if ((next.name ?? "") !== "" || call.argumentsText === null || next.argumentsText === null) return false;
  const joined = { ...call, argumentsText: call.argumentsText + next.argumentsText };
  return readArguments(call).kind === "invalid" && readArguments(joined).kind === "object";
}
