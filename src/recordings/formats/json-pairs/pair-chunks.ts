import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { headerOf, type WireHeaders } from "../../../wire/exchange.js";
import { type BodyPlace, RecordingError } from "../../format.js";
import { payloadApi } from "../../identify/response-shape.js";
import type { Loss } from "../../interaction.js";
import { jsonObjectIn, listOf, type Members, memberOf, objectOf } from "../../members.js";
import { framedPayloads } from "../../streams/framed-payloads.js";
import { bodyOf, bufferBytes, encodingIn, isBase64Text, textBytes } from "./pair-body.js";
import { chunkNames, firstOf } from "./pair-names.js";

/** The pieces of a streamed body. `contentType`: of a stream that had to be framed again; null: the recorded one holds. */
export type PairChunks = {
  readonly pieces: readonly Uint8Array[];
  readonly contentType: string | null;
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

/** The list of a response's chunks: beside its body, in it, or its body itself where the response is a stream. null: none. */
export function chunkList(response: Members, headers: WireHeaders): readonly unknown[] | null {
  const beside = listOf(firstOf(response, chunkNames));
  if (beside !== null && beside.length > 0) return beside;
  const { body } = response;
  const inBody = objectOf(body) === null ? null : listOf(firstOf(objectOf(body) ?? {}, chunkNames));
  if (inBody !== null && inBody.length > 0) return inBody;
  const list = listOf(body);
  return list !== null && list.length > 0 && isStream(response, headers, list) ? list : null;
}

function isStream(response: Members, headers: WireHeaders, list: readonly unknown[]): boolean {
  const flags = ["isStreaming", "is_streaming", "streaming", "isStream", "stream"];
  const type = headerOf(headers, "content-type") ?? "";
  const first = isJsonObject(list[0]) ? list[0] : null;
  return (
    flags.some((name) => response[name] === true) ||
    /event-?stream/.test(type) ||
    (first !== null && payloadApi(first) !== null)
  );
}

/**
 * The bytes of recorded chunks: SSE text, base64, bare payloads of events, or objects around one of them. Throws
 * {@link RecordingError} for a chunk that is none.
 */
export function pairChunks(
  chunks: readonly unknown[],
  { response, headers }: { readonly response: Members; readonly headers: WireHeaders },
  place: BodyPlace,
): PairChunks {
  const type = headerOf(headers, "content-type") ?? "";
  const contents = chunks.map((chunk, index) => contentOf(chunk, index, place));
  const texts = contents.filter((one) => typeof one === "string");
  if (texts.length === contents.length) {
    return textChunks(texts, { encoding: encodingIn(response), type: headerOf(headers, "content-type") ?? "" }, place);
  }
  if (!contents.some((one) => one instanceof Uint8Array)) {
    const payloads = contents.map((one) => (typeof one === "string" ? jsonObjectIn(one) : one));
    const objects = payloads.filter((one) => isJsonObject(one));
    if (contents.every((one, index) => isJsonObject(payloads[index]) || one === "[DONE]")) {
      return payloadChunks(objects, type, place);
    }
  }
  const pieces = contents.map((one) => (one instanceof Uint8Array ? one : textOfContent(one)));
  return { pieces, contentType: null, losses: [], notes: [] };
}

function textOfContent(content: string | JsonObject): Uint8Array {
  return new TextEncoder().encode(typeof content === "string" ? content : `data: ${JSON.stringify(content)}\n\n`);
}

const carriers = [
  "data",
  "chunk",
  "text",
  "content",
  "raw",
  "bytes",
  "b64",
  "base64",
  "value",
  "body",
  "payload",
  "line",
];

/** What a chunk holds: text, the object of an event, or bytes. */
function contentOf(chunk: unknown, index: number, place: BodyPlace): string | JsonObject | Uint8Array {
  if (typeof chunk === "string") return chunk;
  const object = objectOf(chunk);
  if (object === null || !isJsonObject(chunk)) {
    throw new RecordingError(place, `chunk ${index + 1} is neither text nor an object`);
  }
  if (payloadApi(chunk) !== null) return chunk;
  const buffer = bufferBytes(chunk);
  if (buffer !== null) return buffer;
  const name = carriers.find((one) => (memberOf(object, one) ?? null) !== null);
  if (name === undefined) return chunk;
  const value = object[name];
  const bytes = bufferBytes(value);
  if (bytes !== null) return bytes;
  const encoding = name === "b64" || name === "base64" ? "base64" : encodingIn(object);
  if (typeof value === "string") return encoding === null ? value : textBytes(value, encoding, place);
  if (isJsonObject(value)) return value;
  throw new RecordingError(place, `chunk ${index + 1} holds neither text nor an event`);
}

type TextForm = { readonly encoding: string | null; readonly type: string };

function textChunks(texts: readonly string[], { encoding, type }: TextForm, place: BodyPlace): PairChunks {
  const plain = { contentType: null, losses: [], notes: [] };
  if (
    encoding !== null ||
    /amazon\.eventstream/.test(type) ||
    (isBase64Text(texts[0] ?? "") && texts.every(isBase64))
  ) {
    const named = encoding ?? "base64";
    return { ...plain, pieces: texts.map((text) => bodyOf(text, named, place).bytes ?? new Uint8Array()) };
  }
  const whole = texts.join("");
  if (/^\s*(?::|data:|event:|id:|retry:)/.test(whole)) return { ...plain, ...sseChunks(texts) };
  const payloads = texts.map(jsonObjectIn);
  if (texts.every((text, index) => payloads[index] !== null || text.trim() === "[DONE]") && texts.length > 1) {
    return payloadChunks(
      payloads.filter((one) => one !== null),
      type,
      place,
    );
  }
  return { ...plain, pieces: texts.map((text) => new TextEncoder().encode(text)) };
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** Chunks of one SSE event each, or of one line each, without the line breaks that ended them, get these back. */
function sseChunks(texts: readonly string[]): Pick<PairChunks, "pieces" | "losses" | "notes"> {
  if (texts.includes("") && !texts.some((text) => text.includes("\n"))) {
    const notes = ["the line breaks of the stream were added: the recording is a list of lines"];
    return { pieces: texts.map((text) => new TextEncoder().encode(`${text}\n`)), losses: ["frames"], notes };
  }
  const isBare =
    texts.length > 1 && texts.every((text) => /^(?::|data:|event:|id:|retry:)/.test(text) && !/\n\s*$/.test(text));
  const pieces = texts.map((text) => new TextEncoder().encode(isBare ? `${text}\n\n` : text));
  const notes = isBare ? ["the line breaks between the events of the stream were added: the recording has none"] : [];
  return { pieces, losses: isBare ? ["frames"] : [], notes };
}

function payloadChunks(payloads: readonly JsonObject[], type: string, place: BodyPlace): PairChunks {
  const framed = framedPayloads(payloads, type);
  if (framed === null)
    throw new RecordingError(place, "an event of the stream is not an object with one member, named after the event");
  return framed;
}
