import { asBuffer } from "../frames/byte-buffer.js";
import { findSecretShapes } from "../secrets/secret-patterns.js";
import { utf8Text } from "../utf8-text.js";
import { type HarNode, refuse, textAt } from "./har-node.js";

/** A body as a JSON member: text if it is text, else base64. */
export type StoredBody = { readonly text: string; readonly isBase64: boolean };

/**
 * The stored form of a body. AWS event streams and bytes that are not clean UTF-8 text become base64, so that every
 * byte is preserved.
 */
export function storeBody(bytes: Uint8Array, contentType: string | null): StoredBody {
  const text = /eventstream|octet-stream/i.test(contentType ?? "") ? null : cleanText(bytes);
  return text === null ? { text: asBuffer(bytes).toString("base64"), isBase64: true } : { text, isBase64: false };
}

/**
 * The bytes of a stored body. Refuses base64 that is not in canonical form, secrets in it, and half surrogate pairs.
 */
export function readStoredBody(node: HarNode, isBase64: boolean): Uint8Array {
  const text = textAt(node);
  const bytes = Buffer.from(text, isBase64 ? "base64" : "utf8");
  if (isBase64) {
    if (bytes.toString("base64") !== text) refuse(node, "is not valid base64");
    // Bodies stored as text were searched with the text of the file.
    const [secret] = findSecretShapes(bytes.toString("latin1"));
    if (secret !== undefined) refuse(node, `looks like a secret (${secret.name}); record it again, redacted`);
  }
  if (!isBase64 && /\p{Surrogate}/u.test(text)) refuse(node, "contains half a surrogate pair, which is not text");
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function cleanText(bytes: Uint8Array): string | null {
  const text = utf8Text(bytes);
  return text === null || /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text) ? null : text;
}
