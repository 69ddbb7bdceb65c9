/**
 * One typed header of an event-stream frame. Integers of up to 32 bits are numbers; `long` and `timestamp`
 * (milliseconds since 1970) are bigints, so that no value is rounded; `uuid` is its 36-character form.
 */
export type EventHeader =
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "byte" | "short" | "integer"; readonly value: number }
  | { readonly type: "long" | "timestamp"; readonly value: bigint }
  | { readonly type: "binary"; readonly value: Uint8Array }
  | { readonly type: "string" | "uuid"; readonly value: string };

/**
 * One frame of an `application/vnd.amazon.eventstream` body. Of a header that is repeated the last stands, which is
 * how the AWS SDK reads it (@smithy/core 3.41.0, run 2026). `payload` may be a view of the pushed chunk: copy it
 * before the chunk is reused.
 */
export type EventFrame = { readonly headers: ReadonlyMap<string, EventHeader>; readonly payload: Uint8Array };

/**
 * One thing an SSE body said. `event` and `id` are this event's own fields (an `id` is not carried over to later
 * events as a browser would); null: no such line. `retry` and unknown fields are ignored, as the standard says.
 */
export type SseFrame =
  | { readonly kind: "event"; readonly event: string | null; readonly data: string; readonly id: string | null }
  | { readonly kind: "comment"; readonly text: string };
