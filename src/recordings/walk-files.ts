import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import { SourceError } from "../source/source-error.js";
import { attempt } from "./file-faults.js";

/** A file under the given paths, not yet opened, or a folder or link that is not followed. `sizeBytes`: of a link, its own. */
export type Found =
  | { readonly kind: "path"; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

/**
 * Finds files, and the files in folders in name order, one at a time; only the real paths of folders are kept in memory.
 * Names are relative if the path was. Skips hidden entries of a folder, and `node_modules`, which holds others' files. Never opens a link that leads out of the folder, a
 * pipe or a device. Reads a folder once, even if several links lead to it. Throws
 * {@link SourceError} only for a given path that does not exist.
 */
export function* walkRecordings(paths: readonly string[]): Generator<Found> {
  for (const path of paths) {
    const stats = attempt(() => statSync(path));
    if ("reason" in stats) {
      if (!absent.has(stats.code)) yield unreadable(path, stats.reason);
      else throw doesNotExist(path);
    } else if (stats.value.isDirectory()) yield* walkFolder(path);
    else yield { kind: "path", path, sizeBytes: stats.value.size };
  }
}

const absent: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ERR_INVALID_ARG_VALUE"]);

function doesNotExist(path: string): SourceError {
  return new SourceError({ file: path, line: null, column: null, message: "does not exist", hint: "check the path" });
}

/** The walk through one given folder: its real path, and the real paths of the folders read so far. */
type Walk = { readonly root: string; readonly read: Set<string> };

function* walkFolder(folder: string): Generator<Found> {
  const real = attempt(() => realpathSync(folder));
  if ("reason" in real) yield unreadable(folder, real.reason);
  else yield* walkEntries({ path: folder, real: real.value, above: [] }, { root: real.value, read: new Set() });
}

type Folder = { readonly path: string; readonly real: string; readonly above: readonly string[] };

function* walkEntries({ path, real, above }: Folder, walk: Walk): Generator<Found> {
  walk.read.add(real);
  const names = attempt(() => readdirSync(path).sort());
  if ("reason" in names) {
    yield unreadable(path, names.reason);
    return;
  }
  for (const name of names.value) {
    if (!isSkipped(name)) yield* walkEntry(join(path, name), [...above, real], walk);
  }
}

function isSkipped(name: string): boolean {
  return name.startsWith(".") || name === "node_modules";
}

function* walkEntry(path: string, above: readonly string[], walk: Walk): Generator<Found> {
  const entry = attempt(() => lookAt(path));
  if ("reason" in entry) {
    yield unreadable(path, entry.reason);
    return;
  }
  const { isLink, isFolder, real, sizeBytes } = entry.value;
  if (isLink && !isInside(real, walk.root)) {
    yield unreadable(path, "is a link that leads out of the folder; name its target to read it");
  } else if (!isFolder) yield { kind: "path", path, sizeBytes };
  else if (above.includes(real)) yield unreadable(path, "is a link that leads back to a folder above it");
  else if (!walk.read.has(real)) yield* walkEntries({ path, real, above }, walk);
}

type Look = { readonly isLink: boolean; readonly isFolder: boolean; readonly real: string; readonly sizeBytes: number };

function lookAt(path: string): Look {
  const entry: Stats = lstatSync(path);
  const isLink = entry.isSymbolicLink();
  const isFolder = (isLink ? statSync(path) : entry).isDirectory();
  return { isLink, isFolder, real: isLink || isFolder ? realpathSync(path) : path, sizeBytes: entry.size };
}

function isInside(real: string, root: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

function unreadable(path: string, reason: string): Found {
  return { kind: "unreadable", path, reason };
}
