import { isJsonObject, type JsonObject, type JsonValue } from "../chat/json.js";

/** One piece of reasoning; a member is null where the wire has none. `redacted`: an opaque form of it, which only the service reads. */
export type ReadReasoning = {
  readonly text: string | null;
  readonly signature: string | null;
  readonly redacted: string | null;
};

/**
 * Reads a value that stands where a service puts reasoning: a text, an object around it, or a list of them; one item for each
 * piece with a signature, and one for adjacent pieces of text alone. `[]`: the value has no reasoning that can be read.
 *
 * Forms, all read 2026-11-28: `{ text }` and `{ reasoningContent: { reasoningText: { text, signature } } }` (Envoy AI Gateway,
 * envoyproxy/ai-gateway#1222), `{ type: "thinking", thinking, signature }` and `{ type: "redacted_thinking", data }` (LiteLLM
 * `thinking_blocks`), `{ reasoningText: { text } }` (LiteLLM `reasoningContentBlocks`), `{ type: "reasoning", summary: [{ type:
 * "summary_text", text }] }` (Databricks, databricks/appkit#559), `{ type: "thinking", thinking: [{ text }] }` (Mistral).
 */
export function readReasoning(value: JsonValue | undefined): readonly ReadReasoning[] {
  return joined(piecesOf(value, deepest));
}

/** All text of the pieces; `""` when they are opaque. */
export function textOfReasoning(pieces: readonly ReadReasoning[]): string {
  return pieces.map(({ text }) => text ?? "").join("");
}

/** Levels of objects and lists around a text. */
const deepest = 6;

function piecesOf(value: JsonValue | undefined, levels: number): readonly ReadReasoning[] {
  if (typeof value === "string") return value === "" ? [] : [{ text: value, signature: null, redacted: null }];
  if (levels === 0) return [];
  if (isJsonObject(value)) return objectPieces(value, levels - 1);
  return isList(value) ? value.flatMap((item) => piecesOf(item, levels - 1)) : [];
}

/** The members that hold the text, the fuller one first: a summary counts where nothing else is shown. */
const holders = [
  "text",
  "content",
  "thinking",
  "reasoning",
  "reasoning_text",
  "reasoning_content",
  "reasoningText",
  "reasoningContent",
  "summary",
] as const;

const redactedHolders = ["redactedContent", "redacted_content", "encrypted_content", "data"] as const;

function objectPieces(value: JsonObject, levels: number): readonly ReadReasoning[] {
  // A service that repeats the request's setting, `{ effort, summary: "auto" }`, shows no reasoning.
  const names = value["effort"] === undefined ? holders : holders.filter((name) => name !== "summary");
  const inner = names.map((name) => piecesOf(value[name], levels)).find((pieces) => pieces.length > 0) ?? [];
  const signature = filled(value["signature"]);
  const redacted = redactedHolders.map((name) => filled(value[name])).find((data) => data !== null) ?? null;
  if (signature === null && redacted === null) return inner;
  return [{ text: inner.length === 0 ? null : textOfReasoning(inner), signature, redacted }];
}

function filled(value: JsonValue | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function joined(pieces: readonly ReadReasoning[]): readonly ReadReasoning[] {
  const all: ReadReasoning[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    const isPlain = piece.signature === null && piece.redacted === null;
    if (last === undefined || !isPlain || last.signature !== null || last.redacted !== null) all.push(piece);
    else all[all.length - 1] = { ...piece, text: (last.text ?? "") + (piece.text ?? "") };
  }
  return all;
}
