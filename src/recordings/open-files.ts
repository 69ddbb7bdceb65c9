import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { join, sep } from "node:path";
import { SourceError } from "../source/source-error.js";
import { filesBeside } from "./attached/beside-file.js";
import { readBytes } from "./attached/read-bytes.js";
import { entriesBeside, isZip, type ZipEntry, zipEntries } from "./attached/zip.js";
import { type Inflated, inflate } from "./compressed/inflate.js";
import { TooLargeError } from "./compressed/limits.js";
import { type RecordingFile, recordingFile } from "./recording-file.js";

/** The largest recording that is read, in bytes, both before and after gzip decompression. */
export const maxRecordingBytes = 64 * 1024 * 1024;

/** A file under the given paths, or the reason why it cannot be read. `message` begins with the name. */
export type Opened =
  | { readonly kind: "file"; readonly file: RecordingFile }
  | { readonly kind: "unreadable"; readonly name: string; readonly message: string };

/**
 * Opens files, and the files in folders in name order, one at a time; only the real paths of folders are kept in memory.
 * Names are relative if the path was. Skips hidden entries of a folder, and `node_modules`, which holds others' files. Never opens a link that leads out of the folder, a
 * pipe or a device. Reads a folder once, even if several links lead to it. Decompresses a gzipped file. Throws
 * {@link SourceError} only for a given path that does not exist.
 */
export function* openRecordings(paths: readonly string[]): Generator<Opened> {
  for (const path of paths) {
    const stats = attempt(() => statSync(path));
    if ("reason" in stats) {
      if (!absent.has(stats.code)) yield unreadable(path, stats.reason);
      else throw doesNotExist(path);
    } else if (stats.value.isDirectory()) yield* openFolder(path);
    else yield* openFile(path);
  }
}

const absent: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ERR_INVALID_ARG_VALUE"]);

function doesNotExist(path: string): SourceError {
  return new SourceError({ file: path, line: null, column: null, message: "does not exist", hint: "check the path" });
}

/** The walk through one given folder: its real path, and the real paths of the folders read so far. */
type Walk = { readonly root: string; readonly read: Set<string> };

function* openFolder(folder: string): Generator<Opened> {
  const real = attempt(() => realpathSync(folder));
  if ("reason" in real) yield unreadable(folder, real.reason);
  else yield* readFolder({ path: folder, real: real.value, above: [] }, { root: real.value, read: new Set() });
}

type Folder = { readonly path: string; readonly real: string; readonly above: readonly string[] };

function* readFolder({ path, real, above }: Folder, walk: Walk): Generator<Opened> {
  walk.read.add(real);
  const names = attempt(() => readdirSync(path).sort());
  if ("reason" in names) {
    yield unreadable(path, names.reason);
    return;
  }
  for (const name of names.value) {
    if (!isSkipped(name)) yield* openEntry(join(path, name), [...above, real], walk);
  }
}

function isSkipped(name: string): boolean {
  return name.startsWith(".") || name === "node_modules";
}

function* openEntry(path: string, above: readonly string[], walk: Walk): Generator<Opened> {
  const entry = attempt(() => lookAt(path));
  if ("reason" in entry) {
    yield unreadable(path, entry.reason);
    return;
  }
  const { isLink, isFolder, real } = entry.value;
  if (isLink && !isInside(real, walk.root)) {
    yield unreadable(path, "is a link that leads out of the folder; name its target to read it");
  } else if (!isFolder) yield* openFile(path);
  else if (above.includes(real)) yield unreadable(path, "is a link that leads back to a folder above it");
  else if (!walk.read.has(real)) yield* readFolder({ path, real, above }, walk);
}

function lookAt(path: string): { readonly isLink: boolean; readonly isFolder: boolean; readonly real: string } {
  const entry: Stats = lstatSync(path);
  const isLink = entry.isSymbolicLink();
  const isFolder = (isLink ? statSync(path) : entry).isDirectory();
  return { isLink, isFolder, real: isLink || isFolder ? realpathSync(path) : path };
}

function isInside(real: string, root: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

function openFile(path: string): Iterable<Opened> {
  let descriptor: number | null = null;
  try {
    // Without O_NONBLOCK, opening a pipe blocks until a writer opens it.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return [unreadable(path, "is not a regular file")];
    if (stat.size > maxRecordingBytes) return [unreadable(path, `is too large: ${stat.size} bytes${limit}`)];
    const { bytes, cut } = unpacked(readBytes(descriptor, stat.size));
    if (cut && bytes.length === 0) return [unreadable(path, "is damaged: its gzip ends too early")];
    const file = recordingFile(shownName(path), bytes, filesBeside(path));
    const read = archived(path, bytes) ?? [{ kind: "file" as const, file }];
    return cut ? [...read, unreadable(path, "is damaged: its gzip ends too early; its beginning is read")] : read;
  } catch (error) {
    return [unreadable(path, gzipFault(error) ?? faultOf(error).reason)];
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** The HAR files in a zip archive, as Playwright packs them with the bodies beside; null: no archive of HAR files. */
function archived(path: string, bytes: Uint8Array): Iterable<Opened> | null {
  if (!isZip(bytes)) return null;
  const entries = zipEntries(bytes);
  if (entries === null) {
    return /\.har\.zip$/i.test(path)
      ? [unreadable(path, "is damaged: its zip archive is cut or has no directory")]
      : null;
  }
  return entries.some(isHar) ? openArchive(path, entries) : null;
}

const isHar = ({ name }: ZipEntry) => name.endsWith(".har");

function* openArchive(path: string, entries: readonly ZipEntry[]): Generator<Opened> {
  const hars = entries.filter(isHar);
  for (const { name, read } of hars) {
    const shown = hars.length === 1 ? path : join(path, name);
    const content = read();
    if ("missing" in content) yield unreadable(shown, `its file ${JSON.stringify(name)} ${content.missing}`);
    else yield { kind: "file", file: recordingFile(shownName(shown), content.bytes, entriesBeside(entries, name)) };
  }
}

function unpacked(bytes: Uint8Array): Inflated {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isGzip ? inflate(bytes, "gzip", maxRecordingBytes) : { bytes, cut: false };
}

function gzipFault(error: unknown): string | null {
  if (error instanceof TooLargeError) return `is too large when its gzip is unpacked${limit}`;
  return error instanceof RangeError ? "is damaged: its gzip cannot be unpacked" : null;
}

function unreadable(path: string, reason: string): Opened {
  const name = shownName(path);
  return { kind: "unreadable", name, message: `${name}: ${reason}` };
}

function shownName(path: string): string {
  return path.split(sep).join("/");
}

type Fault = { readonly code: string; readonly reason: string };

function attempt<T>(look: () => T): { readonly value: T } | Fault {
  try {
    return { value: look() };
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): Fault {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return { code, reason: reasons[code] ?? `cannot be read (${code === "" ? String(error) : code})` };
}

const limit = `, the limit is ${maxRecordingBytes}`;

const reasons: { readonly [code: string]: string } = {
  ENOENT: "does not exist, or is a link to something that does not",
  ENOTDIR: "does not exist: a part of its path is not a folder",
  EACCES: "cannot be read: permission denied",
  EPERM: "cannot be read: permission denied",
  ELOOP: "is a link that leads back to itself",
  ENAMETOOLONG: "has a name that is too long",
  ENXIO: "is a socket or a device",
};
