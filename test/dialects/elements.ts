import type { JsonValue } from "../../src/chat/json.js";
import type { Message } from "../../src/chat/message.js";
import type { ChatRequest } from "../../src/chat/request.js";

/** Something of a history that must not vanish: where it is, and the texts that show that it is there. */
export type Element = { readonly field: string; readonly tokens: readonly string[] };

/** A text that stands for one thing of a history and occurs nowhere else in it. */
export function token(number: number): string {
  return `tok${number}x`;
}

const form = /tok\d+x/g;

/** The tokens in a value, media by their bytes. */
export function tokensIn(value: JsonValue | object): readonly string[] {
  return [...new Set(JSON.stringify(unpacked(value)).match(form) ?? [])];
}

/** Bytes in base64 hide the token in them. */
function unpacked(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/[A-Za-z0-9+/]{8,}={0,2}/g, (run) => `${run} ${plain(run)}`);
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unpacked(member)]));
}

function plain(base64: string): string {
  const text = Buffer.from(base64, "base64").toString("latin1");
  return /^[\x20-\x7e]+$/.test(text) ? text : "";
}

/** The bytes of a token, as media and signatures have them. */
export function base64(text: string): string {
  return Buffer.from(`${text} `.repeat(2)).toString("base64");
}

/** Every part of a history and every id, each with its place. */
export function elementsOf({ messages }: ChatRequest): readonly Element[] {
  return messages.flatMap(elementsIn);
}

function elementsIn(message: Message, index: number): readonly Element[] {
  const field = `messages[${index}]`;
  const parts = message.parts.map((part, at) => ({ field: `${field}.parts[${at}]`, tokens: tokensIn(part) }));
  if (message.role === "tool") return parts;
  const name = message.name === null ? [] : [{ field: `${field}.name`, tokens: tokensIn(message.name) }];
  return [...parts, ...name];
}

/** True when a path names a place, what is in it or what it is in. */
export function covers(path: string, field: string): boolean {
  return isWithin(path, field) || isWithin(field, path);
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}
