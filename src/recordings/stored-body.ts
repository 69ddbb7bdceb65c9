import { type BodyPlace, RecordingError } from "./format.js";
import type { Loss } from "./interaction.js";
import { memberOf, textOf } from "./members.js";

/** A body as files store it: text or bytes (`stored`), or its parsed JSON value (`parsed`). */
export type StoredBody = { readonly stored: unknown } | { readonly parsed: unknown };

/**
 * The bytes of a stored body; null: there is no body. A parsed body must be a JSON value; it is serialised again, and
 * `losses` lists what that changes. Throws {@link RecordingError} for a value that cannot be a body.
 */
export function storedBody(
  body: StoredBody,
  place: BodyPlace,
): { readonly bytes: Uint8Array | null; readonly losses: readonly Loss[] } {
  if ("parsed" in body) {
    if (typeof body.parsed === "string") return { bytes: new TextEncoder().encode(body.parsed), losses: ["wire-text"] };
    return { bytes: new TextEncoder().encode(JSON.stringify(body.parsed)), losses: ["wire-text", "key-order"] };
  }
  const { stored } = body;
  if (stored === null || stored === undefined) return { bytes: null, losses: [] };
  if (stored instanceof Uint8Array) return { bytes: stored, losses: [] };
  const text = textOf(stored);
  if (text !== null) return { bytes: new TextEncoder().encode(text), losses: [] };
  const base64 = textOf(memberOf(stored, "base64_string"));
  if (base64 !== null) return { bytes: decodeBase64(base64, place), losses: [] };
  throw new RecordingError(place, `the body of the ${place.of} is neither text nor bytes`);
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
