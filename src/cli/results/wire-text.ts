import { headerOf, type RecordedExchange, type WireHeaders } from "../../wire/exchange.js";
import { createEventStreamParser, stringHeader } from "../../wire/frames/event-stream.js";
import type { EventFrame } from "../../wire/frames/frame.js";
import { type FramePlace, framePlaces } from "../../wire/frames/frame-places.js";
import { isAwsEventStream } from "../../wire/frames/is-aws-event-stream.js";
import { WireFormatError } from "../../wire/frames/wire-format-error.js";
import type { HarEntry } from "../../wire/har/har.js";
import { parseJson } from "../../wire/json.js";

/**
 * One exchange for people: request and reply with the headers that are stored, JSON indented, a stream as one line for each event with
 * its offset. `number`: its index in the file, from 0. For the bytes as they are, see {@link wireBytes}.
 */
export function wireText({ exchange, step, attempt }: HarEntry, number: number): string {
  const { request, response, end, error } = exchange;
  const body = replyBody(exchange);
  return [
    `── exchange ${number}: step ${step}, attempt ${attempt}`,
    ...headLines(`${request.method} ${request.url}`, request.headers),
    sizeLine("request body", request.body?.length ?? 0),
    ...bodyLines(request.body ?? new Uint8Array(), request.headers),
    "",
    ...(response === null ? ["no response"] : headLines(`HTTP ${response.status}`, response.headers)),
    `${sizeLine("reply body", body.length)}, ended by ${end}${error === null ? "" : ` (${error.kind}: ${error.message})`}`,
    ...bodyLines(body, response?.headers ?? []),
  ].join("\n");
}

/** One exchange as it was on the wire: the line and the headers that are stored, then the body, byte by byte; request before reply. */
export function wireBytes({ exchange }: HarEntry): Buffer {
  const { request, response } = exchange;
  const head = (line: string, headers: WireHeaders) => Buffer.from(`${headLines(line, headers).join("\n")}\n\n`);
  return Buffer.concat([
    head(`${request.method} ${request.url}`, request.headers),
    request.body ?? new Uint8Array(),
    Buffer.from("\n\n"),
    response === null ? Buffer.from("no response\n\n") : head(`HTTP ${response.status}`, response.headers),
    replyBody(exchange),
    Buffer.from("\n"),
  ]);
}

/** The whole body of a reply, as far as it arrived. */
export function replyBody({ chunks }: RecordedExchange): Buffer {
  return Buffer.concat(chunks.map(([, bytes]) => bytes));
}

function headLines(line: string, headers: WireHeaders): readonly string[] {
  return [line, ...headers.map(([name, value]) => `${name}: ${value}`)];
}

function sizeLine(what: string, bytes: number): string {
  return `${what}: ${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
}

function bodyLines(body: Uint8Array, headers: WireHeaders): readonly string[] {
  const places = framePlaces(body, headers);
  const isStream = headerOf(headers, "content-type")?.toLowerCase().includes("event") ?? false;
  if (!isStream) return body.length === 0 ? [] : indented(textOf(body)).split("\n");
  return places.map((place) => {
    const bytes = body.subarray(place.offset, place.offset + place.length);
    return `  at ${String(place.offset).padStart(7)}  ${place.name} (${place.length})  ${eventText(place, bytes, headers)}`;
  });
}

function eventText({ name }: FramePlace, bytes: Uint8Array, headers: WireHeaders): string {
  if (!isAwsEventStream(headers))
    return textOf(bytes)
      .trimEnd()
      .replaceAll(/\r\n|\r|\n/g, " ⏎ ");
  if (name === "tail") return `${bytes.length} bytes of a frame that did not arrive whole`;
  try {
    const [frame] = createEventStreamParser().push(bytes);
    return frame === undefined ? "" : frameText(frame);
  } catch (error) {
    if (error instanceof WireFormatError) return "";
    throw error;
  }
}

/** The payload; the body that InvokeModel wraps in base64 is shown unwrapped. */
function frameText(frame: EventFrame): string {
  const text = textOf(frame.payload);
  const message = stringHeader(frame, ":error-message");
  const parsed = parseJson(text);
  const wrapped = parsed.ok ? (parsed.value as { readonly bytes?: unknown } | null)?.bytes : undefined;
  if (typeof wrapped === "string") return `bytes: ${textOf(Buffer.from(wrapped, "base64"))}`;
  return message === null ? text : `${message} ${text}`.trimEnd();
}

/** JSON over several lines; any other text as it is. */
function indented(text: string): string {
  const parsed = parseJson(text);
  return parsed.ok ? JSON.stringify(parsed.value, null, 2) : text;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
