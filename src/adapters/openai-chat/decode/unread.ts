import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { noteEach } from "../../draft-notes.js";
import { mayHoldReasoning, reasoningAt } from "../../reasoning-places.js";
import { addPieces } from "./reasoning.js";
import type { Draft } from "./stream-state.js";

/** Notes a member of the reply that is not read, by its path in the body, such as `choices[0].message.mood`. */
export function noteUnread(draft: Draft, path: string): void {
  noteEach(draft, "unknown-field", `the reply has a member that is not read: ${path}`);
}

/**
 * Reads reasoning in a chunk or its choice, beside the delta, and notes the other members there that are not read. Only until the
 * reply shows text or a call: a shown reply has its answer, and the members of a blank one are what may explain it.
 */
export function readAround(draft: Draft, chunk: JsonObject, choice: JsonObject | null): void {
  if (draft.hasText || draft.calls.length > 0) return;
  readUnusual(draft, chunk, { known: chunkMembers, path: "" });
  if (choice !== null) readUnusual(draft, choice, { known: choiceMembers, path: "choices[0]." });
}

function readUnusual(
  draft: Draft,
  holder: JsonObject,
  { known, path }: { readonly known: ReadonlySet<string>; readonly path: string },
): void {
  for (const name of Object.keys(holder)) {
    if (known.has(name) || !isFilled(holder[name])) continue;
    const pieces = mayHoldReasoning(name) ? reasoningAt(holder, name) : [];
    if (pieces.length === 0) noteUnread(draft, path + name);
    else {
      noteEach(draft, "reasoning-elsewhere", `the reasoning came in ${path}${name}`);
      addPieces(draft, pieces, name);
    }
  }
}

/** Notes the members of a text part of a list of content that are not read. `path`: where the part stands in the body. */
export function noteUnreadOfText(draft: Draft, part: JsonObject, path: string): void {
  for (const name of Object.keys(part)) {
    if (!textMembers.has(name) && isFilled(part[name])) noteUnread(draft, `${path}.${name}`);
  }
}

/** The members of a text part: OpenAI's, and those that only describe it. */
const textMembers: ReadonlySet<string> = new Set([
  "type",
  "text",
  "annotations",
  "citations",
  "logprobs",
  "index",
  "id",
  "cache_control",
]);

/** True for a value that may hold something: not absent, null, empty or switched off. */
function isFilled(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/**
 * The members of a completion or chunk that are read, or that are known to hold no part of the reply: the API's own, and
 * those of Azure (`prompt_filter_results`), Groq (`x_groq`), vLLM (`prompt_logprobs`, `kv_transfer_params`), Perplexity
 * (`citations`, `search_results`), llama.cpp (`timings`), Cerebras (`time_info`), Venice and Bedrock; as recorded up to
 * 2026-11.
 */
const chunkMembers: ReadonlySet<string> = new Set([
  "id",
  "object",
  "created",
  "model",
  "choices",
  "usage",
  "provider",
  "error",
  "system_fingerprint",
  "service_tier",
  "obfuscation",
  "x_groq",
  "prompt_filter_results",
  "prompt_logprobs",
  "prompt_token_ids",
  "kv_transfer_params",
  "citations",
  "search_results",
  "timings",
  "time_info",
  "metadata",
  "request_id",
  "amazon-bedrock-invocationMetrics",
  "amazon-bedrock-guardrailAction",
  "cost",
  "usage_breakdown",
  "venice_parameters",
  "moderation",
  "stream_options",
  "p",
]);

/** The same of a choice: the API's own, and those of OpenRouter, vLLM, Azure, Mistral and SGLang. */
const choiceMembers: ReadonlySet<string> = new Set([
  "index",
  "delta",
  "message",
  "finish_reason",
  "native_finish_reason",
  "stop_reason",
  "stop_sequence",
  "logprobs",
  "usage",
  "error",
  "token_ids",
  "matched_stop",
  "content_filter_results",
  "content_filter_offsets",
  "obfuscation",
  "seed",
]);
