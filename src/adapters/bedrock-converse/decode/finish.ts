import { finishOf } from "../../../chat/finish-of.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Finish } from "../../../chat/reply.js";
import { objectOf, textOf } from "../wire.js";

/** Decodes the finish of a unary body or of a `messageStop`; both have the same two members. Null: neither has a word. */
export function decodeFinish(body: JsonObject): Finish | null {
  return finishOf({ raw: textOf(body, "stopReason"), stopSequence: stopSequenceOf(body) });
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
