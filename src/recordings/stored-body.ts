import { type BodyPlace, RecordingError } from "./format.js";
import type { Loss } from "./interaction.js";
import { jsonTextOf } from "./json-text.js";
import { listOf, memberOf, objectOf, textOf } from "./members.js";

/** A body as files store it: text or bytes (`stored`), or its parsed JSON value (`parsed`). */
export type StoredBody = { readonly stored: unknown } | { readonly parsed: unknown };

/** The bytes of a body; null: there is no body. `losses`: what reading it changed. */
export type ReadBody = { readonly bytes: Uint8Array | null; readonly losses: readonly Loss[] };

/**
 * The bytes of a stored body. A parsed body is serialised again, and `losses` lists what that changes; so is an object, or a
 * list of objects, where text is expected: people write JSON bodies as YAML mappings. Throws {@link RecordingError} for a value
 * that cannot be a body.
 */
export function storedBody(body: StoredBody, place: BodyPlace): ReadBody {
  if ("parsed" in body) {
    const text = textOf(body.parsed);
    return text === null ? jsonBody(body.parsed, place) : { bytes: utf8(text), losses: ["wire-text"] };
  }
  const { stored } = body;
  if (stored === null || stored === undefined) return { bytes: null, losses: [] };
  if (stored instanceof Uint8Array) return { bytes: stored, losses: [] };
  const text = textOf(stored);
  if (text !== null) return { bytes: utf8(text), losses: [] };
  const base64 = textOf(memberOf(stored, "base64_string"));
  if (base64 !== null) return { bytes: decodeBase64(base64, place), losses: [] };
  const list = listOf(stored);
  const isObject = objectOf(stored) !== null && memberOf(stored, "base64_string") === undefined;
  const isJson = isObject || (list?.every((one) => objectOf(one) !== null) === true && list.length > 0);
  if (isJson) return jsonBody(stored, place);
  throw new RecordingError(place, `the body of the ${place.of} is neither text nor bytes`);
}

/** A JSON value as a body, text too, which becomes a JSON string. Throws {@link RecordingError} for bytes within it. */
export function jsonBody(value: unknown, place: BodyPlace): ReadBody {
  try {
    return { bytes: utf8(jsonTextOf(value)), losses: ["wire-text", "key-order"] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new RecordingError(place, `the parsed body of the ${place.of}: ${error.message}`);
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Decodes strict base64, ignoring white space. Throws {@link RecordingError} for anything else. */
export function decodeBase64(text: string, place: BodyPlace): Uint8Array {
  const plain = text.replace(/\s+/g, "");
  const bytes = Buffer.from(plain, "base64");
  const isWhole =
    bytes.toString("base64").replace(/=+$/, "") === plain.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (!isWhole) throw new RecordingError(place, `the body of the ${place.of} is not valid base64`);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
