import { type BodyPlace, RecordingError } from "../../format.js";
import { listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { decodeBase64, type ReadBody, storedBody } from "../../stored-body.js";
import { base64Flags, base64Names, bodyNames, encodingNames, firstOf } from "./pair-names.js";

const noBody: ReadBody = { bytes: null, losses: [] };

/**
 * The body of a message: text, base64, a JSON value, a Node `Buffer` as JSON, or an object around one of them. Throws
 * {@link RecordingError} for a value that cannot be a body.
 */
export function pairBody(message: Members, place: BodyPlace): ReadBody {
  const base64 = textOf(firstOf(message, base64Names));
  if (base64 !== null) return { bytes: decodeBase64(base64, place), losses: [] };
  const value = firstOf(message, bodyNames);
  return value === undefined ? noBody : bodyOf(value, encodingIn(message), place);
}

/** The encoding that a message or a wrapper names for its body, in lower case; null: none. */
export function encodingIn(message: Members): string | null {
  if (base64Flags.some((name) => message[name] === true)) return "base64";
  return textOf(firstOf(message, encodingNames))?.toLowerCase() ?? null;
}

/** A stored value as bytes. `encoding`: of a text; null: none is named. */
export function bodyOf(value: unknown, encoding: string | null, place: BodyPlace): ReadBody {
  if (typeof value === "string") return { bytes: textBytes(value, encoding, place), losses: [] };
  if (value instanceof Uint8Array) return { bytes: value, losses: [] };
  const buffer = bufferBytes(value);
  if (buffer !== null) return { bytes: buffer, losses: [] };
  const wrapped = objectOf(value);
  const inner = wrapped === null ? undefined : carried(wrapped);
  if (wrapped === null || inner === undefined) return storedBody({ parsed: value }, place);
  const isBase64 = memberOf(wrapped, inner.name) !== undefined && base64Names.includes(inner.name);
  const named = isBase64 || inner.name === "base64_string" ? "base64" : (encodingIn(wrapped) ?? encoding);
  return inner.value === null ? noBody : bodyOf(inner.value, named, place);
}

/** The bytes of a text in an encoding; null: as it stands. Throws {@link RecordingError} for one that is not known. */
export function textBytes(text: string, encoding: string | null, place: BodyPlace): Uint8Array {
  if (encoding?.startsWith("base64") === true || (encoding === null && isBase64Text(text))) {
    return decodeBase64(text, place);
  }
  if (encoding === "hex" || encoding === "base16") return hexBytes(text, place);
  if (encoding !== null && !plainEncodings.has(encoding)) {
    throw new RecordingError(
      place,
      `the encoding ${JSON.stringify(encoding)} of the body of the ${place.of} is not known`,
    );
  }
  return new TextEncoder().encode(text);
}

/**
 * True for base64 that no word names: Go and others write bytes so. Nothing else is in the text, and what it stands for begins
 * like JSON, a stream of events, or gzip; text that is such a body itself has other characters.
 */
export function isBase64Text(text: string): boolean {
  if (text.length === 0 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const start = Buffer.from(text.slice(0, 24), "base64").toString("latin1");
  return /^(?:\s*\{\s*"|\[\{|data:|event:|id:|: |\x00\x00|\x1f\x8b)/.test(start);
}

/** Words that recorders write for a body that is text as it stands. */
const plainEncodings: ReadonlySet<string> = new Set([
  "",
  "utf8",
  "utf-8",
  "text",
  "string",
  "plain",
  "json",
  "none",
  "identity",
  "raw",
  "ascii",
  "us-ascii",
  "plain_text",
  "json_object",
  "json_array",
]);

function hexBytes(text: string, place: BodyPlace): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text))
    throw new RecordingError(place, `the body of the ${place.of} is not valid hex`);
  return new Uint8Array(Buffer.from(text, "hex"));
}

/** The bytes of a Node `Buffer` that was written as JSON (`{type: "Buffer", data: […]}`); null: the value is none. */
export function bufferBytes(value: unknown): Uint8Array | null {
  const data = memberOf(value, "type") === "Buffer" ? listOf(memberOf(value, "data")) : null;
  const isBytes = data?.every((one) => typeof one === "number" && Number.isInteger(one) && one >= 0 && one <= 255);
  return data !== null && isBytes === true ? Uint8Array.from(data.map(Number)) : null;
}

/** What may stand around a stored body, and nothing else: an object with any other member is a JSON body itself. */
const wrapperNames: ReadonlySet<string> = new Set([
  ...encodingNames,
  ...base64Flags,
  ...base64Names,
  "base64_string",
  "encoded",
  "decoded",
  "charset",
  "data",
  "text",
  "string",
  "content",
  "json",
  "value",
  "raw",
  "type",
  "kind",
  "mimeType",
  "mime_type",
  "contentType",
  "content_type",
  "size",
  "params",
]);

const carrierNames = [
  ...base64Names,
  "base64_string",
  "encoded",
  "text",
  "string",
  "data",
  "content",
  "json",
  "value",
  "raw",
];

function carried(object: Members): { readonly name: string; readonly value: unknown } | undefined {
  const names = Object.keys(object);
  const name = carrierNames.find((one) => names.includes(one));
  if (name === undefined || !names.every((one) => wrapperNames.has(one))) return undefined;
  // `{"text": …}` or `{"content": […]}` alone may be the JSON body of some API; as a wrapper they hold text.
  const value = object[name];
  return names.length > 1 || typeof value === "string" || name === "json" ? { name, value } : undefined;
}
