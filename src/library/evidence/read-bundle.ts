import { heavyJson } from "./json-weight.js";
import { boundedProblems, type Problem } from "./problem.js";
import { readWalked } from "./read-walked.js";
import { walkBundle } from "./walk-bundle.js";

/** The files of a bundle by their paths, or why it was not read. */
export type ReadBundle =
  | { readonly kind: "read"; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/**
 * Reads a bundle of evidence that a stranger may have made. Every file is listed before the first is opened; then each is read once, as
 * bytes: nothing is executed, imported or unpacked, and no path from inside a file is followed. Refuses links, pipes, sockets, devices,
 * names that no bundle may have, empty folders, more than `bundleLimits` allow, files that
 * change meanwhile, and JSON that would fill the memory when it is parsed. Hard links are files like others. Never throws.
 *
 * It does not withstand a program that exchanges whole folders for links while it reads: the bytes of another place would then be
 * hashed, and never shown.
 */
export function readBundle(folder: string): ReadBundle {
  const { files, problems } = walkBundle(folder);
  if (problems.length > 0) return { kind: "refused", problems: boundedProblems(problems) };
  const read = files.map((file) => [file.path, readWalked(file)] as const);
  const failed = read.flatMap(([, bytes]) => (bytes instanceof Uint8Array ? [] : [bytes]));
  if (failed.length > 0) return { kind: "refused", problems: boundedProblems(failed) };
  const contents = new Map(read.flatMap(([path, bytes]) => (bytes instanceof Uint8Array ? [[path, bytes]] : [])));
  const heavy = heavyJson(contents);
  if (heavy.length > 0) return { kind: "refused", problems: boundedProblems(heavy) };
  return { kind: "read", files: contents };
}
