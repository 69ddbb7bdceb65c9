import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { encodeEventFrame } from "../../wire/frames/event-stream.js";

/** An event as the AWS SDKs return it: an object with one member, named after the event; null for another object. */
export function eventIn(payload: JsonObject): readonly [name: string, content: JsonObject] | null {
  const [event, ...more] = Object.entries(payload);
  return event !== undefined && more.length === 0 && isJsonObject(event[1]) ? [event[0], event[1]] : null;
}

/** An event stream of these events. The framing is ours. */
export function eventStreamOf(events: readonly (readonly [name: string, content: unknown])[]): Uint8Array {
  return new Uint8Array(Buffer.concat(events.map(([name, content]) => frameOf(name, content))));
}

function frameOf(name: string, content: unknown): Uint8Array {
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

/** The event of InvokeModelWithResponseStream that carries one payload of the model: base64 of its JSON. */
export function chunkEvent(payload: unknown): readonly [name: string, content: JsonObject] {
  return ["chunk", { bytes: Buffer.from(JSON.stringify(payload)).toString("base64") }];
}
