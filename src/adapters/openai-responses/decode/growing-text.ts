import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { type Draft, type GrowingText, putItem, type TextPlace } from "./stream-state.js";

const kinds = {
  text: "text-delta",
  reasoning: "reasoning-delta",
  arguments: "tool-call-delta",
  refusal: "refusal-delta",
} as const;

/** Expects further pieces of a text that an event has just added to. The first piece of a text may need more than its event. */
export function expectMore(
  draft: Draft,
  { item: at, type, place }: { readonly item: number; readonly type: string; readonly place: TextPlace },
): void {
  const item = draft.items[at];
  const text = item?.texts.findIndex((one) => one.place.list === place.list && one.place.index === place.index) ?? -1;
  const known = item?.texts[text];
  if (item === undefined || known === undefined || item.index === null || item.isDone) return;
  if (known.part === null || known.text === "" || known.kind === "other") return;
  const { part } = known;
  draft.growing = { item: at, text, place, index: item.index, type, kind: kinds[known.kind], part };
}

/** Reads a further piece of the text that grows; false: the event is another one, or says more than that. */
export function growFurther(draft: Draft, event: JsonObject): boolean {
  const { growing } = draft;
  if (growing === null || event["type"] !== growing.type || event["output_index"] !== growing.index) return false;
  const { delta, sequence_number: number } = event;
  if (typeof delta !== "string" || !isNext(draft, number) || !isAt(growing.place, event)) return false;
  if (!isEmpty(event["logprobs"])) return false;
  if (typeof number === "number") draft.sequence = number;
  addPiece(draft, growing, delta);
  return true;
}

/** Adds a piece to the text that grows. */
export function addPiece(draft: Draft, { kind, part }: GrowingText, piece: string): void {
  draft.grown += piece;
  draft.events.push(kind === "tool-call-delta" ? { kind, part, argumentsText: piece } : { kind, part, text: piece });
}

/** Writes the pieces to their item, before an event that reads it. */
export function settleGrowing(draft: Draft): void {
  const { growing, grown } = draft;
  if (growing === null) return;
  draft.growing = null;
  draft.grown = "";
  const item = draft.items[growing.item];
  const known = item?.texts[growing.text];
  if (item === undefined || known === undefined || grown === "") return;
  const texts = item.texts.with(growing.text, { ...known, text: known.text + grown });
  putItem(draft, growing.item, { ...item, texts });
}

/** A number that is not the next one is noted elsewhere; some hosts send none. */
function isNext({ sequence }: Draft, number: JsonValue | undefined): boolean {
  return number === undefined || (sequence !== null && number === sequence + 1);
}

function isAt({ list, index }: TextPlace, event: JsonObject): boolean {
  if (list === "arguments") return true;
  return (event[list === "summary" ? "summary_index" : "content_index"] ?? 0) === index;
}

function isEmpty(list: JsonValue | undefined): boolean {
  return list === undefined || list === null || (Array.isArray(list) && list.length === 0);
}
