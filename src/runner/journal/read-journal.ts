import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { decodeLine } from "./journal-line.js";

/** Where a line stands in a journal. `line`: from 1; `offset`: in bytes, from 0; `sizeBytes`: with its line feed. */
export type JournalPlace = { readonly line: number; readonly offset: number; readonly sizeBytes: number };

/** A line of a journal. `json`: its record, not yet parsed; null: the line is damaged. */
export type JournalPiece = JournalPlace & { readonly json: string | null };

/** A packed journal that is damaged, so that nothing of it can be read. */
class JournalError extends Error {
  override name = "JournalError" as const;
}

const lineFeed = 0x0a;
const readAtOnceBytes = 1 << 20;

/**
 * Reads a journal piece by piece; holds one line in memory, and the whole of one that is packed (`.gz`). Throws the file system's error where
 * there is no such file.
 */
export function* readJournal(file: string): Generator<JournalPiece> {
  let offset = 0;
  let line = 0;
  for (const bytes of isPacked(file) ? linesIn(unpacked(file)) : linesOf(file)) {
    line += 1;
    const isEnded = bytes[bytes.length - 1] === lineFeed;
    const json = isEnded ? decodeLine(bytes.subarray(0, -1)) : null;
    yield { line, offset, sizeBytes: bytes.length, json };
    offset += bytes.length;
  }
}

/** Reads the records at these places again. Throws where one is no longer a whole line. */
export function readRecords(file: string, places: readonly JournalPlace[]): readonly string[] {
  if (isPacked(file)) {
    const whole = unpacked(file);
    return places.map((place) => recordIn(whole.subarray(place.offset, place.offset + place.sizeBytes), place, file));
  }
  const handle = openSync(file, "r");
  try {
    return places.map((place) => {
      const bytes = Buffer.alloc(place.sizeBytes);
      readSync(handle, bytes, 0, place.sizeBytes, place.offset);
      return recordIn(bytes, place, file);
    });
  } finally {
    closeSync(handle);
  }
}

function recordIn(bytes: Buffer, { line }: JournalPlace, file: string): string {
  const json = decodeLine(bytes.subarray(0, -1));
  if (json === null) throw new Error(`${file}, line ${line}: has changed while it was read`);
  return json;
}

function isPacked(file: string): boolean {
  return file.endsWith(".gz");
}

function unpacked(file: string): Buffer {
  try {
    return gunzipSync(readFileSync(file));
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_")) {
      throw new JournalError(`${file}: cannot be unpacked: ${error.message}`);
    }
    throw error;
  }
}

function* linesIn(whole: Buffer): Generator<Buffer> {
  for (let from = 0; from < whole.length; ) {
    const end = whole.indexOf(lineFeed, from);
    const to = end === -1 ? whole.length : end + 1;
    yield whole.subarray(from, to);
    from = to;
  }
}

/** Every line with its line feed; the last one without, if the file does not end in one. */
function* linesOf(file: string): Generator<Buffer> {
  const handle = openSync(file, "r");
  try {
    let parts: Buffer[] = [];
    for (;;) {
      const block = Buffer.allocUnsafe(readAtOnceBytes);
      const read = block.subarray(0, readSync(handle, block));
      if (read.length === 0) break;
      let from = 0;
      for (let at = read.indexOf(lineFeed); at !== -1; at = read.indexOf(lineFeed, from)) {
        parts.push(read.subarray(from, at + 1));
        yield parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
        parts = [];
        from = at + 1;
      }
      if (from < read.length) parts.push(read.subarray(from));
    }
    if (parts.length > 0) yield Buffer.concat(parts);
  } finally {
    closeSync(handle);
  }
}
