import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { join, sep } from "node:path";
import { filesBeside } from "./attached/beside-file.js";
import { readBytes } from "./attached/read-bytes.js";
import { entriesBeside, isZip, type ZipEntry, zipEntries } from "./attached/zip.js";
import { type Inflated, inflate } from "./compressed/inflate.js";
import { TooLargeError } from "./compressed/limits.js";
import { faultOf } from "./file-faults.js";
import { type RecordingFile, recordingFile } from "./recording-file.js";
import { type Found, walkRecordings } from "./walk-files.js";

/** The largest recording that is read, in bytes, both before and after gzip decompression. */
export const maxRecordingBytes = 64 * 1024 * 1024;

/** A file under the given paths, or the reason why it cannot be read. `message` begins with the name. */
export type Opened =
  | { readonly kind: "file"; readonly file: RecordingFile }
  | { readonly kind: "unreadable"; readonly name: string; readonly message: string };

/**
 * Opens files, and the files in folders in name order, one at a time, as {@link walkRecordings} finds them. Decompresses a gzipped file.
 * Throws SourceError only for a given path that does not exist.
 */
export function* openRecordings(paths: readonly string[]): Generator<Opened> {
  for (const found of walkRecordings(paths)) yield* openFound(found);
}

/** What a walk has found, opened: an archive holds several files. */
export function openFound(found: Found): Iterable<Opened> {
  return found.kind === "unreadable" ? [unreadable(found.path, found.reason)] : openFile(found.path);
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

const limit = `, the limit is ${maxRecordingBytes}`;
