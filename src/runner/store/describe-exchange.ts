import type { JsonValue } from "../../chat/json.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import { createEventStreamParser, stringHeader } from "../../wire/frames/event-stream.js";
import { isAwsEventStream } from "../../wire/frames/is-aws-event-stream.js";

/**
 * The events of a recorded AWS event stream, for a person who reads the fixture; null for any other body, and for a stream
 * whose frames cannot be parsed. Replay never reads them.
 */
export function describeExchange({ response, chunks }: RecordedExchange): JsonValue[] | null {
  if (response === null || !isAwsEventStream(response.headers)) {
    return null;
  }
  const parser = createEventStreamParser();
  try {
    return chunks.flatMap(([, bytes]) =>
      parser.push(bytes).map((frame) => ({
        type: stringHeader(frame, ":event-type") ?? stringHeader(frame, ":exception-type"),
        payload: payloadOf(frame.payload),
      })),
    );
  } catch {
    return null;
  }
}

function payloadOf(bytes: Uint8Array): JsonValue {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
