import { asBuffer } from "../frames/byte-buffer.js";
import { decodeHeaders, type NamedHeader } from "../frames/event-headers.js";
import { encodeTypedFrame } from "../frames/event-stream.js";
import { redactionMark } from "./secret-patterns.js";
import { applyEdits, type SecretEdit, type SecretSearch } from "./secret-search.js";
import { findSpelledSecrets } from "./spelled-secrets.js";
import { frameLengthsOf, type StreamText, streamTextsOf } from "./stream-texts.js";

type Chunk = readonly [arrivalMs: number, bytes: Uint8Array];

/** The most rounds of redaction. Each round finds secrets that another find covered in the round before. */
const maxRounds = 16;

/** A text without its secrets. Throws a RangeError when the last round still finds one; no known text does that. */
export function redactText(text: string, search: SecretSearch): string {
  let redacted = text;
  for (let round = 0; round < maxRounds; round += 1) {
    const edits = search(redacted);
    if (edits.length === 0) return redacted;
    redacted = applyEdits(redacted, edits);
  }
  throw new RangeError("the text still contains a secret after all rounds of redaction");
}

/** A text without its secrets, at the same length. Throws as {@link redactText} does. */
function maskText(text: string, search: SecretSearch): string {
  let masked = text;
  for (let round = 0; round < maxRounds; round += 1) {
    const edits = search(masked);
    if (edits.length === 0) return masked;
    masked = applyEdits(
      masked,
      edits.map((edit) => ({ ...edit, replacement: cutMask(edit.end - edit.start) })),
    );
  }
  throw new RangeError("the text still contains a secret after all rounds of masking");
}

/** The redaction mark at a given length. Its blanks keep it from having the shape of a secret. */
function cutMask(length: number): string {
  const word = ` ${redactionMark}`;
  return word.repeat(Math.ceil(length / word.length)).slice(0, length);
}

/** Bytes without their secrets; the same object when there are none. */
export function redactBytes(bytes: Uint8Array, search: SecretSearch): Uint8Array {
  const text = latin1(bytes);
  const redacted = redactText(text, search);
  return redacted === text ? bytes : fromLatin1(redacted);
}

/** A JSON document without its secrets, including those that several of its strings spell out together. */
export function redactJson(text: string, search: SecretSearch): string {
  let redacted = redactText(text, search);
  for (let round = 0; round < maxRounds; round += 1) {
    const [edits = []] = findSpelledSecrets([redacted], search);
    if (edits.length === 0) return redacted;
    redacted = redactText(applyEdits(redacted, edits), search);
  }
  throw new RangeError("the document still spells out a secret after all rounds of redaction");
}

/**
 * A chunked body without its secrets, including those that cross chunks or that a stream spells out over its events.
 * Number, times and boundaries of the chunks stay. An AWS event stream stays valid: every changed frame gets new
 * lengths and checksums.
 */
export function redactChunks(chunks: readonly Chunk[], search: SecretSearch): readonly Chunk[] {
  const body = bodyOf(chunks);
  let redacted = editChunks(chunks, body, frameEdits(body, search) ?? textEdits(body, search));
  for (let round = 0; round < maxRounds; round += 1) {
    const now = bodyOf(redacted);
    const edits = spelledEdits(now, search);
    if (edits.length === 0) return redacted;
    redacted = editChunks(redacted, now, edits);
  }
  throw new RangeError("the body still spells out a secret after all rounds of redaction");
}

/** The names of the secrets that a body spells out over its events. */
export function spelledNames(chunks: readonly Chunk[], search: SecretSearch): readonly string[] {
  return spelledEdits(bodyOf(chunks), search).map(({ name }) => name);
}

function editChunks(chunks: readonly Chunk[], body: Buffer, edits: readonly SecretEdit[]): readonly Chunk[] {
  if (edits.length === 0) return chunks;
  const redacted = fromLatin1(applyEdits(latin1(body), edits));
  let sourceEnd = 0;
  let start = 0;
  return chunks.map(([arrivalMs, bytes]) => {
    sourceEnd += bytes.length;
    const end = movedTo(sourceEnd, edits);
    const chunk: Chunk = [arrivalMs, redacted.subarray(start, end)];
    start = end;
    return chunk;
  });
}

/** The edits of all rounds as edits of the original text. */
function textEdits(body: Buffer, search: SecretSearch): readonly SecretEdit[] {
  const text = latin1(body);
  const first = search(text);
  const redacted = applyEdits(text, first);
  if (first.length === 0 || search(redacted).length === 0) return first;
  // A second round is rare. Then one edit covers everything from the first to the last difference.
  const last = redactText(redacted, search);
  return [{ name: "several", ...differenceOf(text, last) }];
}

function differenceOf(before: string, after: string): { start: number; end: number; replacement: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return { start, end: before.length - same, replacement: after.slice(start, after.length - same) };
}

/**
 * Edits that keep an event stream valid; null when the body does not begin with a frame. The length of a cut or broken
 * frame after the last good one is evidence, so secrets in it are masked at their own length.
 */
function frameEdits(body: Buffer, search: SecretSearch): readonly SecretEdit[] | null {
  const frames = frameLengthsOf(body);
  if (frames.length === 0) return null;
  const edits: SecretEdit[] = [];
  let end = 0;
  for (const frame of frames) {
    const bytes = body.subarray(end, end + frame);
    const redacted = redactFrame(bytes, search);
    if (redacted !== null) edits.push({ name: "frame", start: end, end: end + frame, replacement: latin1(redacted) });
    end += frame;
  }
  const rest = latin1(body.subarray(end));
  const masked = maskText(rest, search);
  if (masked !== rest) edits.push({ name: "rest", start: end, end: body.length, replacement: masked });
  return edits;
}

/** Edits that remove the secrets that several events spell out together. */
function spelledEdits(body: Buffer, search: SecretSearch): readonly SecretEdit[] {
  const texts = streamTextsOf(body);
  const found = findSpelledSecrets(
    texts.map(({ start, end }) => latin1(body.subarray(start, end))),
    search,
  );
  return texts.flatMap((text, index) => inBody(body, text, found[index] ?? []));
}

/** Edits of one event's text as edits of the body. Those in a frame become one edit, which replaces the whole frame. */
function inBody(body: Buffer, { start, end, frame }: StreamText, edits: readonly SecretEdit[]): readonly SecretEdit[] {
  const [first] = edits;
  if (first === undefined) return [];
  if (frame === "none" || frame === "cut") {
    return edits.map((edit) => ({
      name: edit.name,
      start: start + edit.start,
      end: start + edit.end,
      replacement: frame === "none" ? edit.replacement : cutMask(edit.end - edit.start),
    }));
  }
  const headers = decodeHeaders(body.subarray(frame.start + 12, start));
  const payload = fromLatin1(applyEdits(latin1(body.subarray(start, end)), edits));
  return [{ ...frame, name: first.name, replacement: latin1(encodeTypedFrame(headers, payload)) }];
}

/** The frame without its secrets; null when it has none. */
function redactFrame(frame: Buffer, search: SecretSearch): Uint8Array | null {
  const headersEnd = 12 + frame.readUInt32BE(4);
  const headerBlock = frame.subarray(12, headersEnd);
  const payload = frame.subarray(headersEnd, frame.length - 4);
  const redactedPayload = redactBytes(payload, search);
  const headersHaveSecret = search(latin1(headerBlock)).length > 0;
  if (redactedPayload === payload && !headersHaveSecret) return null;
  return encodeTypedFrame(
    decodeHeaders(headerBlock).map((header) => redactHeader(header, search)),
    redactedPayload,
  );
}

function redactHeader([name, header]: NamedHeader, search: SecretSearch): NamedHeader {
  const cleanName = redactText(name, search);
  if (header.type === "string") return [cleanName, { type: "string", value: redactText(header.value, search) }];
  if (header.type === "binary") return [cleanName, { type: "binary", value: redactBytes(header.value, search) }];
  return [cleanName, header];
}

/**
 * The offset after the edits. An offset inside an edit moves to the same distance in its replacement, or to its end.
 */
function movedTo(offset: number, edits: readonly SecretEdit[]): number {
  let moved = offset;
  for (const { start, end, replacement } of edits) {
    if (offset <= start) break;
    moved +=
      offset >= end
        ? replacement.length - (end - start)
        : Math.min(offset - start, replacement.length) - (offset - start);
  }
  return moved;
}

function bodyOf(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat(chunks.map(([, bytes]) => bytes));
}

function latin1(bytes: Uint8Array): string {
  return asBuffer(bytes).toString("latin1");
}

function fromLatin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}
