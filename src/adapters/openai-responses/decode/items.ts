import type { JsonObject } from "../../../chat/json.js";
import { newPart, noteEach, noteOnce } from "../../draft-notes.js";
import { numberAt, objectAt, textAt } from "../../openai/wire-members.js";
import { keptWire } from "./kept-members.js";
import { type Draft, type OutputItem, putItem } from "./stream-state.js";
import { startReasoning } from "./texts.js";

const nothing: Omit<OutputItem, "index" | "id" | "type" | "wire"> = {
  isDone: false,
  part: null,
  callId: null,
  name: null,
  texts: [],
};

/** Begins an item, and its part where its kind has one. Returns its place in the list of items. */
export function beginItem(draft: Draft, index: number | null, wire: JsonObject): number {
  const place = draft.items.length;
  draft.items = [...draft.items, { ...nothing, index, id: textAt(wire, "id"), type: textAt(wire, "type"), wire }];
  openPart(draft, place, wire);
  return place;
}

/**
 * The place of the item that an event belongs to, by its `output_index`; without one by `item_id`, and without both the latest. An
 * item begins where none has. `what`: the event, for a note.
 */
export function itemOf(draft: Draft, event: JsonObject, what: string): number {
  const index = indexOf(event);
  const known = placeOf(draft, event, index);
  if (known !== -1) return known;
  noteEach(draft, "delta-without-start", `${what} came for item ${index ?? "without an index"}, which has not begun`);
  draft.items = [...draft.items, { ...nothing, index, id: textAt(event, "item_id"), type: null, wire: null }];
  return draft.items.length - 1;
}

/** True for an item whose kind cannot be that of the one that began. Reasoning may come before its item. */
export function isAnotherKind(known: OutputItem, wire: JsonObject): boolean {
  const type = textAt(wire, "type");
  return known.wire === null ? known.part !== null && type !== "reasoning" : known.type !== type;
}

/** Begins an item anew whose end has come. Its kind has no part of its own until the item comes again. */
export function continueItem(draft: Draft, { index, id }: OutputItem): number {
  draft.items = [...draft.items, { ...nothing, index, id, type: null, wire: null }];
  return draft.items.length - 1;
}

/** The place of the item of an event; -1: it has not begun. */
export function placeOf(draft: Draft, event: JsonObject, index: number | null): number {
  if (index !== null) return draft.items.findLastIndex((item) => item.index === index);
  noteOnce(draft, "index-missing", "an event of an item came without an output_index");
  const id = textAt(event, "item_id") ?? textAt(objectAt(event, "item") ?? {}, "id");
  const known = id === null ? -1 : draft.items.findLastIndex((item) => item.id === id);
  return known === -1 && event["item"] === undefined ? draft.items.length - 1 : known;
}

/** The index of the item of an event. mantle writes it inside the item too (recordings of 2026-08). */
export function indexOf(event: JsonObject): number | null {
  return numberAt(event, "output_index") ?? numberAt(objectAt(event, "item") ?? {}, "output_index");
}

/** Begins the part of a call, of reasoning or of an item that the vocabulary does not have; a message has one for each text. */
export function openPart(draft: Draft, place: number, wire: JsonObject): void {
  const item = draft.items[place];
  if (item === undefined) return;
  switch (wire["type"]) {
    case "message":
      putItem(draft, place, { ...item, type: "message", wire });
      return;
    case "reasoning":
      putItem(draft, place, { ...item, type: "reasoning", wire, part: item.part ?? startReasoning(draft) });
      return;
    case "function_call":
      openCall(draft, place, wire);
      return;
    default: {
      const part = item.part ?? newPart(draft);
      putItem(draft, place, { ...item, type: textAt(wire, "type"), wire, part });
      draft.events.push({ kind: "other-part", part, raw: wire });
    }
  }
}

/** Begins a call, or adds the id and the name that a later form of its item has. The first of each counts. */
function openCall(draft: Draft, place: number, wire: JsonObject): void {
  const item = draft.items[place];
  if (item === undefined) return;
  const id = renamed(draft.aliases.toolCallIds, textAt(wire, "call_id"));
  const name = renamed(draft.aliases.toolNames, textAt(wire, "name"));
  if (item.part === null) {
    const part = newPart(draft);
    const kept = keptWire("function_call", wire);
    draft.events.push({ kind: "tool-call-start", part, id, name, argumentsText: null, ...kept });
    // Arguments that came before their call were kept.
    const early = item.texts.filter(({ kind }) => kind === "arguments");
    for (const { text } of early) draft.events.push({ kind: "tool-call-delta", part, argumentsText: text });
    const texts = item.texts.map((one) => (one.kind === "arguments" ? { ...one, part } : one));
    putItem(draft, place, { ...item, type: "function_call", wire, part, callId: id, name, texts });
    return;
  }
  const news = { id: isNews(item.callId, id) ? id : null, name: isNews(item.name, name) ? name : null };
  if (news.id !== null || news.name !== null) draft.events.push({ kind: "tool-call-info", part: item.part, ...news });
  if (news.id === null && id !== null && id !== item.callId)
    noteOnce(draft, "call-id-changed", `one tool call came with the ids ${item.callId} and ${id}; the first counts`);
  if (news.name === null && name !== null && name !== item.name)
    noteOnce(draft, "tool-name-changed", `a tool call named ${item.name} was later named ${name}; the first counts`);
  const known = { callId: news.id ?? item.callId, name: news.name ?? item.name };
  putItem(draft, place, { ...item, type: "function_call", wire, ...known });
}

/** True for any text where none was known, and for one that says something where an empty one was known. */
function isNews(known: string | null, received: string | null): boolean {
  return received !== null && (known === null || (known === "" && received !== ""));
}

function renamed(aliases: ReadonlyMap<string, string>, received: string | null): string | null {
  return received === null ? null : (aliases.get(received) ?? received);
}
