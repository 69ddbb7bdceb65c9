import { finishOf } from "../../../chat/finish-of.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Finish } from "../../../chat/reply.js";
import { textAt } from "../../openai/wire-members.js";

/**
 * Decodes the finish of a choice; null when it has none (`""` and `"null"` are none). Nothing is inferred: `stop` beside tool
 * calls stays `stop`. `native_finish_reason` is the upstream's own value, which OpenRouter passes on. A textual `stop_reason`
 * is the stop sequence that vLLM met.
 */
export function decodeFinish(choice: JsonObject): Finish | null {
  const raw = textAt(choice, "finish_reason");
  const nativeRaw = textAt(choice, "native_finish_reason");
  if (raw === null && nativeRaw === null) return null;
  return finishOf({ raw, nativeRaw, stopSequence: textAt(choice, "stop_reason") });
}

/** The finish reason of a choice that has the member and no word in it; null: there is no such member, or it is a word. */
export function blankFinish(choice: JsonObject): string | null {
  const raw = textAt(choice, "finish_reason");
  return raw !== null && finishOf({ raw }) === null ? raw : null;
}
