import type { ChatEvent } from "../../chat/event.js";

/**
 * Closes a reply that fails, by the function that closes one that came whole, and takes back the ends of parts that it emits: what a
 * failure cut off has no end.
 */
export function cutParts(draft: { events: ChatEvent[] }, endParts: () => void): void {
  const { length } = draft.events;
  endParts();
  const added = draft.events.splice(length);
  draft.events.push(...added.filter(({ kind }) => kind !== "part-end"));
}
