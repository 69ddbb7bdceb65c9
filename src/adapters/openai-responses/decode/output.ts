import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { noteEach, noteOnce } from "../../draft-notes.js";
import { listAt } from "../../openai/wire-members.js";
import { beginItem } from "./items.js";
import { emitDetails, settleItem } from "./settle-item.js";
import type { Draft } from "./stream-state.js";

/**
 * Reads the output that a response repeats at its end, or the whole output of one that did not stream. Items that came in pieces are
 * compared, and items that did not come are added. `type`: the terminal event; null: the body is the response.
 */
export function readOutput(draft: Draft, response: JsonObject, type: string | null): void {
  const output = listAt(response, "output");
  const source = type ?? "the output";
  noteOpenItems(draft);
  if (output === null) noteOnce(draft, "message-missing", "the response has no output");
  else if (output.length > 0 || draft.items.length === 0) readItems(draft, output, source);
  keepOpenReasoning(draft);
}

function readItems(draft: Draft, output: readonly JsonValue[], source: string): void {
  const begun = placesOf(draft);
  const isWhole = begun.length === output.length;
  for (const [index, wire] of output.entries()) {
    if (!isJsonObject(wire)) {
      noteOnce(draft, "unknown-content", `an item of the output is no object: ${JSON.stringify(wire).slice(0, 120)}`);
      continue;
    }
    const known = isWhole ? begun[index] : begun.find((place) => draft.items[place]?.index === index);
    if (known === undefined && begun.length > 0)
      noteEach(draft, "pieces-differ", `item ${index} came only in ${source}`);
    settleItem(draft, known ?? beginItem(draft, index, wire), { wire, source });
  }
  for (const place of begun.slice(output.length)) {
    noteEach(draft, "pieces-differ", `item ${draft.items[place]?.index ?? place} is missing in ${source}`);
  }
}

/** The places of the items that came, by their index: it need not count from 0, but it keeps their order. */
function placesOf({ items }: Draft): readonly number[] {
  const indexOf = (place: number) => items[place]?.index ?? place;
  return [...items.keys()].toSorted((a, b) => indexOf(a) - indexOf(b));
}

function noteOpenItems(draft: Draft): void {
  const open = [...draft.items.entries()].filter(([, item]) => !item.isDone);
  if (open.length === 0) return;
  const names = open.map(([at, { index }]) => index ?? at).join(", ");
  noteOnce(draft, "block-end-missing", `no end came of item ${names}`);
}

/** What is known of reasoning whose end never came is kept. */
function keepOpenReasoning(draft: Draft): void {
  for (const [at, { type, wire, isDone }] of draft.items.entries()) {
    if (!isDone && type === "reasoning" && wire !== null) emitDetails(draft, at, wire);
  }
}
