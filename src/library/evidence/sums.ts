import { createHash } from "node:crypto";
import { pathConflicts, pathFault } from "./bundle-path.js";

/** The list of the files of a bundle with their hashes. It does not list itself. */
export const sumsName = "SHA256SUMS";

/** A line of {@link sumsName}. `hash`: SHA-256 of the file's bytes, 64 lower-case hexadecimal digits. */
export type SumsLine = { readonly hash: string; readonly path: string };

/** SHA-256 of bytes, or of a text as UTF-8, in lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * The text of {@link sumsName} for the files of a bundle, as `sha256sum -c` reads it (GNU coreutils 9.1, 2026-11-29): hash, two spaces,
 * path; sorted by the bytes of the path. The list itself is left out. Throws a TypeError for paths that no bundle may have:
 * they could be written, but not verified.
 */
export function writeSums(files: ReadonlyMap<string, Uint8Array>): string {
  const paths = [...files.keys()].filter((path) => path !== sumsName);
  const faulty = paths.find((path) => pathFault(path) !== null);
  if (faulty !== undefined) throw new TypeError(`${JSON.stringify(faulty)} ${pathFault(faulty)}`);
  const [conflict] = pathConflicts([...paths, sumsName]);
  if (conflict !== undefined) throw new TypeError(conflict.says);
  return sumsText(
    [...files].filter(([path]) => path !== sumsName).map(([path, bytes]) => ({ hash: sha256Of(bytes), path })),
  );
}

/** The one text that these lines have as a list. */
export function sumsText(lines: readonly SumsLine[]): string {
  const sorted = [...lines].sort((one, other) => inByteOrder(one.path, other.path));
  return sorted.map(({ hash, path }) => `${hash}  ${path}\n`).join("");
}

/** The order of `sort` in the C locale. That of JavaScript strings differs beyond U+FFFF. */
export function inByteOrder(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
