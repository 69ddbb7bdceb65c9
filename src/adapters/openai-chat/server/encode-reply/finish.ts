import type { ChatFailure } from "../../../../chat/failure.js";
import { decidingWord, meaningOf } from "../../../../chat/finish-of.js";
import { type JsonObject, withoutNulls } from "../../../../chat/json.js";
import type { Finish, Warning } from "../../../../chat/reply.js";
import { unreachable } from "../../../../chat/unreachable.js";
import { classifyException } from "../../../errors/classify.js";
import { hintFor } from "../../../errors/failure-hints.js";

/** The member in which the reply calls tools; null: it calls none. */
export type CallForm = "tool_calls" | "function_call" | null;

/**
 * Encodes the finish with OpenAI's closed set of values. Beside calls, `stop`, an unknown value and a missing one
 * become the value for calls, because clients continue by it (Bedrock's Kimi sends `end_turn`, table row S2). Without
 * calls an unknown value becomes `stop`. Both are warnings, and `native_finish_reason` keeps the provider's own value,
 * as on OpenRouter. A missing finish without calls stays null. A finish of the kind `error` is a failure: see {@link
 * generationFailure}.
 */
export function encodeFinish(finish: Finish | null, calls: CallForm, warnings: Warning[]): JsonObject {
  const word = finishWord(finish, calls, warnings);
  const native = finish?.nativeRaw ?? (finish?.raw === word ? null : (finish?.raw ?? null));
  const met = finish?.stopSequence ?? null;
  return Object.assign({ finish_reason: word }, withoutNulls({ native_finish_reason: native, stop_reason: met }));
}

function finishWord(finish: Finish | null, calls: CallForm, warnings: Warning[]): string | null {
  const warn = (id: string, message: string) => warnings.push({ id, field: "choices[0].finish_reason", message });
  const kind = finish?.kind ?? null;
  switch (kind) {
    case "length":
      return "length";
    case "content-filter":
      return "content_filter";
    case "tool-calls":
      return calls ?? "tool_calls";
    case "stop":
    case "other":
    case "error":
    case null:
      if (calls !== null) {
        warn("finish-inferred", `the provider sent ${described(finish)} beside calls, which is sent as ${calls}`);
        return calls;
      }
      if (kind === "stop") return "stop";
      warn(kind === null ? "finish-missing" : "finish-unknown", `the provider sent ${described(finish)}`);
      return kind === "other" ? "stop" : null;
    default:
      return unreachable(kind);
  }
}

function described(finish: Finish | null): string {
  if (finish === null) return "no finish reason";
  return quoted(finish.raw);
}

function quoted(word: string | null): string {
  return word === null ? "a finish without a value" : JSON.stringify(word.slice(0, 60));
}

/**
 * The failure of a whole reply whose finish says that generation failed (`malformed_tool_use`, …); else null. One that the
 * upstream broke off (`network_error`) is `unavailable`: the same request may succeed a moment later.
 */
export function generationFailure(
  finish: Finish | null,
  response: { readonly status: number | null; readonly requestId: string | null },
): ChatFailure | null {
  if (finish?.kind !== "error") return null;
  const word = decidingWord(finish);
  const message = `the provider ended the reply with ${quoted(word)}`;
  const failure = classifyException({ ...response, type: null, message, raw: null, afterFinish: true });
  const kind = meaningOf(word) === "broken-off" ? "unavailable" : "model-error";
  return { ...failure, kind, hint: hintFor(kind), code: word };
}
