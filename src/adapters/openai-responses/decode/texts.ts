import { newPart, noteEach } from "../../draft-notes.js";
import { keptWire } from "./kept-members.js";
import { type Draft, type OutputItem, putItem, type TextKind, type TextPlace, type TextSoFar } from "./stream-state.js";

/** A text of an item, by the item's place in the list of items. */
export type TextAddress = { readonly item: number; readonly place: TextPlace; readonly kind: TextKind };

/** Begins a text of an item, if it has not begun: a content part may stay empty. */
export function beginText(draft: Draft, address: TextAddress): void {
  textAt(draft, address);
}

/** Adds a piece to a text of an item. */
export function growText(draft: Draft, address: TextAddress, piece: string): void {
  const at = textAt(draft, address);
  const item = draft.items[address.item];
  const known = item?.texts[at];
  if (item === undefined || known === undefined) return;
  if (known.part !== null) emitPiece(draft, { item, known }, piece);
  putItem(draft, address.item, { ...item, texts: item.texts.with(at, { ...known, text: known.text + piece }) });
}

/**
 * Compares a text with its pieces, where an event repeats it whole. What did not come in pieces is added: some hosts send none (LM
 * Studio, Codex). `source`: where the whole text stands.
 */
export function settleText(draft: Draft, address: TextAddress, { whole, source }: WholeText): void {
  const item = draft.items[address.item];
  if (item?.isDone === true) {
    if (knownText(item, address.place)?.text !== whole) noteDiffers(draft, address, source);
    return;
  }
  const at = textAt(draft, address);
  const known = draft.items[address.item]?.texts[at];
  if (known === undefined || known.text === whole) return;
  const rest = whole.startsWith(known.text) ? whole.slice(known.text.length) : null;
  if (known.text !== "") noteDiffers(draft, address, source);
  if (rest !== null) growText(draft, address, rest);
}

/** A text as an event or the final output repeats it. */
export type WholeText = { readonly whole: string; readonly source: string };

/** Notes that a text is one thing in its pieces and another where it is repeated. The pieces count: a client has shown them. */
export function noteDiffers(draft: Draft, { item, place }: Omit<TextAddress, "kind">, source: string): void {
  const name = place.list === "arguments" ? "arguments" : `${place.list}[${place.index}]`;
  const at = draft.items[item]?.index ?? item;
  noteEach(draft, "pieces-differ", `${name} of item ${at} is another text in its pieces than in ${source}`);
}

/** The texts of one list of an item, in the order of their index. */
export function textsIn(item: OutputItem, list: TextPlace["list"]): readonly TextSoFar[] {
  return item.texts.filter(({ place }) => place.list === list).toSorted((a, b) => a.place.index - b.place.index);
}

/** The index of a text among those of its item; it begins with the first call. */
function textAt(draft: Draft, { item: at, place, kind }: TextAddress): number {
  const item = draft.items[at];
  if (item === undefined) return -1;
  const begunText = knownText(item, place);
  if (begunText !== undefined) return item.texts.indexOf(begunText);
  const part = beginPart(draft, item, { place, kind });
  const isOfItem = kind === "reasoning" && isReasoning(item);
  putItem(draft, at, {
    ...item,
    part: isOfItem ? (part ?? item.part) : item.part,
    texts: [...item.texts, { place, kind, part, text: "" }],
  });
  return item.texts.length;
}

/** True for a reasoning item, and for one whose kind is not known yet. */
function isReasoning({ type, wire }: OutputItem): boolean {
  return wire === null || type === "reasoning";
}

function knownText(item: OutputItem, { list, index }: TextPlace): TextSoFar | undefined {
  return item.texts.find(({ place }) => place.list === list && place.index === index);
}

/** The part of a new text; null: it has none. The part of its item counts only where the item is of the text's kind. */
function beginPart(draft: Draft, item: OutputItem, { place, kind }: Omit<TextAddress, "item">): number | null {
  switch (kind) {
    case "text": {
      const part = newPart(draft);
      draft.events.push({ kind: "text-start", part, ...keptWire("message", item.wire) });
      return part;
    }
    case "refusal": {
      const part = newPart(draft);
      draft.events.push({ kind: "refusal-start", part });
      return part;
    }
    case "reasoning":
      if (isSecondForm(item, place)) return null;
      return isReasoning(item) && item.part !== null ? item.part : startReasoning(draft);
    case "arguments":
      return item.type === "function_call" ? item.part : null;
    default:
      return null;
  }
}

/** Begins the part of a reasoning item. */
export function startReasoning(draft: Draft): number {
  const part = newPart(draft);
  draft.events.push({ kind: "reasoning-start", part, field: "reasoning-item" });
  return part;
}

/** An item may show its reasoning whole and as a summary: the form that comes first is the text, and the whole item is in the details. */
function isSecondForm(item: OutputItem, place: TextPlace): boolean {
  return item.texts.some((one) => one.kind === "reasoning" && one.place.list !== place.list && one.text !== "");
}

function emitPiece(draft: Draft, { item, known }: { item: OutputItem; known: TextSoFar }, piece: string): void {
  const { part, kind } = known;
  if (part === null) return;
  switch (kind) {
    case "text":
      draft.events.push({ kind: "text-delta", part, text: piece });
      return;
    case "refusal":
      draft.events.push({ kind: "refusal-delta", part, text: piece });
      return;
    case "arguments":
      draft.events.push({ kind: "tool-call-delta", part, argumentsText: piece });
      return;
    case "reasoning":
      draft.events.push({ kind: "reasoning-delta", part, text: separatorBefore(item, known, piece) + piece });
      return;
    case "other":
  }
}

/** The parts of a summary are paragraphs: their texts have no line breaks at their edges. */
function separatorBefore(item: OutputItem, known: TextSoFar, piece: string): string {
  if (known.text !== "" || piece === "") return "";
  const isLater = item.texts.some((one) => one !== known && one.part === known.part && one.text !== "");
  return isLater ? "\n\n" : "";
}
