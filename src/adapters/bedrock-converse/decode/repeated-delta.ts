import type { ChatEvent } from "../../../chat/event.js";
import { asBuffer } from "../../../wire/frames/byte-buffer.js";
import type { EventFrame } from "../../../wire/frames/event-stream.js";
import { replacement } from "../../../wire/utf8.js";
import { holeOf, type PaddedHole, paddedHole, type TextHole, textInHole, textInPaddedHole } from "../../text-hole.js";
import type { Step, StreamState } from "./stream-state.js";

type DeltaEvent = Extract<ChatEvent, { kind: "text-delta" | "reasoning-delta" | "tool-call-delta" }>;

/** A delta that changed nothing of the state: while the state is the same one, an event that differs only in its text does the same. */
export type RepeatedDelta = {
  readonly hole: TextHole;
  /** The same where the event ends with padding (`p`); null: it does not. */
  readonly padded: PaddedHole | null;
  readonly headers: EventFrame["headers"];
  readonly part: number;
  readonly kind: DeltaEvent["kind"];
  readonly state: StreamState;
};

const members: { readonly [Kind in DeltaEvent["kind"]]: readonly string[] } = {
  "text-delta": ["text"],
  "reasoning-delta": ["text"],
  "tool-call-delta": ["input"],
};

/** What a frame that was just read may repeat; null when reading it did more than emit one piece of text. `before`: the state it was read in. */
export function repeatedDelta(frame: EventFrame, before: StreamState, { state, events }: Step): RepeatedDelta | null {
  const [event] = events;
  if (state !== before || events.length !== 1 || event === undefined || !isDelta(event)) return null;
  const { kind, part } = event;
  const data = textOf(frame);
  const hole = data.includes('"reasoningText"') ? null : holeOf(data, members[kind], pieceOf(event));
  if (hole === null) return null;
  return { hole, padded: paddedHole(hole, "p"), headers: frame.headers, part, kind, state };
}

/** The event of a frame that repeats a delta; null: it is another one, or the state has changed. */
export function readRepeated(delta: RepeatedDelta, state: StreamState, frame: EventFrame): DeltaEvent | null {
  const { hole, padded, part, kind } = delta;
  // A parser gives the headers of equal frames as one map.
  if (delta.state !== state || frame.headers !== delta.headers) return null;
  const data = textOf(frame);
  const text = padded === null ? textInHole(hole, data) : textInPaddedHole(padded, data);
  // Bytes that are not UTF-8 are noted.
  if (text === null || data.includes(replacement)) return null;
  return kind === "tool-call-delta" ? { kind, part, argumentsText: text } : { kind, part, text };
}

function isDelta(event: ChatEvent): event is DeltaEvent {
  return Object.hasOwn(members, event.kind);
}

function pieceOf(event: DeltaEvent): string {
  return event.kind === "tool-call-delta" ? event.argumentsText : event.text;
}

function textOf({ payload }: EventFrame): string {
  return asBuffer(payload).toString();
}
