import { headerOf, type WireHeaders } from "../exchange.js";
import { asBuffer } from "./byte-buffer.js";
import { createEventStreamParser, stringHeader } from "./event-stream.js";
import { isAwsEventStream } from "./is-aws-event-stream.js";
import { WireFormatError } from "./wire-format-error.js";

/**
 * One event of a body: offset and length in bytes, and its name. The name `tail`: bytes after the last complete event.
 */
export type FramePlace = { readonly offset: number; readonly length: number; readonly name: string };

/**
 * The events of a recorded body in order, for a person who inspects the bytes: frames of an AWS event stream by type,
 * events of SSE by kind (`comment`, `data`, `error`, `finish`, `[DONE]`), any other body as one `body`; an empty one:
 * none.
 */
export function framePlaces(body: Uint8Array, headers: WireHeaders): readonly FramePlace[] {
  if (body.length === 0) return [];
  if (isAwsEventStream(headers)) return eventFrames(body);
  if (headerOf(headers, "content-type")?.toLowerCase().includes("event-stream")) return sseEvents(body);
  return [{ offset: 0, length: body.length, name: "body" }];
}

function eventFrames(body: Uint8Array): readonly FramePlace[] {
  const bytes = asBuffer(body);
  const places: FramePlace[] = [];
  let offset = 0;
  while (offset + 16 <= bytes.length) {
    const length = bytes.readUInt32BE(offset);
    if (length < 16 || offset + length > bytes.length) break;
    places.push({ offset, length, name: frameName(bytes.subarray(offset, offset + length)) });
    offset += length;
  }
  return withTail(places, offset, bytes.length);
}

function frameName(frame: Uint8Array): string {
  try {
    const [read] = createEventStreamParser().push(frame);
    if (read === undefined) return "frame";
    return (
      stringHeader(read, ":event-type") ??
      stringHeader(read, ":exception-type") ??
      stringHeader(read, ":error-code") ??
      "frame"
    );
  } catch (error) {
    if (error instanceof WireFormatError) return `broken frame: ${error.message}`;
    throw error;
  }
}

function sseEvents(body: Uint8Array): readonly FramePlace[] {
  const text = asBuffer(body).toString("latin1");
  const places: FramePlace[] = [];
  let offset = 0;
  for (const match of text.matchAll(/[\s\S]*?(?:\r\n\r\n|\n\n|\r\r)/g)) {
    places.push({ offset: match.index, length: match[0].length, name: sseName(match[0]) });
    offset = match.index + match[0].length;
  }
  return withTail(places, offset, text.length);
}

function sseName(event: string): string {
  if (event.startsWith(":")) return "comment";
  if (/^data: ?\[DONE\]/m.test(event)) return "[DONE]";
  if (/"error":\s*\{/.test(event)) return "error";
  return /"finish_reason":\s*"/.test(event) ? "finish" : "data";
}

function withTail(places: readonly FramePlace[], offset: number, end: number): readonly FramePlace[] {
  return offset === end ? places : [...places, { offset, length: end - offset, name: "tail" }];
}
