import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import type { JsonObject } from "../../chat/json.js";
import { endMarkAfter, isFramed, payloadApi } from "../identify/response-shape.js";
import type { Loss } from "../interaction.js";
import { chunkEvent, eventIn, eventStreamOf } from "./event-frames.js";

/** A stream that was framed again: one piece for each payload, and one for an end mark that was added. */
export type FramedPayloads = {
  readonly contentType: string;
  readonly pieces: readonly Uint8Array[];
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

/**
 * Frames the payloads of one stream as its API frames them, each on its own: the events of a Bedrock API as AWS event-stream
 * frames, any other as SSE. `contentType`: the recorded one, which says that other payloads came in such frames too. Adds the
 * end mark, which is not JSON, after a stream that has finished. null: an event of an AWS stream is not an object with one
 * member, named after the event.
 */
export function framedPayloads(
  payloads: readonly JsonObject[],
  contentType: string,
  spoken: readonly SpokenApi[] = spokenApis,
): FramedPayloads | null {
  const api = payloads.map((one) => payloadApi(one, spoken)).find((one) => one !== null) ?? null;
  if (isFramed(api, spoken)) return awsFrames(payloads.map(eventIn));
  return contentType.includes("amazon.eventstream") ? awsFrames(payloads.map(chunkEvent)) : sseEvents(payloads, spoken);
}

function awsFrames(events: readonly (readonly [name: string, content: unknown] | null)[]): FramedPayloads | null {
  const whole = events.filter((one) => one !== null);
  if (whole.length < events.length) return null;
  return {
    contentType: "application/vnd.amazon.eventstream",
    pieces: whole.map((event) => eventStreamOf([event])),
    losses: ["wire-text", "key-order", "frames"],
    notes: [],
  };
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
