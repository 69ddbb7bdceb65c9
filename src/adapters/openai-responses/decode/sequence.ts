import type { JsonObject } from "../../../chat/json.js";
import { numberAt } from "../wire.js";
import { type Draft, noteEach } from "./stream-state.js";

/**
 * Follows the numbers of the events, which go from 0 by 1 (OpenAI API, openai-node 6.49.0: sequence_number): one that is lost, comes
 * twice or out of order shows. Some hosts send none.
 */
export function followSequence(draft: Draft, event: JsonObject, type: string): void {
  const number = numberAt(event, "sequence_number");
  if (number === null) return;
  const expected = draft.sequence === null ? 0 : draft.sequence + 1;
  if (number > expected) {
    const range = number === expected + 1 ? `event ${expected} is` : `events ${expected} to ${number - 1} are`;
    noteEach(draft, "sequence-gap", `${range} missing before ${type}`);
  } else if (number < expected) {
    const words = number === expected - 1 ? "came twice" : `came after event ${expected - 1}`;
    noteEach(
      draft,
      number === expected - 1 ? "sequence-repeated" : "sequence-order",
      `event ${number} (${type}) ${words}`,
    );
  }
  draft.sequence = Math.max(number, draft.sequence ?? 0);
}
