import type { JsonObject } from "../../../../chat/json.js";
import type { Finish, Warning } from "../../../../chat/reply.js";
import { unreachable } from "../../../../chat/unreachable.js";

/** What a reply says beside its text: whether it calls tools, and the text of a refusal; null: it refuses nothing. */
export type SaidBeside = { readonly calls: boolean; readonly refusal: string | null };

/**
 * Encodes the finish with the API's closed set of values. Beside calls, the end of a turn, an unknown value and a missing one become
 * `tool_use`, because clients continue by it (Bedrock's Kimi sends `end_turn`, table row S2). Without calls an unknown value becomes
 * `end_turn`, and a missing one stays null. These are warnings. A finish of the kind `error` is a failure.
 */
export function encodeStop(finish: Finish | null, said: SaidBeside, warnings: Warning[]): JsonObject {
  const reason = stopReason(finish, said, warnings);
  return {
    stop_reason: reason,
    stop_sequence: reason === "stop_sequence" ? (finish?.stopSequence ?? null) : null,
    stop_details: said.refusal === null || reason !== "refusal" ? null : detailsOf(said.refusal),
  };
}

function detailsOf(explanation: string): JsonObject {
  return { type: "refusal", category: null, explanation };
}

function stopReason(finish: Finish | null, { calls, refusal }: SaidBeside, warnings: Warning[]): string | null {
  const warn = (id: string, message: string) => warnings.push({ id, field: "stop_reason", message });
  const kind = finish?.kind ?? null;
  switch (kind) {
    case "length":
      return finish?.raw === windowExceeded ? windowExceeded : "max_tokens";
    case "content-filter":
      return "refusal";
    case "tool-calls":
      return "tool_use";
    case "stop":
    case "other":
    case "error":
    case null:
      if (calls) {
        warn("finish-inferred", `the provider sent ${described(finish)} beside calls, which is sent as tool_use`);
        return "tool_use";
      }
      if (refusal !== null) return "refusal";
      if (finish?.raw === "pause_turn") return "pause_turn";
      if (kind === "stop") return finish?.stopSequence === null ? "end_turn" : "stop_sequence";
      warn(kind === null ? "finish-missing" : "finish-unknown", `the provider sent ${described(finish)}`);
      return kind === "other" ? "end_turn" : null;
    default:
      return unreachable(kind);
  }
}

const windowExceeded = "model_context_window_exceeded";

function described(finish: Finish | null): string {
  if (finish === null) return "no stop reason";
  return finish.raw === null ? "a stop reason without a value" : JSON.stringify(finish.raw.slice(0, 60));
}
