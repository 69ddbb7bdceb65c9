import type { JsonObject } from "../../../chat/json.js";
import {
  type BlockOrder,
  beginBlock,
  endBlock,
  growBlock,
  missingAtEnd,
  type OrderStep,
} from "../../bedrock/block-order.js";
import { noteEach } from "../../draft-notes.js";
import { numberAt, objectAt, textAt } from "../../openai/wire-members.js";
import type { StreamEvent } from "../../read-only/dialect.js";
import { addInfo, addReasoning, addText, closePart, openPart } from "../../read-only/reply-state.js";
import { closePlan, readFinish } from "./finish.js";
import type { CohereDraft } from "./state.js";

type ReadEvent = (draft: CohereDraft, event: JsonObject) => void;

/** By type (docs.cohere.com/reference/chat-stream, read 2026-11-29). */
const readers: { readonly [type: string]: ReadEvent } = {
  "message-start": (draft, event) => {
    if (draft.own.contents.started) noteEach(draft, "message-start-repeated", "a second message start came");
    addInfo(draft, { id: textAt(event, "id"), model: null });
    draft.own = { ...draft.own, contents: { ...draft.own.contents, started: true } };
  },
  "content-start": (draft, event) => {
    const content = memberOf(event, "content");
    ordered(draft, "contents", (order) => beginBlock(order, indexOf(event), true));
    if (content !== null) addContent(draft, event, content);
  },
  "content-delta": (draft, event) => {
    const content = memberOf(event, "content");
    ordered(draft, "contents", (order) => growBlock(order, indexOf(event), "a delta"));
    addContent(draft, event, content ?? {});
  },
  "content-end": (draft, event) => {
    ordered(draft, "contents", (order) => endBlock(order, indexOf(event)));
    closePart(draft, contentKey(event));
  },
  "tool-plan-delta": (draft, event) => {
    const text = textAt(objectAt(objectAt(event, "delta") ?? {}, "message") ?? {}, "tool_plan");
    if (text === null) noteMissing(draft, event);
    else draft.own = { ...draft.own, plan: (draft.own.plan ?? "") + text };
  },
  "tool-call-start": (draft, event) => {
    closePlan(draft);
    ordered(draft, "calls", (order) => beginBlock(order, indexOf(event), true));
    beginCall(draft, event);
  },
  "tool-call-delta": (draft, event) => {
    ordered(draft, "calls", (order) => growBlock(order, indexOf(event), "a piece of arguments"));
    addArguments(draft, event);
  },
  "tool-call-end": (draft, event) => {
    ordered(draft, "calls", (order) => endBlock(order, indexOf(event)));
    closePart(draft, callKey(event));
  },
  "citation-start": () => {},
  "citation-end": () => {},
  debug: () => {},
  "message-end": endMessage,
};

/** Reads one event of a stream. One of a type that is not known or not its name, or after the end, is noted. */
export function readEvent(draft: CohereDraft, { payload: event, name }: StreamEvent): void {
  const type = textAt(event, "type") ?? "";
  if (name !== null && name !== type)
    noteEach(draft, "unknown-event", `an event of the type ${type} has the name ${name}`);
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (draft.terminal) noteEach(draft, "event-after-finish", `an event came after message-end: ${type}`);
  if (read === undefined) noteEach(draft, "unknown-event", `an event that is not read: ${type}`);
  else read(draft, event);
}

/** True for an event of a stream; an error is none. */
export function isEvent(payload: JsonObject): boolean {
  return typeof payload["type"] === "string" && payload["error"] === undefined;
}

function endMessage(draft: CohereDraft, event: JsonObject): void {
  closePlan(draft);
  for (const note of missingAtEnd(draft.own.contents)) noteEach(draft, note.id, note.message);
  for (const note of missingAtEnd({ ...draft.own.calls, started: true }))
    noteEach(draft, note.id, `${note.message} (calls)`);
  const delta = objectAt(event, "delta") ?? {};
  readFinish(draft, delta);
  const error = textAt(delta, "error");
  if (error !== null) noteEach(draft, "unknown-field", `message-end states an error: ${error}`);
  draft.terminal = true;
}

/** Keeps the order of one list of blocks, and notes what contradicts it. */
function ordered(draft: CohereDraft, list: "contents" | "calls", change: (order: BlockOrder) => OrderStep): void {
  const { order, notes } = change(draft.own[list]);
  draft.own = { ...draft.own, [list]: order };
  for (const { id, message } of notes) noteEach(draft, id, list === "calls" ? `${message} (calls)` : message);
}

function memberOf(event: JsonObject, name: string): JsonObject | null {
  return objectAt(objectAt(objectAt(event, "delta") ?? {}, "message") ?? {}, name);
}

function indexOf(event: JsonObject): number {
  return numberAt(event, "index") ?? 0;
}

const contentKey = (event: JsonObject) => `content ${indexOf(event)}`;
const callKey = (event: JsonObject) => `call ${indexOf(event)}`;

function addContent(draft: CohereDraft, event: JsonObject, content: JsonObject): void {
  const thinking = textAt(content, "thinking");
  const text = textAt(content, "text");
  const key = contentKey(event);
  if (thinking !== null) addReasoning(draft, key, { text: thinking, signature: null, field: "thinking" });
  else if (text !== null) addText(draft, key, text);
  else noteMissing(draft, event);
}

function noteMissing(draft: CohereDraft, event: JsonObject): void {
  noteEach(draft, "delta-missing", `an event has nothing that is read: ${textAt(event, "type")}`);
}

function beginCall(draft: CohereDraft, event: JsonObject): void {
  const call = memberOf(event, "tool_calls") ?? {};
  const called = objectAt(call, "function") ?? {};
  openPart(draft, { key: callKey(event), kind: "tool-call" }, (part) => ({
    kind: "tool-call-start",
    part,
    id: textAt(call, "id"),
    name: textAt(called, "name"),
    argumentsText: textAt(called, "arguments"),
  }));
}

function addArguments(draft: CohereDraft, event: JsonObject): void {
  const text = textAt(objectAt(memberOf(event, "tool_calls") ?? {}, "function") ?? {}, "arguments");
  const begun = { kind: "tool-call-start", id: null, name: null, argumentsText: null } as const;
  const part = openPart(draft, { key: callKey(event), kind: "tool-call" }, (opened) => ({ ...begun, part: opened }));
  if (text === null) noteMissing(draft, event);
  else draft.events.push({ kind: "tool-call-delta", part, argumentsText: text });
}
