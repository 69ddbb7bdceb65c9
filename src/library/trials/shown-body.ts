import { createHash } from "node:crypto";
import type { BodyEvidence } from "../../report/sheet/trial-evidence.js";
import { utf8Text } from "../../wire/utf8-text.js";

/** A part of a body, in bytes. */
export type ByteRange = { readonly offset: number; readonly length: number };

/** How much of a body a page shows: its beginning and its end; of a marked event at most as much as of the beginning. */
const mostText = { head: 16_384, tail: 4_096 };
const mostBytes = { head: 4_096, tail: 1_024 };

/** A body as a page shows it: whole, or its beginning, its end and what is `marked`. */
export function shownBody(body: Uint8Array, { isBinary, marked }: ShownAs): BodyEvidence {
  const kind = isBinary || utf8Text(body) === null ? "bytes" : "text";
  const most = kind === "text" ? mostText : mostBytes;
  const ranges =
    body.length <= most.head + most.tail
      ? [{ offset: 0, length: body.length }]
      : joined([
          { offset: 0, length: most.head },
          ...marked.map(({ offset, length }) => ({ offset, length: Math.min(length, most.head) })),
          { offset: body.length - most.tail, length: most.tail },
        ]);
  return {
    kind,
    sizeBytes: body.length,
    sha256: hashOf(body),
    pieces: ranges.map(({ offset, length }) => pieceOf(body, { offset, length, isText: kind === "text" })),
  };
}

/** A body of which nothing is shown. */
export function withheldBody({ sizeBytes, sha256 }: BodyEvidence): BodyEvidence {
  return { kind: "withheld", sizeBytes, sha256, pieces: [] };
}

type ShownAs = { readonly isBinary: boolean; readonly marked: readonly ByteRange[] };

/** Ranges in order, those that touch or overlap as one. */
function joined(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const result: ByteRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.offset - b.offset)) {
    const last = result.at(-1);
    const end = range.offset + range.length;
    if (last === undefined || range.offset > last.offset + last.length) result.push(range);
    else result[result.length - 1] = { offset: last.offset, length: Math.max(last.length, end - last.offset) };
  }
  return result;
}

/** A piece of text never begins or ends inside a character. */
function pieceOf(body: Uint8Array, { offset, length, isText }: ByteRange & { readonly isText: boolean }) {
  const start = isText ? atCharacter(body, offset) : offset;
  const end = isText ? atCharacter(body, offset + length) : offset + length;
  const bytes = Buffer.from(body.buffer, body.byteOffset + start, end - start);
  return { offset: start, data: bytes.toString(isText ? "utf8" : "base64") };
}

function atCharacter(body: Uint8Array, at: number): number {
  let start = at;
  while (start < body.length && ((body[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return start;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
