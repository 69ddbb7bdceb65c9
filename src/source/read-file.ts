import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats } from "node:fs";
import { dirname, sep } from "node:path";
import { placeAt } from "./place.js";
import { SourceError } from "./source-error.js";

/** The largest file that is read, in bytes. A scenario has some 4 KiB. */
export const maxSourceBytes = 1024 * 1024;

/**
 * Reads a UTF-8 text file that a person wrote, without its byte-order mark.
 * `root`: the folder that must contain the file after symbolic links are resolved; absent: any folder. `maxBytes`: for
 * data that programs write; default 1 MiB.
 * Throws {@link SourceError} when the file is missing, not a regular file (directory, pipe, device), too large, outside
 * `root` or not UTF-8. Never waits for a pipe.
 */
export function readSourceFile(
  file: string,
  options: { readonly root?: string; readonly maxBytes?: number } = {},
): string {
  if (options.root !== undefined) refuseOutside(file, options.root);
  const bytes = readPlainFile(file, options.maxBytes ?? maxSourceBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuseEncoding(file, bytes);
  }
}

function refuseOutside(file: string, root: string): void {
  const real = attempt(file, () => realpathSync.native(file));
  const realRoot = attempt(root, () => realpathSync.native(root));
  if (dirname(real) === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) return;
  throw whole(file, "is a link to a file outside its folder", "copy the file into the folder instead of linking it");
}

function readPlainFile(file: string, maxBytes: number): Uint8Array {
  // Without O_NONBLOCK, opening a pipe waits for a writer.
  const descriptor = attempt(file, () => openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  try {
    const stats = attempt(file, () => fstatSync(descriptor));
    if (!stats.isFile()) throw whole(file, `is ${kindOf(stats)}, not a file`, "give the path of a plain file");
    if (stats.size > maxBytes) throw tooLarge(file, stats.size, maxBytes);
    return readAtMost(file, { descriptor, sizeBytes: stats.size }, maxBytes);
  } finally {
    closeSync(descriptor);
  }
}

type OpenFile = { readonly descriptor: number; readonly sizeBytes: number };

/** Reads in one piece what a person writes; the size of a file says nothing of what is added to it, or of a file of the system. */
function readAtMost(file: string, { descriptor, sizeBytes }: OpenFile, maxBytes: number): Uint8Array {
  const pieceBytes = Math.min(64 * 1024, Math.max(4096, sizeBytes + 1));
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.alloc(pieceBytes);
    const count = attempt(file, () => readSync(descriptor, chunk));
    if (count === 0) return Buffer.concat(chunks);
    total += count;
    if (total > maxBytes) throw tooLarge(file, total, maxBytes);
    chunks.push(chunk.subarray(0, count));
  }
}

function refuseEncoding(file: string, bytes: Uint8Array): never {
  const validTo = longestValidPrefix(bytes);
  const text = new TextDecoder().decode(bytes.subarray(0, validTo), { stream: true });
  throw new SourceError({
    file,
    ...placeAt(text, text.length),
    message: "the file is not UTF-8 here",
    hint: "save it as UTF-8",
  });
}

/** How many bytes from the start are valid UTF-8 (an unfinished last character counts as valid). */
function longestValidPrefix(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (decodes(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw whole(file, ...(reasons[code] ?? [`cannot be read (${code || String(error)})`, null]));
  }
}

const reasons: { readonly [code: string]: readonly [message: string, hint: string | null] } = {
  ENOENT: ["does not exist", "check the path"],
  ENOTDIR: ["does not exist: a part of its path is not a folder", "check the path"],
  EACCES: ["cannot be read: permission denied", "check the permissions of the file and its folders"],
  EPERM: ["cannot be read: permission denied", "check the permissions of the file and its folders"],
  EISDIR: ["is a folder, not a file", "give the path of a plain file"],
  ELOOP: ["is a link that leads back to itself", "replace the link by the file"],
  ENAMETOOLONG: ["has a name that is too long", null],
  ENXIO: ["is a socket or device, not a file", "give the path of a plain file"],
};

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a named pipe";
  if (stats.isSocket()) return "a socket";
  return "a device";
}

function tooLarge(file: string, size: number, maxBytes: number): SourceError {
  return whole(file, `is too large: ${size} bytes or more, the limit is ${maxBytes}`, "split it into several files");
}

/** A mistake of the file as a whole. The message continues the file's name. */
function whole(file: string, message: string, hint: string | null): SourceError {
  return new SourceError({ file, line: null, column: null, message, hint });
}
