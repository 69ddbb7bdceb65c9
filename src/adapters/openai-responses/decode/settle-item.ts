import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { sameJson } from "../../../wire/json.js";
import { noteEach, noteOnce } from "../../draft-notes.js";
import { listAt, textAt } from "../../openai/wire-members.js";
import { keepOther, noteAnnotations, readPart } from "./content-part.js";
import { beginItem, isAnotherKind, openPart } from "./items.js";
import { keptNames, keptWire } from "./kept-members.js";
import { takeLogprobs } from "./logprobs.js";
import { type Draft, type OutputItem, putItem, type TextSoFar } from "./stream-state.js";
import { beginText, growText, noteDiffers, settleText, textsIn } from "./texts.js";

/** An item as an event or the final output has it whole. `source`: which, for a note. */
export type WholeItem = { readonly wire: JsonObject; readonly source: string };

/**
 * Reads a whole item: adds what did not come in pieces, notes what contradicts them, and ends its parts. An item that is done
 * already is only compared.
 */
export function settleItem(draft: Draft, place: number, { wire, source }: WholeItem): void {
  const known = draft.items[place];
  if (known === undefined) return;
  const type = textAt(wire, "type");
  if (isAnotherKind(known, wire)) {
    const message = `item ${known.index ?? place} changed from ${known.type} to ${type} in ${source}`;
    noteEach(draft, "block-kind-changed", message);
    if (known.isDone) return;
    endItem(draft, place);
    settleItem(draft, beginItem(draft, known.index, wire), { wire, source });
    return;
  }
  const wasDone = known.isDone;
  noteKept(draft, known, { wire, source });
  if (wasDone) noteOther(draft, known, { wire, source });
  // The kinds without pieces here are read once: a later form of theirs may have other ids.
  if (!wasDone || type === "function_call") openPart(draft, place, wire);
  settleTexts(draft, place, { wire, source });
  if (wasDone) return;
  if (type === "reasoning") emitDetails(draft, place, wire);
  endItem(draft, place);
}

/** Notes that what goes back with an item is another thing than at its beginning, where it was read. */
function noteKept(draft: Draft, { type, index, wire: known }: OutputItem, { wire, source }: WholeItem): void {
  if (known === null || (type !== "message" && type !== "function_call")) return;
  if (sameJson(keptWire(type, known), keptWire(type, wire))) return;
  const names = keptNames(type).join(" or ");
  noteEach(draft, "pieces-differ", `item ${index} has another ${names} at its beginning than in ${source}`);
}

const readKinds: ReadonlySet<string | null> = new Set(["message", "reasoning", "function_call"]);

/** Opaque members are made anew for the final output, and ids and statuses on some hosts (recordings of OpenAI, Copilot and OpenRouter). */
const madeAnew: ReadonlySet<string> = new Set(["id", "status", "encrypted_content", "fingerprint"]);

/** Notes that an item whose pieces are not read is another one in the final output. */
function noteOther(draft: Draft, { type, index, wire: known }: OutputItem, { wire, source }: WholeItem): void {
  if (known === null || readKinds.has(type)) return;
  const names = Object.keys(known).filter((name) => !madeAnew.has(name) && wire[name] !== undefined);
  if (names.every((name) => sameJson(known[name], wire[name]))) return;
  noteEach(draft, "pieces-differ", `item ${index} (${type}) is another at its end than in ${source}`);
}

/** Ends the parts of an item. */
export function endItem(draft: Draft, place: number): void {
  const item = draft.items[place];
  if (item === undefined || item.isDone) return;
  putItem(draft, place, { ...item, isDone: true });
  for (const part of partsOf(item)) draft.events.push({ kind: "part-end", part });
}

/** Keeps a reasoning item whole, so that it can be sent back as it came. */
export function emitDetails(draft: Draft, place: number, wire: JsonObject): void {
  const part = draft.items[place]?.part ?? null;
  if (part !== null) draft.events.push({ kind: "reasoning-details", part, details: [wire] });
}

function partsOf(item: OutputItem): readonly number[] {
  const parts = [item.part, ...item.texts.map(({ part }) => part)].filter((part) => part !== null);
  return [...new Set(parts)].toSorted((a, b) => a - b);
}

function settleTexts(draft: Draft, place: number, whole: WholeItem): void {
  switch (whole.wire["type"]) {
    case "message":
      settleList(draft, place, { ...whole, list: "content" });
      break;
    case "reasoning":
      settleList(draft, place, { ...whole, list: "content" });
      settleList(draft, place, { ...whole, list: "summary" });
      break;
    case "function_call":
      settleArguments(draft, place, whole);
      break;
    default:
  }
  noteForeign(draft, place, whole);
}

const listsOf: { readonly [type: string]: readonly string[] } = {
  message: ["content"],
  reasoning: ["content", "summary"],
  function_call: ["arguments"],
};

/** Notes pieces of a text that an item of this kind does not have. */
function noteForeign(draft: Draft, place: number, { wire, source }: WholeItem): void {
  const lists = listsOf[textAt(wire, "type") ?? ""] ?? [];
  for (const text of draft.items[place]?.texts ?? [])
    if (text.text !== "" && !lists.includes(text.place.list))
      noteDiffers(draft, { item: place, place: text.place }, source);
}

function settleArguments(draft: Draft, place: number, { wire, source }: WholeItem): void {
  const value = wire["arguments"];
  if (value === undefined || value === null) return;
  const isText = typeof value === "string";
  if (!isText) noteOnce(draft, "arguments-not-text", "tool-call arguments came as JSON, not as JSON text");
  const address = { item: place, place: { list: "arguments", index: 0 }, kind: "arguments" } as const;
  const whole = isText ? value : JSON.stringify(value);
  const isSilent = (draft.items[place]?.texts ?? []).every(({ kind }) => kind !== "arguments");
  // Empty arguments are arguments that were sent empty.
  if (isSilent && whole === "") growText(draft, address, "");
  else settleText(draft, address, { whole, source });
}

/**
 * Texts are joined by their order: mantle numbers the only content part of a message 1, after its reasoning (recordings of 2026-08).
 */
function settleList(
  draft: Draft,
  place: number,
  { wire, source, list }: WholeItem & { readonly list: "content" | "summary" },
): void {
  const pieces = textsIn(draft.items[place] ?? noItem, list);
  const parts = listAt(wire, list) ?? [];
  for (const [at, part] of parts.entries()) settlePart(draft, place, { part, source, known: pieces[at], list, at });
  for (const extra of pieces.slice(parts.length))
    if (extra.text !== "" || extra.kind === "text" || extra.kind === "refusal")
      noteDiffers(draft, { item: place, place: extra.place }, source);
}

const noItem: OutputItem = {
  index: null,
  id: null,
  type: null,
  wire: null,
  isDone: false,
  part: null,
  callId: null,
  name: null,
  texts: [],
};

type WholePart = {
  readonly part: JsonValue;
  readonly source: string;
  readonly known: TextSoFar | undefined;
  readonly list: "content" | "summary";
  readonly at: number;
};

function settlePart(draft: Draft, item: number, { part, source, known, list, at }: WholePart): void {
  const { kind, text } = readPart(part);
  const place = known?.place ?? { list, index: at };
  const address = { item, place, kind };
  if (kind === "other") {
    if (known === undefined && draft.items[item]?.isDone === false) keepOther(draft, address, part);
    return;
  }
  if (known !== undefined && known.kind !== kind) {
    noteDiffers(draft, address, source);
    return;
  }
  const from = draft.events.length;
  if (draft.items[item]?.isDone === false) beginText(draft, address);
  settleText(draft, address, { whole: text, source });
  if (isJsonObject(part)) takeLogprobs(draft, part["logprobs"], { ...address, source, from });
  noteAnnotations(draft, part);
}
