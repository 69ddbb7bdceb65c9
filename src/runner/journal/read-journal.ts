import { closeSync, openSync, readSync } from "node:fs";
import { decodeLine } from "./journal-line.js";

/** A line of a journal. `json`: its record, not yet parsed; null: the line is damaged. `line`: from 1. `endsAt`: in bytes, from 0. */
export type JournalPiece = { readonly line: number; readonly endsAt: number; readonly json: string | null };

const lineFeed = 0x0a;
const readAtOnceBytes = 1 << 20;

/** Reads a journal piece by piece; holds one line in memory. Throws the file system's error where there is no such file. */
export function* readJournal(file: string): Generator<JournalPiece> {
  let endsAt = 0;
  let line = 0;
  for (const bytes of linesOf(file)) {
    line += 1;
    const isEnded = bytes[bytes.length - 1] === lineFeed;
    const json = isEnded ? decodeLine(bytes.subarray(0, -1)) : null;
    endsAt += bytes.length;
    yield { line, endsAt, json };
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
