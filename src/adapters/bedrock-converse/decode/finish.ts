import type { JsonObject } from "../../../chat/json.js";
import type { Finish, FinishKind } from "../../../chat/reply.js";
import { objectOf, textOf } from "../wire.js";

/** Converse's StopReason (client-bedrock-runtime 3.1162.0, 2026-11). Any other value is `other`, and kept. */
const kinds: ReadonlyMap<string, FinishKind> = new Map([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["tool_use", "tool-calls"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["guardrail_intervened", "content-filter"],
  ["content_filtered", "content-filter"],
  ["malformed_model_output", "error"],
  ["malformed_tool_use", "error"],
]);

/** Decodes the finish of a unary body or of a `messageStop`; both have the same two members. */
export function decodeFinish(body: JsonObject): Finish {
  const raw = textOf(body, "stopReason");
  const kind = raw === null ? "other" : (kinds.get(raw) ?? "other");
  return { kind, raw, nativeRaw: null, stopSequence: stopSequenceOf(body) };
}

/**
 * Sent on request (`additionalModelResponseFieldPaths`): at the top, or under `delta` while streaming (vercel/ai,
 * 2026).
 */
function stopSequenceOf(body: JsonObject): string | null {
  const fields = objectOf(body, "additionalModelResponseFields");
  if (fields === null) return null;
  const delta = objectOf(fields, "delta");
  return textOf(fields, "stop_sequence") ?? (delta === null ? null : textOf(delta, "stop_sequence"));
}
