import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { parseJson } from "../../../wire/json.js";
import { noteOnce } from "../../draft-notes.js";
import { listAt, textAt } from "../../openai/wire-members.js";
import { has } from "../wire.js";
import { isErrorBody } from "./beside-chunks.js";
import type { Draft } from "./stream-state.js";

/** A completion or chunk inside a body that is none. `path`: where it stands, such as `provider`. */
export type NestedReply = { readonly path: string; readonly body: JsonObject };

/**
 * Finds the completion or chunk that stands in the only such member of a body, at most three levels down, or as JSON text in
 * it; null when there is none or more than one. OpenRouter has answered with the whole completion inside `provider`
 * (pydantic/pydantic-ai#3994, read 2026-11-28); gateways wrap it in `data`, `response`, `result` or `body`. What the outer
 * body says of id, model, time, upstream and usage counts where the inner one does not say it.
 */
export function nestedReply(body: unknown): NestedReply | null {
  const found = findNested(body, 3);
  if (found === null || !isJsonObject(body)) return found;
  const kept: { [name: string]: JsonValue } = { ...found.body };
  for (const name of ["id", "model", "created", "usage"] as const) {
    const value = body[name];
    if (value !== undefined && !has(found.body, name)) kept[name] = value;
  }
  const upstream = textAt(body, "provider");
  if (upstream !== null && !has(found.body, "provider")) kept["provider"] = upstream;
  return { path: found.path, body: kept };
}

/** The chunk inside a body that is none, with a note; the body itself when there is none in it. */
export function unwrapped(draft: Draft, received: JsonObject): JsonObject {
  const nested = isErrorBody(received) ? null : nestedReply(received);
  if (nested === null) return received;
  noteNested(draft, nested.path);
  return nested.body;
}

/** Notes that the reply stands inside another body. */
export function noteNested(draft: Draft, path: string): void {
  noteOnce(draft, "nested-reply", `the reply stands inside ${path}, not at the top of the body`);
}

function findNested(outer: unknown, levels: number): NestedReply | null {
  const entries = Array.isArray(outer)
    ? outer.map((value, index) => [`[${index}]`, value] as const)
    : isJsonObject(outer)
      ? Object.entries(outer)
      : [];
  const found = entries.flatMap(([name, value]) => nestedIn(name, value, levels));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function nestedIn(name: string, value: unknown, levels: number): readonly NestedReply[] {
  const inner = typeof value === "string" ? parsedText(value) : value;
  if (isJsonObject(inner) && listAt(inner, "choices") !== null) return [{ path: name, body: inner }];
  if (levels <= 1 || typeof inner !== "object" || inner === null) return [];
  const deeper = findNested(inner, levels - 1);
  return deeper === null ? [] : [{ path: `${name}.${deeper.path}`, body: deeper.body }];
}

function parsedText(text: string): unknown {
  if (!text.startsWith("{") || !text.includes('"choices"')) return null;
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : null;
}
