import { notUtf8At } from "../utf8.js";
import { asBuffer, createByteBuffer } from "./byte-buffer.js";
import type { SseFrame } from "./frame.js";
import { WireFormatError } from "./wire-format-error.js";

export type { SseFrame } from "./frame.js";

/**
 * Decodes a `text/event-stream` body as it arrives, after the WHATWG HTML standard, section 9.2 (read 2026).
 * `push` returns the events and comments that its bytes complete, and throws a {@link WireFormatError} when a limit is
 * exceeded.
 *
 * @example
 * const parser = createSseParser();
 * parser.push(new TextEncoder().encode("data: hi\n\n")); // [{ kind: "event", event: null, data: "hi", id: null }]
 * parser.end().pending; // false
 */
export type SseParser = {
  readonly push: (bytes: Uint8Array) => readonly SseFrame[];
  /**
   * `pending`: the body ended inside a line, or inside an event without its blank line. Such an event is not
   * dispatched, and the `push` that completed a frame has returned it, so `frames` is always empty. `open`: what came of
   * it, as evidence.
   */
  readonly end: () => { readonly pending: boolean; readonly frames: readonly SseFrame[]; readonly open: OpenEvent };
  /** The offset in the body of the first byte that is not UTF-8, in the lines so far; null: all are. */
  readonly wrongByte: () => number | null;
};

/** The event that a body ended in: its fields so far (null: no such line), and the text of its last line, which has no end. */
export type OpenEvent = { readonly event: string | null; readonly data: string | null; readonly line: string };

export type SseOptions = {
  /** The most bytes of one line without its line end; default 64 MiB, since a whole image comes in one line. */
  readonly maxLineBytes?: number;
  /** The most characters of `data` in one event; default 64 Mi (67,108,864). */
  readonly maxEventLength?: number;
  /**
   * True: an event with a name and without data, which the standard does not dispatch, is returned as the ignored line of its name;
   * default false. For an API whose events all have data.
   */
  readonly tellsEmpty?: boolean;
};

const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = 0xfeff;
const mebi = 1024 * 1024;

/** A line of more bytes gives its memory back once it is read, so that one image does not cost a stream its size for good. */
const fewBytes = 64 * 1024;

/** A parser for one body. See {@link SseParser}. */
export function createSseParser(options: SseOptions = {}): SseParser {
  const maxLineBytes = options.maxLineBytes ?? 64 * mebi;
  const tail = createByteBuffer();
  const event = createEventBuilder(options.maxEventLength ?? 64 * mebi, options.tellsEmpty ?? false);
  let atStart = true;
  let readBytes = 0;
  let wrongByte: number | null = null;
  let skipLineFeed = false;
  let fault: WireFormatError | null = null;

  const readWholeLines = (lines: Buffer, frames: SseFrame[]): void => {
    const tooLong = lines.length > maxLineBytes ? startOfLineLongerThan(lines, maxLineBytes) : -1;
    const text = lines.toString("utf8", 0, tooLong === -1 ? lines.length : tooLong);
    const wrong = wrongByte === null ? notUtf8At(lines, text) : null;
    if (wrong !== null) wrongByte = readBytes + wrong;
    readBytes += lines.length;
    const start = atStart && text.charCodeAt(0) === byteOrderMark ? 1 : 0;
    atStart = false;
    readLines(text, start, { event, frames });
    if (tooLong !== -1) throw lineTooLong(maxLineBytes);
  };

  const read = (bytes: Buffer, frames: SseFrame[]): void => {
    const wholeEnd = endOfLastLine(bytes);
    if (wholeEnd > 0) {
      const whole = bytes.subarray(0, wholeEnd);
      if (tail.length() === 0) {
        readWholeLines(whole, frames);
      } else {
        tail.append(whole);
        readWholeLines(tail.view(), frames);
        if (tail.length() > fewBytes) tail.detach();
        else tail.clear();
      }
      skipLineFeed = wholeEnd === bytes.length && bytes[wholeEnd - 1] === carriageReturn;
    }
    if (wholeEnd < bytes.length) tail.append(wholeEnd === 0 ? bytes : bytes.subarray(wholeEnd));
    if (tail.length() > maxLineBytes) throw lineTooLong(maxLineBytes);
  };

  const push = (bytes: Uint8Array): readonly SseFrame[] => {
    if (fault !== null) throw new WireFormatError(fault.kind, fault.message);
    if (bytes.length === 0) return [];
    const frames: SseFrame[] = [];
    const rest = skipLineFeed && bytes[0] === lineFeed ? bytes.subarray(1) : bytes;
    readBytes += bytes.length - rest.length;
    skipLineFeed = false;
    try {
      read(asBuffer(rest), frames);
    } catch (error) {
      if (!(error instanceof WireFormatError)) throw error;
      fault = new WireFormatError(error.kind, error.message, { sseFrames: frames });
      throw fault;
    }
    return frames;
  };

  const end: SseParser["end"] = () => {
    const line = tail.view().toString("utf8");
    const onlyByteOrderMark = atStart && line === "\ufeff";
    const pending = (tail.length() > 0 && !onlyByteOrderMark) || event.isOpen();
    return { pending, frames: [], open: event.fields(line) };
  };

  return { push, end, wrongByte: () => wrongByte };
}

/** Collects the fields of the current event. */
type EventBuilder = {
  readonly addData: (text: string) => void;
  /** False for a line that the standard ignores although something stands in it. */
  readonly addField: (line: string) => boolean;
  readonly isOpen: () => boolean;
  /** `line`: the line without an end. */
  readonly fields: (line: string) => OpenEvent;
  /** Ends the event at a blank line; null when it has no `data` line, because it is then not dispatched. */
  readonly close: () => SseFrame | null;
};

function createEventBuilder(maxLength: number, tellsEmpty: boolean): EventBuilder {
  let data: string | null = null;
  let event: string | null = null;
  let id: string | null = null;
  const addData = (text: string): void => {
    data = data === null ? text : `${data}\n${text}`;
    if (data.length > maxLength) throw eventTooLong(maxLength);
  };
  const emptied = (): SseFrame | null =>
    tellsEmpty && event !== null ? { kind: "ignored", line: `event: ${event}` } : null;
  return {
    addData,
    addField: (line) => {
      const colon = line.indexOf(":");
      const name = colon === -1 ? line : line.slice(0, colon);
      const value = colon === -1 ? "" : line.slice(line.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1);
      if (name === "data") addData(value);
      else if (name === "event") event = value;
      else if (name === "id" && !value.includes("\0")) id = value;
      else return name === "id" || name === "retry" || line.trim() === "";
      return true;
    },
    isOpen: () => data !== null || event !== null || id !== null,
    fields: (line) => ({ event, data, line }),
    close: () => {
      const frame: SseFrame | null = data === null ? emptied() : { kind: "event", event, data, id };
      data = null;
      event = null;
      id = null;
      return frame;
    },
  };
}

/** The current event, and the frames completed so far. */
type Sink = { readonly event: EventBuilder; readonly frames: SseFrame[] };

/** Reads lines that all have a line end. Searches `\n` and `\r` separately, each position once: O(n). */
function readLines(text: string, start: number, { event, frames }: Sink): void {
  let nextReturn = indexOrLength(text, "\r", start);
  let nextFeed = indexOrLength(text, "\n", start);
  for (let from = start; from < text.length; ) {
    const end = Math.min(nextFeed, nextReturn);
    if (end === from) closeEvent(event, frames);
    else if (text.startsWith("data: ", from) && end >= from + 6) event.addData(text.slice(from + 6, end));
    else if (text.charCodeAt(from) === 58) frames.push(commentOf(text.slice(from + 1, end)));
    else addField(text.slice(from, end), { event, frames });
    from = end + 1;
    if (end === nextReturn && nextFeed === from) from += 1;
    if (nextReturn < from) nextReturn = indexOrLength(text, "\r", from);
    if (nextFeed < from) nextFeed = indexOrLength(text, "\n", from);
  }
}

function addField(line: string, { event, frames }: Sink): void {
  if (!event.addField(line)) frames.push({ kind: "ignored", line });
}

function closeEvent(event: EventBuilder, frames: SseFrame[]): void {
  const frame = event.close();
  if (frame !== null) frames.push(frame);
}

/** `text`: the line after its colon. One leading space is not part of the comment. */
function commentOf(text: string): SseFrame {
  return { kind: "comment", text: text.startsWith(" ") ? text.slice(1) : text };
}

function indexOrLength(text: string, what: string, from: number): number {
  const index = text.indexOf(what, from);
  return index === -1 ? text.length : index;
}

/** The offset after the last line end; 0 when there is none. */
function endOfLastLine(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] !== lineFeed && bytes[end - 1] !== carriageReturn) end -= 1;
  return end;
}

/** The offset of the first line of more than `max` bytes; -1 when there is none. */
function startOfLineLongerThan(lines: Uint8Array, max: number): number {
  let start = 0;
  for (let offset = 0; offset < lines.length; offset += 1) {
    if (lines[offset] !== lineFeed && lines[offset] !== carriageReturn) continue;
    if (offset - start > max) return start;
    start = offset + 1;
  }
  return -1;
}

function lineTooLong(max: number): WireFormatError {
  return new WireFormatError("line-too-long", `an SSE line is longer than ${max} bytes, the most that we read`);
}

function eventTooLong(max: number): WireFormatError {
  return new WireFormatError(
    "event-too-long",
    `an SSE event has more than ${max} characters of data, the most that we read`,
  );
}
