import type { JsonObject } from "../../../chat/json.js";
import { noteEach } from "../../draft-notes.js";
import { numberAt } from "../../openai/wire-members.js";
import type { Draft } from "./stream-state.js";

/**
 * Follows the numbers of the events, which go from 0 by 1 (OpenAI API, openai-node 6.49.0: sequence_number): one that is lost, comes
 * twice or out of order shows. Some hosts send none, or a negative number in place of one; where the first event is the stream's
 * beginning, its number is where the host begins to count.
 */
export function followSequence(draft: Draft, event: JsonObject, type: string): void {
  const number = numberAt(event, "sequence_number");
  if (number === null || number < 0) return;
  const expected = draft.sequence === null ? firstOf(number, type) : draft.sequence + 1;
  if (number > expected) {
    const range = number === expected + 1 ? `event ${expected} is` : `events ${expected} to ${number - 1} are`;
    noteEach(draft, "sequence-gap", `${range} missing before ${type}`);
  } else if (number === expected - 1) noteEach(draft, "sequence-repeated", `event ${number} (${type}) came twice`);
  else if (number < expected) {
    noteEach(draft, "sequence-order", `event ${number} (${type}) came after event ${expected - 1}`);
  }
  draft.sequence = Math.max(number, draft.sequence ?? 0);
}

function firstOf(number: number, type: string): number {
  return type === "response.created" || type === "response.queued" ? number : 0;
}
