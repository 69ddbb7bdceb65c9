import { createHash } from "node:crypto";

/** The name under which a build keeps what it read in a text: SHA-256 of kind and text, in hexadecimal. */
export function contentHash(kind: string, text: string): string {
  return createHash("sha256").update(`${kind}\n${text}`).digest("hex");
}
