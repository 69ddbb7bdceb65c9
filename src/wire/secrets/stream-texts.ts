import { createEventStreamParser } from "../frames/event-stream.js";
import { WireFormatError } from "../frames/wire-format-error.js";

/**
 * The text of one event: `[start, end)` of the body. `frame`: the frame around it; `cut`: the rest of a cut or broken
 * frame; `none`: an SSE line, a line of JSON, or a body that is one document.
 */
export type StreamText = {
  readonly start: number;
  readonly end: number;
  readonly frame: { readonly start: number; readonly end: number } | "cut" | "none";
};

/** The texts of a body's events, in order: payloads of AWS frames, else SSE `data` lines, else its JSON documents. */
export function streamTextsOf(body: Buffer): readonly StreamText[] {
  const lengths = frameLengthsOf(body);
  return lengths.length > 0 ? framedTexts(body, lengths) : (dataLines(body) ?? jsonTexts(body));
}

/** The lengths in bytes of the intact frames at the beginning of a body. */
export function frameLengthsOf(body: Buffer): readonly number[] {
  if ((body[0] ?? textByte) >= textByte) return [];
  let count: number;
  try {
    count = createEventStreamParser().push(body).length;
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    count = error.frames.length;
  }
  const lengths: number[] = [];
  for (let offset = 0; lengths.length < count; ) {
    const length = body.readUInt32BE(offset);
    lengths.push(length);
    offset += length;
  }
  return lengths;
}

/** A frame that began with this byte or a higher one would be longer than the protocol allows: the body is a text. */
const textByte = 2;
const preludeBytes = 12;
const checksumBytes = 4;

function framedTexts(body: Buffer, lengths: readonly number[]): readonly StreamText[] {
  const texts: StreamText[] = [];
  let offset = 0;
  for (const length of lengths) {
    const end = offset + length;
    texts.push({ start: payloadStart(body, offset), end: end - checksumBytes, frame: { start: offset, end } });
    offset = end;
  }
  if (body.length - offset >= preludeBytes) {
    const start = payloadStart(body, offset);
    if (start < body.length) texts.push({ start, end: body.length, frame: "cut" });
  }
  return texts;
}

function payloadStart(body: Buffer, frame: number): number {
  return frame + preludeBytes + body.readUInt32BE(frame + 4);
}

/** The values of the SSE `data` lines; null: there are none. */
function dataLines(body: Buffer): readonly StreamText[] | null {
  const texts = [...body.toString("latin1").matchAll(dataLine)].map(({ index, 0: line, 1: value = "" }): StreamText => {
    const end = index + line.length;
    return { start: end - value.length, end, frame: "none" };
  });
  return texts.length === 0 ? null : texts;
}

const dataLine = /(?<=^|[\r\n])(?:\xef\xbb\xbf)?data: ?([^\r\n]*)/g;

/** The lines of a body that has one JSON document on each line; else the whole body as one document. */
function jsonTexts(body: Buffer): readonly StreamText[] {
  const lines = [...body.toString("latin1").matchAll(/[^\r\n]+/g)].map(({ index, 0: line }) => ({ line, index }));
  const documents = lines.filter(({ line }) => line.trim() !== "");
  const isByLine = documents.length > 1 && documents.every(({ line }) => isObject(line.trim()));
  if (!isByLine) return body.length === 0 ? [] : [{ start: 0, end: body.length, frame: "none" }];
  return documents.map(({ line, index }) => ({ start: index, end: index + line.length, frame: "none" }));
}

function isObject(line: string): boolean {
  return line.startsWith("{") && line.endsWith("}");
}
