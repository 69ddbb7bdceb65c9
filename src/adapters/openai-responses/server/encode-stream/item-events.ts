import type { JsonObject } from "../../../../chat/json.js";
import { isUsableId } from "../../../openai-chat/server/encode-reply/call.js";
import { textToken } from "../../../server/log-probabilities.js";
import { itemId } from "../encode-reply/identity.js";
import {
  callItem,
  type ItemPlace,
  type ItemStatus,
  messageItem,
  otherItem,
  outputText,
  reasoningItem,
} from "../encode-reply/items.js";
import { begin, sendEvent, sendItem } from "./events.js";
import { type Draft, type OpenPart, partOf } from "./state.js";

/** Sends what is new of the first part of the queue; its item begins with the first that it says. */
export function sendMore(draft: Draft, open: OpenPart): void {
  const text = open.text ?? "";
  const isCall = open.kind === "tool-call";
  // White space is not sent before a call's arguments: alone it is no arguments.
  const isShown = text !== "" && open.kind !== "other" && open.mark?.role !== "whole";
  if (isCall ? !isKnown(open) : !isShown) return;
  beginItem(draft, open);
  const isBlank = !open.isSaid && open.unsent.trim() === "";
  if (isCall && (isBlank || isCustom(draft, open))) return;
  sendDelta(draft, open, open.unsent);
}

/** Ends the item of a part, which begins first where nothing of it was sent. Nothing is sent of a part that says nothing. */
export function endItem(draft: Draft, open: OpenPart, status: "completed" | "incomplete"): void {
  const item = wholeItem(draft, open, status);
  if (item === null) return;
  beginItem(draft, open, item);
  sendEnd(draft, open, item);
  sendItem(draft, JSON.stringify(item));
}

/** The item of a part as it is now; null: the part says nothing that this API has a place for. */
function wholeItem(draft: Draft, open: OpenPart, status: ItemStatus): JsonObject | null {
  const part = partOf(open);
  const place = placeOf(draft, open);
  switch (part.kind) {
    case "text":
    case "refusal":
      return messageItem(part, status, place);
    case "reasoning":
      return reasoningItem(part, open.mark, place);
    case "tool-call":
      return callItem(part, status, place);
    case "other":
      return otherItem(part, place);
    default:
      return null;
  }
}

function placeOf({ opening, tools, warnings, output }: Draft, { index, tokens }: OpenPart): ItemPlace {
  return { index: index ?? output.length, identity: opening.identity, tools, warnings, tokens };
}

function isKnown({ id, name }: OpenPart): boolean {
  return isUsableId(id) && name !== null && name !== "";
}

function isCustom({ tools }: Draft, { name }: OpenPart): boolean {
  return tools.some((tool) => tool.isCustom && tool.name === name);
}

/** `item`: the whole one, for an item of another API, which has no pieces. */
function beginItem(draft: Draft, open: OpenPart, item?: JsonObject): void {
  if (open.index !== null) return;
  const begun = begunItem(draft, open) ?? item ?? null;
  open.index = draft.output.length;
  sendEvent(draft, "response.output_item.added", { output_index: open.index, item: begun });
  const part = firstPart(open);
  if (part !== null) sendEvent(draft, part.type, { ...addressOf(draft, open), part: part.part });
  if (open.kind === "text") open.frame = textFrame(draft, open);
}

function begunItem(draft: Draft, open: OpenPart): JsonObject | null {
  if (open.kind === "other") return null;
  if (open.kind !== "reasoning") return wholeItem(draft, open, "in_progress");
  return { id: idOf(draft, open), type: "reasoning", summary: [] };
}

/** The beginning of the only part of an item; null: it has none. */
function firstPart({ kind, text, mark }: OpenPart): { readonly type: string; readonly part: JsonObject } | null {
  switch (kind) {
    case "text":
      return { type: "response.content_part.added", part: outputText("") };
    case "refusal":
      return { type: "response.content_part.added", part: { type: "refusal", refusal: "" } };
    case "reasoning": {
      const isShown = text !== null && text !== "" && mark?.role !== "whole";
      return isShown
        ? { type: "response.reasoning_summary_part.added", part: { type: "summary_text", text: "" } }
        : null;
    }
    default:
      return null;
  }
}

function sendDelta(draft: Draft, open: OpenPart, delta: string): void {
  if (delta === "") return;
  open.unsent = "";
  open.isSaid = true;
  const extra = open.kind === "text" ? { logprobs: unsentTokens(open) } : {};
  sendEvent(draft, `response.${pieceNames[open.kind]}.delta`, { ...addressOf(draft, open), delta, ...extra });
}

function unsentTokens(open: OpenPart): readonly JsonObject[] {
  const unsent = open.tokens.slice(open.sentTokens);
  open.sentTokens = open.tokens.length;
  return unsent.map(textToken);
}

const pieceNames = {
  text: "output_text",
  refusal: "refusal",
  reasoning: "reasoning_summary_text",
  "tool-call": "function_call_arguments",
  other: "",
} as const;

/** The events that repeat what an item said, before its end. */
function sendEnd(draft: Draft, open: OpenPart, item: JsonObject): void {
  const at = addressOf(draft, open);
  const text = open.text ?? "";
  switch (open.kind) {
    case "text":
      sendEvent(draft, "response.output_text.done", { ...at, text, logprobs: open.tokens.map(textToken) });
      sendEvent(draft, "response.content_part.done", { ...at, part: outputText(text, open.tokens) });
      return;
    case "refusal":
      sendEvent(draft, "response.refusal.done", { ...at, refusal: text });
      sendEvent(draft, "response.content_part.done", { ...at, part: { type: "refusal", refusal: text } });
      return;
    case "reasoning":
      if (firstPart(open) === null) return;
      sendDelta(draft, open, open.unsent);
      sendEvent(draft, "response.reasoning_summary_text.done", { ...at, text });
      sendEvent(draft, "response.reasoning_summary_part.done", { ...at, part: { type: "summary_text", text } });
      return;
    case "tool-call":
      sendCallEnd(draft, open, item);
      return;
    default:
  }
}

function sendCallEnd(draft: Draft, open: OpenPart, item: JsonObject): void {
  const at = addressOf(draft, open);
  const isText = item["type"] === "custom_tool_call";
  const given = String(item[isText ? "input" : "arguments"]);
  if (isText) {
    if (given !== "") sendEvent(draft, "response.custom_tool_call_input.delta", { ...at, delta: given });
    sendEvent(draft, "response.custom_tool_call_input.done", { ...at, input: given });
    return;
  }
  // Arguments of white space alone were not sent, and others are there in their place.
  sendDelta(draft, open, open.isSaid ? open.unsent : given);
  sendEvent(draft, "response.function_call_arguments.done", { ...at, name: item["name"] ?? "", arguments: given });
}

function idOf(draft: Draft, open: OpenPart): string {
  const { index, identity } = placeOf(draft, open);
  if (open.kind === "reasoning") return itemId(identity, "rs", index);
  if (open.kind !== "tool-call") return itemId(identity, "msg", index);
  return itemId(identity, isCustom(draft, open) ? "ctc" : "fc", index);
}

/** Where an event of an item belongs. */
function addressOf(draft: Draft, open: OpenPart): JsonObject {
  open.itemId ??= idOf(draft, open);
  const { itemId: item_id, index: output_index } = open;
  if (open.kind === "reasoning") return { item_id, output_index, summary_index: 0 };
  return open.kind === "tool-call" ? { item_id, output_index } : { item_id, output_index, content_index: 0 };
}

/** A text event up to its number, which comes with the text behind it. */
function textFrame(draft: Draft, open: OpenPart): string {
  const type = "response.output_text.delta";
  begin(draft);
  const before = JSON.stringify({ type, ...addressOf(draft, open), logprobs: [] });
  return `event: ${type}\ndata: ${before.slice(0, -1)},"sequence_number":`;
}
