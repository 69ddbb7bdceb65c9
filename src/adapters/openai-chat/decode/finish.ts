import type { JsonObject } from "../../../chat/json.js";
import type { Finish, FinishKind } from "../../../chat/reply.js";
import { textAt } from "../wire.js";

/**
 * Decodes the finish of a choice; null when it has none. Nothing is inferred: `stop` beside tool calls stays `stop`.
 * `native_finish_reason` is the upstream's own value, which OpenRouter passes on. A textual `stop_reason` is the stop
 * sequence that vLLM met.
 */
export function decodeFinish(choice: JsonObject): Finish | null {
  const raw = textAt(choice, "finish_reason");
  if (raw === null) return null;
  return {
    kind: kinds.get(raw) ?? "other",
    raw,
    nativeRaw: textAt(choice, "native_finish_reason"),
    stopSequence: textAt(choice, "stop_reason"),
  };
}

/** The values of the API (OpenAI API reference) and `error` (OpenRouter, docs on errors); both read 2026-08. */
const kinds: ReadonlyMap<string, FinishKind> = new Map([
  ["stop", "stop"],
  ["tool_calls", "tool-calls"],
  ["function_call", "tool-calls"],
  ["length", "length"],
  ["content_filter", "content-filter"],
  ["error", "error"],
]);
