import { sha256, wireBytes } from "./wire-bytes.js";

/** An `authorization` header. `algorithm`: its first word. `parameters`: its pairs by name; the last of a name counts. */
export type Authorization =
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "pairs"; readonly algorithm: string; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: "no-pair" };

/** Reads an `authorization` header. `no-pair`: a part of it is no pair of name and value. */
export function parseAuthorization(header: string): Authorization {
  const bearer = /^bearer(?:[ \t]+(.*))?$/is.exec(header.trim());
  if (bearer !== null) return { kind: "bearer", token: bearer[1] ?? "" };
  const [algorithm = "", ...parts] = header.split(/[\s,]+/).filter((part) => part !== "");
  if (parts.some((part) => !part.includes("="))) return { kind: "no-pair" };
  const pairs = parts.map((part): [string, string] => [
    part.slice(0, part.indexOf("=")),
    part.slice(part.indexOf("=") + 1),
  ]);
  return { kind: "pairs", algorithm, parameters: new Map(pairs) };
}

/** How AWS shows an authorization header that it cannot read: its hash, never itself (anthropics/claude-code#45128, 2026-04-08). */
export function hashedHeader(header: string): string {
  return sha256(wireBytes(header), "base64");
}
