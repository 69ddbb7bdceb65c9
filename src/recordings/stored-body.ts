import { RecordingError } from "./format.js";
import type { Loss } from "./interaction.js";
import { memberOf, textOf } from "./members.js";

/** A body as files keep it: text or bytes (`stored`), or the value that its JSON had (`parsed`). */
export type StoredBody = { readonly stored: unknown } | { readonly parsed: unknown };

/**
 * The bytes of a stored body; null for none. A parsed body is written again as JSON, and what it has lost is said; it is a
 * value that came out of JSON. Throws {@link RecordingError} for what can be no body.
 */
export function storedBody(
  body: StoredBody,
  {
    file,
    interaction,
    of,
  }: { readonly file: string; readonly interaction: number; readonly of: "request" | "response" },
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
  if (base64 !== null) return { bytes: decodeBase64(base64, { file, interaction, of }), losses: [] };
  throw new RecordingError({ file, interaction }, `the body of the ${of} is neither text nor bytes`);
}

/** Strict base64, white space allowed; throws {@link RecordingError} for anything else. */
export function decodeBase64(
  text: string,
  { file, interaction, of }: { readonly file: string; readonly interaction: number; readonly of: string },
): Uint8Array {
  const plain = text.replace(/\s+/g, "");
  const bytes = Buffer.from(plain, "base64");
  const isWhole =
    bytes.toString("base64").replace(/=+$/, "") === plain.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (!isWhole) throw new RecordingError({ file, interaction }, `the body of the ${of} is not valid base64`);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
