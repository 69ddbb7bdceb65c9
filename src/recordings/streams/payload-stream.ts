import type { SpokenApi } from "../../adapters/spoken-api.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { RecordingError } from "../format.js";
import { endMarkAfter, isFramed, payloadApi } from "../identify/response-shape.js";
import type { Loss } from "../interaction.js";
import { chunkEvent, eventIn, eventStreamOf } from "./event-frames.js";

/** `place`: names the payload with this index in messages. `texts`: their JSON, if it was kept; default: written again. */
type From = {
  readonly file: string;
  readonly place: (index: number) => string;
  readonly spoken: readonly SpokenApi[];
  readonly texts?: readonly string[];
};

/** A body made from payloads, and what it says about itself. */
export type PayloadStream = {
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly lost: readonly Loss[];
  readonly notes: readonly string[];
};

/**
 * The body of the stream whose payloads these are: SSE, or an AWS event stream of events as the SDKs return them. Messages of
 * Anthropic with an id of Bedrock become the chunks of InvokeModel. Throws {@link RecordingError} for a payload that is no event.
 */
export function payloadStream(payloads: readonly JsonObject[], from: From): PayloadStream {
  const [first] = payloads;
  if (first === undefined) throw new RecordingError({ file: from.file, interaction: 0 }, "the file has no payload");
  if (isFramed(payloadApi(first, from.spoken), from.spoken)) {
    return awsStream(payloads.map((payload, index) => eventOf(payload, from.place(index), from.file)));
  }
  return isBedrockMessage(first) ? awsStream(payloads.map(chunkEvent)) : sseBody(payloads, from);
}

function awsStream(events: readonly (readonly [name: string, content: unknown])[]): PayloadStream {
  return {
    contentType: "application/vnd.amazon.eventstream",
    body: eventStreamOf(events),
    lost: ["wire-text", "key-order", "frames"],
    notes: [],
  };
}

function eventOf(payload: JsonObject, where: string, file: string): readonly [string, JsonObject] {
  const event = eventIn(payload);
  if (event !== null) return event;
  throw new RecordingError(
    { file, interaction: 0 },
    `${where} is not an event: an object with one member, named after the event`,
  );
}

/** The payloads of InvokeModelWithResponseStream, taken out of their chunks: only Bedrock gives such ids. */
function isBedrockMessage({ type, message }: JsonObject): boolean {
  const id = type === "message_start" && isJsonObject(message) ? message["id"] : null;
  return typeof id === "string" && /^msg_(?:bdrk_|bedrock_)/.test(id);
}

/** Such files leave out the end mark, which is not JSON. It is added back after a stream that has finished. */
function sseBody(payloads: readonly JsonObject[], { spoken, texts }: From): PayloadStream {
  const mark = endMarkAfter(payloads, spoken);
  const data = [...(texts ?? payloads.map((one) => JSON.stringify(one))), ...(mark === null ? [] : [mark])];
  const notes = mark !== null ? ["the end mark of the stream was added: the file holds only payloads"] : [];
  return {
    contentType: "text/event-stream",
    body: new TextEncoder().encode(data.map((text) => `data: ${text}\n\n`).join("")),
    lost: texts === undefined ? ["wire-text", "key-order", "frames"] : ["frames"],
    notes,
  };
}
