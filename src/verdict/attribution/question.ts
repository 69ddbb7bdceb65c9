import type { JsonValue } from "../../chat/json.js";
import type { Message, ToolResultPart, UserPart } from "../../chat/message.js";
import type { ChatRequest } from "../../chat/request.js";
import { remember } from "../remember.js";

/** The reference that `--nonce` puts before the first text of the user. */
const reference = /^\[ref [0-9a-f]{6}\] /;

/**
 * What a request asks, whatever the factors, as a short key: the user's texts, the results of tools, the tools and the form of the
 * answer. Two requests with the same key differ at most in factors and in the model's own turns.
 */
export function questionOf({ messages, tools, responseFormat, stopSequences }: ChatRequest): string {
  const said = messages.flatMap(saidIn);
  const offered = (tools ?? []).map(({ name, parameters }) => [name, parameters]);
  return keyOf(JSON.stringify([said, offered, responseFormat?.kind ?? "text", stopSequences]));
}

/** True when the request carries a reference, so that no cache can have answered it. */
export function hasReference(request: Pick<ChatRequest, "messages">): boolean {
  return referenceOf(request) !== null;
}

/** The reference that the request carries, with the space after it; null: none. */
export function referenceOf({ messages }: Pick<ChatRequest, "messages">): string | null {
  const first = messages.find(({ role }) => role === "user");
  const texts = first?.parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])) ?? [];
  return texts.flatMap((text) => reference.exec(text)?.[0] ?? []).at(0) ?? null;
}

function saidIn(message: Message): readonly JsonValue[] {
  if (message.role === "user") return [["user", ...message.parts.flatMap(userText)]];
  return message.role === "tool" ? [["tool", ...message.parts.flatMap(resultText)]] : [];
}

function userText(part: UserPart): readonly string[] {
  if (part.kind === "text") return part.text.trim() === "" ? [] : [part.text.replace(reference, "")];
  return part.kind === "cache-point" ? [] : [mediaKey(part)];
}

/** JSON and the same JSON as text are one result: how it is written is a factor. */
function resultText(part: ToolResultPart): readonly string[] {
  if (part.kind === "cache-point") return [];
  if (part.kind === "json") return [JSON.stringify(part.value)];
  if (part.kind !== "text") return [mediaKey(part)];
  try {
    return [JSON.stringify(JSON.parse(part.text))];
  } catch {
    return [part.text];
  }
}

function mediaKey({ kind, source }: Extract<UserPart, { readonly source: unknown }>): string {
  return `${kind}:${source.kind === "url" ? source.url : keyOf(source.base64)}`;
}

/** Two 32-bit FNV-1a hashes from different starts, and the length: enough to tell apart the questions of one folder. */
const keyOf = remember(1000, (text) => {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) + at;
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}.${text.length.toString(36)}`;
});
