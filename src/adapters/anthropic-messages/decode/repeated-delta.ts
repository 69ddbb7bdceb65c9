import type { ChatEvent } from "../../../chat/event.js";
import type { SseFrame } from "../../../wire/frames/sse.js";
import { holeOf, type TextHole, textInHole } from "../../text-hole.js";
import type { Step, StreamState } from "./stream-state.js";

type TextEvent = Extract<ChatEvent, { kind: "text-delta" | "reasoning-delta" }>;

/** A delta that changed nothing of the state: while the state is the same one, an event that differs only in its text does the same. */
export type RepeatedDelta = {
  readonly hole: TextHole;
  readonly name: string | null;
  readonly part: number;
  readonly kind: TextEvent["kind"];
  readonly state: StreamState;
};

const members: { readonly [Kind in TextEvent["kind"]]: readonly string[] } = {
  "text-delta": ["text"],
  "reasoning-delta": ["thinking"],
};

/** What a frame that was just read may repeat; null when reading it did more than emit one piece of text. `before`: the state it was read in. */
export function repeatedDelta(frame: SseFrame, before: StreamState, { state, events }: Step): RepeatedDelta | null {
  const [event] = events;
  if (frame.kind !== "event" || state !== before || events.length !== 1 || event === undefined) return null;
  if (event.kind !== "text-delta" && event.kind !== "reasoning-delta") return null;
  const { kind, part } = event;
  const hole = holeOf(frame.data, members[kind], event.text);
  return hole === null ? null : { hole, name: frame.event, part, kind, state };
}

/** The event of a frame that repeats a delta; null: it is another one, or the state has changed. */
export function readRepeated(delta: RepeatedDelta, state: StreamState, frame: SseFrame): TextEvent | null {
  if (frame.kind !== "event" || delta.state !== state || frame.event !== delta.name) return null;
  const text = textInHole(delta.hole, frame.data);
  // A byte order mark inside an event is noted.
  if (text === null || text.includes("\ufeff")) return null;
  return { kind: delta.kind, part: delta.part, text };
}
