import type { JsonObject } from "../../../chat/json.js";
import type { Answer } from "../../answer/answer.js";
import { argumentDeltas, deltasOf } from "../piece.js";
import type { ResponsesDialect } from "./dialect.js";
import { type Item, itemBody, partBody, type Words } from "./items.js";
import { searchEventTypes } from "./search-item.js";

/** One event before it has its number. */
export type ResponsesEvent = { readonly type: string; readonly members: JsonObject };

/** The events of an item. `late`: those that the gateway sends when every other item has ended. */
export type ItemEvents = { readonly events: readonly ResponsesEvent[]; readonly late: readonly ResponsesEvent[] };

type Oddities = Answer["oddities"];

type Writing = {
  readonly dialect: ResponsesDialect;
  readonly oddities: Oddities;
  /** The place of the item in the output, and of the first call. */
  readonly index: number;
  readonly firstCall: number;
};

/** The events of one item, from `output_item.added` to `output_item.done`. */
export function itemEvents(item: Item, writing: Writing): ItemEvents {
  const begin = itemEvent("added", item, writing);
  const end = itemEvent("done", item, writing);
  switch (item.kind) {
    case "message":
      return {
        events: [begin, ...item.words.flatMap((words, at) => wordsEvents(item, { words, at }, writing)), end],
        late: [],
      };
    case "call":
      return { events: [begin, ...callEvents(item, writing), end], late: [] };
    case "search":
      return {
        events: [begin, ...searchEventTypes.map((type) => ({ type, members: about(item, writing) })), end],
        late: [],
      };
    case "reasoning": {
      const { opening, closing } = reasoningEvents(item, writing);
      const isLate = writing.dialect.style.gateway;
      return isLate
        ? { events: [begin, ...opening], late: [...closing, end] }
        : { events: [begin, ...opening, ...closing, end], late: [] };
    }
  }
}

function itemEvent(phase: "added" | "done", item: Item, writing: Writing): ResponsesEvent {
  const { dialect, index } = writing;
  const named = { ...item, id: idAt(item, writing) };
  return {
    type: `response.output_item.${phase}`,
    members: { item: itemBody(named, { phase, index }, dialect), ...outputIndex(item, 0, writing) },
  };
}

/** The id of an item in one event: services that rotate ids send another one each time. */
function idAt(item: Item, { dialect, oddities }: Writing): string {
  return oddities.itemIds === "rotating" || dialect.style.idsRotate ? dialect.itemId(item.kind) : item.id;
}

/** The place that an event names; for a call, as its fault says. */
function outputIndex(item: Item, piece: number, { index, firstCall, oddities }: Writing): JsonObject {
  const how = item.kind === "call" ? oddities.callIndex : "dense";
  if (how === "missing") return {};
  if (how === "reused") return { output_index: firstCall };
  return { output_index: how === "split" && piece > 1 ? index + 1 : index };
}

function about(item: Item, writing: Writing, piece = 0): JsonObject {
  return { item_id: idAt(item, writing), ...outputIndex(item, piece, writing) };
}

type Place = { readonly words: Words; readonly at: number };

function wordsEvents(item: Item, { words, at }: Place, writing: Writing): readonly ResponsesEvent[] {
  const { style } = writing.dialect;
  const where = (): JsonObject => ({ ...about(item, writing), content_index: style.textIndex + at });
  const isText = words.kind === "text";
  const name = isText ? "response.output_text" : "response.refusal";
  const logprobs: JsonObject = isText ? { logprobs: [] } : {};
  return [
    { type: "response.content_part.added", members: { ...where(), part: partBody(words, "added", style) } },
    ...deltasOf(words.text).map((delta) => ({ type: `${name}.delta`, members: { ...where(), delta, ...logprobs } })),
    { type: `${name}.done`, members: { ...where(), ...logprobs, [isText ? "text" : "refusal"]: words.text } },
    { type: "response.content_part.done", members: { ...where(), part: partBody(words, "done", style) } },
  ];
}

function callEvents(item: Extract<Item, { kind: "call" }>, writing: Writing): readonly ResponsesEvent[] {
  const { argumentsText, name } = item.call;
  const { style } = writing.dialect;
  const named: JsonObject = style.gateway ? { name } : {};
  const deltas = style.argumentDeltas ? argumentDeltas(argumentsText) : [];
  return [
    ...deltas.map((delta, piece) => ({
      type: "response.function_call_arguments.delta",
      members: { ...about(item, writing, piece + 1), delta },
    })),
    {
      type: "response.function_call_arguments.done",
      members: { ...about(item, writing), arguments: argumentsText, ...named },
    },
  ];
}

type Halves = { readonly opening: readonly ResponsesEvent[]; readonly closing: readonly ResponsesEvent[] };

function reasoningEvents(item: Extract<Item, { kind: "reasoning" }>, writing: Writing): Halves {
  const { text, redacted } = item.part;
  if (redacted !== null || text === "") return { opening: [], closing: [] };
  const { reasoning } = writing.dialect.style;
  const isSummary = reasoning === "summary";
  const index = isSummary ? { summary_index: 0 } : { content_index: 0 };
  const type = isSummary ? "summary_text" : "reasoning_text";
  const part = isSummary ? "reasoning_summary_part" : reasoning;
  const words = isSummary ? "reasoning_summary_text" : "reasoning_text";
  const event = (name: string, members: JsonObject): ResponsesEvent => ({
    type: `response.${name}`,
    members: { ...about(item, writing), ...index, ...members },
  });
  return {
    opening: [
      event(`${part}.added`, { part: { type, text: "" } }),
      ...deltasOf(text).map((delta) => event(`${words}.delta`, { delta })),
    ],
    closing: [event(`${words}.done`, { text }), event(`${part}.done`, { part: { type, text } })],
  };
}
