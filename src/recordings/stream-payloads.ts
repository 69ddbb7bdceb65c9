import { spokenApis } from "../adapters/registry.js";
import type { SpokenApi } from "../adapters/spoken-api.js";
import { isJsonObject, type JsonObject } from "../chat/json.js";
import { encodeEventFrame } from "../wire/frames/event-stream.js";
import { endMarkAfter, isFramed, payloadApi } from "./identify/response-shape.js";
import type { Loss } from "./interaction.js";

/** A stream that was framed again: one piece for each payload, and one for an end mark that was added. */
export type FramedPayloads = {
  readonly contentType: string;
  readonly pieces: readonly Uint8Array[];
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

/**
 * Frames the payloads of one stream as its API frames them: the events of a Bedrock API as AWS event-stream frames, any other
 * as SSE. Adds the end mark, which is not JSON, after a stream that has finished. null: an event of an AWS stream is not an
 * object with one member, named after the event.
 */
export function framedPayloads(
  payloads: readonly JsonObject[],
  spoken: readonly SpokenApi[] = spokenApis,
): FramedPayloads | null {
  const api = payloads.map((one) => payloadApi(one, spoken)).find((one) => one !== null) ?? null;
  return isFramed(api, spoken) ? awsFrames(payloads) : sseEvents(payloads, spoken);
}

function awsFrames(payloads: readonly JsonObject[]): FramedPayloads | null {
  const pieces = payloads.map(eventFrame);
  const whole = pieces.filter((one) => one !== null);
  if (whole.length < pieces.length) return null;
  const losses = ["wire-text", "key-order", "frames"] as const;
  return { contentType: "application/vnd.amazon.eventstream", pieces: whole, losses, notes: [] };
}

/** One event as the AWS SDKs return it, an object with one member named after the event, as a frame; null: another object. */
export function eventFrame(payload: JsonObject): Uint8Array | null {
  const [event, ...more] = Object.entries(payload);
  if (event === undefined || more.length > 0 || !isJsonObject(event[1])) return null;
  const [name, content] = event;
  const isException = name.endsWith("Exception");
  return encodeEventFrame(
    [
      [isException ? ":exception-type" : ":event-type", name],
      [":content-type", "application/json"],
      [":message-type", isException ? "exception" : "event"],
    ],
    new TextEncoder().encode(JSON.stringify(content)),
  );
}

function sseEvents(payloads: readonly JsonObject[], spoken: readonly SpokenApi[]): FramedPayloads {
  const mark = endMarkAfter(payloads, spoken);
  const events = [...payloads.map((one) => JSON.stringify(one)), ...(mark === null ? [] : [mark])];
  return {
    contentType: "text/event-stream",
    pieces: events.map((event) => new TextEncoder().encode(`data: ${event}\n\n`)),
    losses: ["wire-text", "key-order", "frames"],
    notes: mark === null ? [] : ["the end mark of the stream was added: the recording holds only payloads"],
  };
}
