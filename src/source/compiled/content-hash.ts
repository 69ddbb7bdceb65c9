import { createHash } from "node:crypto";

/** The name under which a build keeps what it read in a text: its SHA-256, in hexadecimal. */
export function contentHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
