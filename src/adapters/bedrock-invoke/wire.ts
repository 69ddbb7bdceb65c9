import type { ChatFailure } from "../../chat/failure.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { TransportError } from "../../wire/exchange.js";
import { type EventFrame, stringHeader } from "../../wire/frames/event-stream.js";
import { parseJson } from "../../wire/json.js";
import { notUtf8At } from "../../wire/utf8.js";

/**
 * An event of a stream's outer layer, from our decoder or the SDK's: the inner JSON of a `chunk` as bytes, an exception, or
 * the end. `end` is the last event.
 */
export type OuterEvent =
  | { readonly kind: "record"; readonly bytes: Uint8Array }
  | { readonly kind: "unknown"; readonly name: string }
  | { readonly kind: "exception"; readonly type: string | null; readonly message: string; readonly raw: string | null }
  | { readonly kind: "end"; readonly how: StreamEnd };

/** `pending`: the body ended cleanly, but inside a frame. `classified`: the failure is known already. */
export type StreamEnd =
  | { readonly kind: "eof"; readonly pending: boolean }
  | { readonly kind: "transport"; readonly error: TransportError }
  | { readonly kind: "format"; readonly message: string }
  | { readonly kind: "classified"; readonly failure: ChatFailure };

/**
 * One frame of `InvokeModelWithResponseStream`: `chunk` with `{"bytes": base64, "p": padding}`, an exception
 * (`:message-type exception`, `:exception-type throttlingException`), or an error without a body. The padding is dropped.
 * Source: the Smithy model of bedrock-runtime (2023-09-30) and 65 recorded streams.
 */
export function readFrame(frame: EventFrame): OuterEvent {
  const messageType = stringHeader(frame, ":message-type");
  if (messageType === "exception") return readException(frame, stringHeader(frame, ":exception-type"));
  if (messageType === "error") {
    const message = stringHeader(frame, ":error-message");
    return { kind: "exception", type: stringHeader(frame, ":error-code"), message: message ?? noMessage, raw: null };
  }
  const name = stringHeader(frame, ":event-type");
  if (name !== "chunk") return { kind: "unknown", name: String(name) };
  const payload = parseObject(frame.payload);
  const bytes = payload?.["bytes"];
  if (typeof bytes !== "string") {
    return { kind: "end", how: { kind: "format", message: "a chunk frame without the bytes of a record" } };
  }
  return { kind: "record", bytes: Buffer.from(bytes, "base64") };
}

/** The message of an error without one; `classifyException` fills it in. */
export const noMessage = "";

/** A record or payload as an object; null when it is not one. */
export function parseObject(bytes: Uint8Array): JsonObject | null {
  const parsed = parseJson(textOf(bytes));
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
}

/**
 * The JSON of one record. `value` null: it is not an object, and `tooDeep` says whether our limit is why. `wrongByte`: the
 * offset of its first byte that is not UTF-8; null: there is none.
 */
export function readRecord(bytes: Uint8Array): {
  readonly value: JsonObject | null;
  readonly tooDeep: boolean;
  readonly wrongByte: number | null;
} {
  const text = textOf(bytes);
  const parsed = parseJson(text);
  return {
    value: parsed.ok && isJsonObject(parsed.value) ? parsed.value : null,
    tooDeep: !parsed.ok && parsed.tooDeep,
    wrongByte: notUtf8At(bytes, text),
  };
}

/** Decodes UTF-8 text; invalid bytes become U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

const utf8 = new TextDecoder();

function readException(frame: EventFrame, type: string | null): OuterEvent {
  const raw = textOf(frame.payload);
  const message = parseObject(frame.payload)?.["message"];
  return { kind: "exception", type, message: typeof message === "string" ? message : raw, raw };
}
