import type { JsonObject } from "../../../chat/json.js";
import { noteEach, noteOnce } from "../../draft-notes.js";
import { numberAt, objectAt, textAt } from "../../openai/wire-members.js";
import { readPart } from "./content-part.js";
import type { TextEvent } from "./event-kinds.js";
import { expectMore } from "./growing-text.js";
import { beginItem, continueItem, indexOf, isAnotherKind, itemOf, openPart, placeOf } from "./items.js";
import { takeLogprobs } from "./logprobs.js";
import { settleItem } from "./settle-item.js";
import type { Draft } from "./stream-state.js";
import { beginText, growText, settleText, type TextAddress } from "./texts.js";

/** Reads the beginning or the end of an item. */
export function stepItem(draft: Draft, event: JsonObject, type: string): void {
  const wire = objectAt(event, "item");
  if (wire === null) {
    noteEach(draft, "delta-missing", `${type} has no item`);
    return;
  }
  const index = indexOf(event);
  const place = placeOf(draft, event, index);
  const known = draft.items[place];
  const isAnother = known === undefined || isAnotherKind(known, wire);
  if (known !== undefined && isAnother) {
    noteEach(draft, "block-index-reused", `index ${index} has ${known.type}, and then ${textAt(wire, "type")}`);
  }
  if (type === "response.output_item.added") {
    if (isAnother) beginItem(draft, index, wire);
    else if (known.wire === null) openPart(draft, place, wire);
    else noteEach(draft, "block-start-repeated", `item ${index ?? place} began twice`);
    return;
  }
  if (known?.isDone === true && !isAnother) noteEach(draft, "block-end-repeated", `item ${index ?? place} ended twice`);
  // Codex sends every item only here, others each item of a kind.
  settleItem(draft, isAnother ? beginItem(draft, index, wire) : place, { wire, source: type });
}

/** Reads an event of one text. */
export function stepText(
  draft: Draft,
  event: JsonObject,
  { type, role, list, kind, member }: TextEvent & { readonly type: string },
): void {
  const item = openItemOf(draft, event, { type, role });
  const index =
    list === "arguments" ? 0 : (numberAt(event, list === "summary" ? "summary_index" : "content_index") ?? 0);
  const address: TextAddress = { item, place: { list, index }, kind };
  if (role === "part-begin" || role === "part-end") {
    stepPart(draft, event, { type, role, address });
    return;
  }
  const from = draft.events.length;
  const text = textAt(event, member);
  if (text === null) noteEach(draft, "delta-missing", `${type} has no ${member}`);
  else if (role === "piece") {
    growText(draft, address, text);
    if (indexOf(event) === numberAt(event, "output_index")) expectMore(draft, { item, type, place: address.place });
  } else settleText(draft, address, { whole: text, source: type });
  const source = role === "piece" ? null : type;
  if (kind === "text") takeLogprobs(draft, event["logprobs"], { ...address, source, from });
}

/** The item of an event of a text. One that continues after its end is another item, as its parts have ended. */
function openItemOf(
  draft: Draft,
  event: JsonObject,
  { type, role }: { readonly type: string; readonly role: TextEvent["role"] },
): number {
  const at = itemOf(draft, event, type);
  const known = draft.items[at];
  if (known === undefined || !known.isDone || role === "whole" || role === "part-end") return at;
  noteOnce(draft, "block-index-reused", `item ${known.index ?? at} continues after its end (${type})`);
  return continueItem(draft, known);
}

function stepPart(
  draft: Draft,
  event: JsonObject,
  { type, role, address }: { readonly type: string; readonly role: TextEvent["role"]; readonly address: TextAddress },
): void {
  const { kind, text } = readPart(event["part"]);
  if (kind === "other") return;
  const from = draft.events.length;
  beginText(draft, { ...address, kind });
  if (role !== "part-end") return;
  settleText(draft, { ...address, kind }, { whole: text, source: type });
  takeLogprobs(draft, objectAt(event, "part")?.["logprobs"], { ...address, source: type, from });
}
