/**
 * One typed header of an event-stream frame. Integers of up to 32 bits are numbers; `long` and `timestamp`
 * (milliseconds since 1970) are bigints, so that no value is rounded. `uuid` has the 36-character form.
 */
export type EventHeader =
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "byte" | "short" | "integer"; readonly value: number }
  | { readonly type: "long" | "timestamp"; readonly value: bigint }
  | { readonly type: "binary"; readonly value: Uint8Array }
  | { readonly type: "string" | "uuid"; readonly value: string };

/**
 * One frame of an `application/vnd.amazon.eventstream` body. The last value of a repeated header counts, as in the AWS
 * SDK (@smithy/core 3.41.0, run 2026). `payload` may be a view of the pushed chunk: copy it before reusing the chunk.
 */
export type EventFrame = { readonly headers: ReadonlyMap<string, EventHeader>; readonly payload: Uint8Array };

/**
 * One event or comment of an SSE body. `event` and `id` are the fields of this event (an `id` is not carried over to
 * later events, as a browser would); null: no such line. `retry` is ignored, and so are unknown fields, as the standard
 * requires: `ignored` is such a line with something in it, which may be an error that was written without `data:`, or a
 * `data` line that was damaged on its way.
 */
export type SseFrame =
  | { readonly kind: "event"; readonly event: string | null; readonly data: string; readonly id: string | null }
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "ignored"; readonly line: string };
