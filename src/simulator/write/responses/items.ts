import type { JsonObject } from "../../../chat/json.js";
import type { Answer, AnswerCall, AnswerPart } from "../../answer/answer.js";
import type { ResponsesDialect } from "./dialect.js";
import { type SearchItem, searchBody } from "./search-item.js";

type ReasoningPart = Extract<AnswerPart, { kind: "reasoning" }>;
/** A text or a refusal of a message. */
export type Words = Extract<AnswerPart, { kind: "text" | "refusal" }>;

/** One item of a reply's output. `encrypted` null: not sent. */
export type Item =
  | { readonly kind: "reasoning"; readonly id: string; readonly part: ReasoningPart; readonly encrypted: string | null }
  | { readonly kind: "message"; readonly id: string; readonly words: readonly Words[] }
  | { readonly kind: "call"; readonly id: string; readonly call: AnswerCall }
  | SearchItem;

/** The output items of an answer: texts beside each other are one message, and the service's own search is before all but the reasoning. */
export function itemsOf(answer: Answer, dialect: ResponsesDialect): readonly Item[] {
  const items = spokenItems(answer, dialect);
  const query = answer.oddities.searched;
  if (query === null) return items;
  const first = items.findIndex(({ kind }) => kind !== "reasoning");
  const at = first === -1 ? items.length : first;
  return [...items.slice(0, at), { kind: "search", id: dialect.itemId("search"), query }, ...items.slice(at)];
}

function spokenItems({ parts }: Answer, { itemId, encrypted }: ResponsesDialect): readonly Item[] {
  const items: Item[] = [];
  for (const part of parts) {
    const last = items.at(-1);
    if (part.kind === "call") items.push({ kind: "call", id: itemId("call"), call: part });
    else if (part.kind === "reasoning") {
      items.push({
        kind: "reasoning",
        id: itemId("reasoning"),
        part,
        encrypted: part.redacted ?? encrypted?.() ?? null,
      });
    } else if (last?.kind === "message") items[items.length - 1] = { ...last, words: [...last.words, part] };
    else items.push({ kind: "message", id: itemId("message"), words: [part] });
  }
  return items;
}

/** How far an item is, and the place that its call names itself. */
type At = { readonly phase: "added" | "done"; readonly index: number };

/** An item as its first event, its last event and the final output have it. */
export function itemBody(item: Item, { phase, index }: At, { style }: ResponsesDialect): JsonObject {
  const isDone = phase === "done";
  const status = isDone ? "completed" : "in_progress";
  switch (item.kind) {
    case "reasoning":
      return reasoningBody(item, isDone, style);
    case "message":
      return {
        id: item.id,
        type: "message",
        status,
        content: isDone ? item.words.map((words) => partBody(words, "done", style)) : [],
        role: "assistant",
      };
    case "search":
      return searchBody(item, isDone);
    case "call": {
      const { id, name, argumentsText } = item.call;
      const named: JsonObject = style.callHasItemId ? { item_id: item.id, output_index: index } : { id: item.id };
      const called: JsonObject = id === null ? {} : { call_id: id };
      return { ...named, type: "function_call", status, arguments: isDone ? argumentsText : "", ...called, name };
    }
  }
}

function reasoningBody(
  { id, part, encrypted }: Extract<Item, { kind: "reasoning" }>,
  isDone: boolean,
  style: ResponsesDialect["style"],
): JsonObject {
  const secret: JsonObject = encrypted === null ? {} : { encrypted_content: encrypted };
  const signed: JsonObject = part.signature === null || !style.gateway || !isDone ? {} : { signature: part.signature };
  const hasText = isDone && part.redacted === null;
  if (style.reasoning === "summary") {
    const summary = hasText && part.text !== "" ? [{ type: "summary_text", text: part.text }] : [];
    return { id, type: "reasoning", ...secret, summary };
  }
  const content: JsonObject = hasText ? { content: [{ type: "reasoning_text", text: part.text }] } : {};
  const status: JsonObject = style.gateway ? {} : { status: isDone ? "completed" : "in_progress" };
  return { id, type: "reasoning", ...status, summary: [], ...content, ...signed, ...secret };
}

/** A part of a message; before its deltas it is empty. */
export function partBody(words: Words, phase: At["phase"], style: ResponsesDialect["style"]): JsonObject {
  const text = phase === "done" ? words.text : "";
  if (words.kind === "refusal") return { type: "refusal", refusal: text };
  const logprobs: JsonObject =
    style.echo === "openai" || (style.echo === "mantle-short" && phase === "added") ? { logprobs: [] } : {};
  return { type: "output_text", annotations: [], ...logprobs, text };
}
