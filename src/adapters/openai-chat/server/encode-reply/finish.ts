import type { ChatFailure } from "../../../../chat/failure.js";
import { type JsonObject, withoutNulls } from "../../../../chat/json.js";
import type { Finish, Warning } from "../../../../chat/reply.js";
import { unreachable } from "../../../../chat/unreachable.js";
import { classifyException } from "../../../errors/classify.js";

/** The form in which the reply calls tools; null: it calls none. */
export type CallForm = "tool_calls" | "function_call" | null;

/**
 * The finish in OpenAI's closed words. Beside calls `stop`, an unknown word and none at all become the word of the calls,
 * since clients go on by it (Bedrock's Kimi says `end_turn`, table row S2); an unknown word alone becomes `stop`. Both are
 * warnings, and the provider's own word stands in `native_finish_reason`, as OpenRouter has it. No word is made up for
 * a reply that says none. A finish of the kind `error` is no finish: see {@link generationFailure}.
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
        warn("finish-inferred", `the provider said ${saying(finish)} beside calls, which is told as ${calls}`);
        return calls;
      }
      if (kind === "stop") return "stop";
      warn(kind === null ? "finish-missing" : "finish-unknown", `the provider said ${saying(finish)}`);
      return kind === "other" ? "stop" : null;
    default:
      return unreachable(kind);
  }
}

function saying(finish: Finish | null): string {
  if (finish === null) return "no finish reason";
  return finish.raw === null ? "a finish without a word" : JSON.stringify(finish.raw.slice(0, 60));
}

/** A whole reply whose provider says that generation failed (`malformed_tool_use`, …), as the failure that it is; else null. */
export function generationFailure(
  finish: Finish | null,
  at: { readonly status: number | null; readonly requestId: string | null },
): ChatFailure | null {
  if (finish?.kind !== "error") return null;
  const message = `the provider ended the reply with ${saying(finish)}`;
  const told = classifyException({ ...at, type: null, message, raw: null, afterFinish: true });
  return { ...told, kind: "model-error", code: finish.raw };
}
