import type { Message } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { brokenLimit, idsIn, samplingLimits, toolCallIdPattern, toolLimits } from "../../openai/limits.js";

/** A warning for each documented limit that a request breaks. It is sent unchanged, and the refusal is the evidence. */
export function brokenLimits(request: ChatRequest, target: Target): readonly Warning[] {
  return [
    ...samplingLimits(request, target),
    ...stopLimits(request),
    ...toolLimits(request),
    ...idLimits(request.messages, target),
  ];
}

function stopLimits({ stopSequences }: ChatRequest): readonly Warning[] {
  if (stopSequences === null || stopSequences.length <= 4) return [];
  return [brokenLimit("stopSequences", "more than 4 stop sequences")];
}

function idLimits(messages: readonly Message[], target: Target): readonly Warning[] {
  const pattern = toolCallIdPattern(target);
  if (pattern === null) return [];
  return idsIn(messages).flatMap(({ id, field }): readonly Warning[] =>
    pattern.test(id)
      ? []
      : [brokenLimit(field, `the id ${JSON.stringify(id)} does not match ${target.quirks.toolCallIdPattern}`)],
  );
}
