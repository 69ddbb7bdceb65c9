import { createHash, timingSafeEqual } from "node:crypto";

/**
 * The bytes that a text of a request had on the wire. Node gives the parts of a request's head as one character for each byte; a
 * text with any other character never was on a wire, and is UTF-8.
 */
export function wireBytes(text: string): Buffer {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return Buffer.from(text, "utf8");
  return Buffer.from(text, "latin1");
}

/** The SHA-256 of bytes; null: of no bytes. */
export function sha256(bytes: Uint8Array | null, encoding: "hex" | "base64" = "hex"): string {
  return createHash("sha256")
    .update(bytes ?? new Uint8Array())
    .digest(encoding);
}

/** Compares two texts in a time that does not depend on where they differ. */
export function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
