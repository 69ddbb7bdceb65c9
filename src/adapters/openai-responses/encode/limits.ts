import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { brokenLimit, idsIn, samplingLimits, toolCallIdPattern, toolLimits } from "../../openai/limits.js";

/**
 * The longest `call_id`, in characters: 400 "Expected a string with maximum length 64" (AnswerDotAI/fastllm#45, 2026-06-08;
 * openclaw/openclaw#137489, 2026-09-07).
 */
const maxCallId = 64;

/** True for a call id that the API and the target take. */
export function takesCallId(target: Target): (id: string) => boolean {
  const pattern = toolCallIdPattern(target);
  return (id) => id !== "" && [...id].length <= maxCallId && (pattern === null || pattern.test(id));
}

/** A warning for each documented limit that a request breaks. It is sent unchanged, and the refusal is the evidence. */
export function brokenLimits(request: ChatRequest, target: Target): readonly Warning[] {
  const takes = takesCallId(target);
  const ids = idsIn(request.messages).flatMap(({ id, field }): readonly Warning[] =>
    takes(id) ? [] : [brokenLimit(field, `the id ${JSON.stringify(id)} does not match ${formOf(target)}`)],
  );
  // Tools of other kinds are in `extra`, with the functions among them.
  const tools = Array.isArray(request.extra["tools"]) ? [] : toolLimits(request);
  return [...samplingLimits(request, target), ...tools, ...ids];
}

function formOf({ quirks }: Target): string {
  return quirks.toolCallIdPattern ?? `1 to ${maxCallId} characters`;
}
