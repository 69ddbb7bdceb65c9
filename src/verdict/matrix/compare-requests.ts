import { groupBy } from "../../chat/group-by.js";
import type { JsonValue } from "../../chat/json.js";
import type { Message } from "../../chat/message.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import { sameJson } from "../checks/same-json.js";
import { quote } from "../compare-text.js";

/**
 * One field of a compared pair of requests.
 * `same`: both sides send the same. `translated`: both send the same thing, each in its API's terms. `defaulted`: at least one
 * side sends nothing, so the service's default applies. `dropped`: an adapter could not carry it over. `different`: both
 * sides send it, with different values.
 */
export type FieldEquivalence = {
  readonly field: string;
  readonly state: "same" | "translated" | "defaulted" | "dropped" | "different";
  /** The value that is sent, shortened; null: nothing is sent. */
  readonly left: string | null;
  readonly right: string | null;
  /** The warnings behind the state, each with its side; null without one. */
  readonly why: string | null;
};

/** One side of a pair: the scenario's request, and the adapter's warnings about what it could not send unchanged. */
export type SentRequest = { readonly request: ChatRequest; readonly warnings: readonly Warning[] };

/** Compares the requests of one step in two columns, field by field, in a fixed order. */
export function compareRequests(left: SentRequest, right: SentRequest): readonly FieldEquivalence[] {
  return compareRead(readRequest(left), readRequest(right));
}

/** One side as it is compared: what it sends in each field, in the fixed order, and its warnings by field. */
export type ReadRequest = {
  readonly sent: readonly { readonly value: JsonValue; readonly shown: string | null }[];
  readonly warned: ReadonlyMap<string, readonly Warning[]>;
};

/** Reads a side once, however many others it is compared with. */
export function readRequest({ request, warnings }: SentRequest): ReadRequest {
  const sent = fields.map(({ read }) => {
    const value = read(request);
    return { value, shown: shown(value) };
  });
  return { sent, warned: groupBy(warnings, fieldOf) };
}

/** The same as {@link compareRequests}, of two sides that were read. */
export function compareRead(left: ReadRequest, right: ReadRequest): readonly FieldEquivalence[] {
  const compared = fields.map(({ name }, at) =>
    compareField(name, [left.sent[at] ?? unread, right.sent[at] ?? unread], warnedOn(name, left, right)),
  );
  return [...compared, ...otherWarnings(left, right)];
}

/** True when no field was dropped or differs, so that the request does not explain a difference of the replies. */
export function isEquivalent(compared: readonly FieldEquivalence[]): boolean {
  return compared.every(({ state }) => state !== "dropped" && state !== "different");
}

/** How each side wrote a tool result that is JSON: as a JSON document, or as text. */
export type ResultForms = { readonly left: "json" | "text"; readonly right: "json" | "text" };

/** The forms in which the JSON results of the history went out; null: no result is JSON, or both sides wrote it alike. */
export function resultForms(left: SentRequest, right: SentRequest): ResultForms | null {
  if (![left, right].every(({ request }) => request.messages.some(hasJsonResult))) return null;
  const forms = { left: formIn(left), right: formIn(right) };
  return forms.left === forms.right ? null : forms;
}

function hasJsonResult(message: Message): boolean {
  return message.role === "tool" && message.parts.some(({ kind }) => kind === "json");
}

/** An adapter that writes JSON as text warns of it. */
function formIn({ warnings }: SentRequest): "json" | "text" {
  return warnings.some(({ id }) => id === "json-as-text") ? "text" : "json";
}

type Read = (request: ChatRequest) => JsonValue;
type Field = { readonly name: string; readonly read: Read };

const fields: readonly Field[] = [
  { name: "model", read: (request) => request.model },
  { name: "messages", read: (request) => request.messages.map(withoutIds) },
  { name: "toolCallIds", read: (request) => idsOf(request.messages) },
  { name: "tools", read: (request) => request.tools },
  { name: "toolChoice", read: (request) => request.toolChoice },
  { name: "parallelToolCalls", read: (request) => request.parallelToolCalls },
  { name: "maxOutputTokens", read: (request) => request.maxOutputTokens },
  { name: "temperature", read: (request) => request.temperature },
  { name: "topP", read: (request) => request.topP },
  { name: "topK", read: (request) => request.topK },
  { name: "seed", read: (request) => request.seed },
  { name: "presencePenalty", read: (request) => request.presencePenalty },
  { name: "frequencyPenalty", read: (request) => request.frequencyPenalty },
  { name: "stopSequences", read: (request) => request.stopSequences },
  { name: "reasoning", read: (request) => (request.reasoning?.mode === "default" ? null : request.reasoning) },
  { name: "responseFormat", read: (request) => request.responseFormat },
  { name: "choices", read: (request) => request.choices },
  { name: "logprobs", read: (request) => request.logprobs },
  { name: "logitBias", read: (request) => request.logitBias },
  { name: "extra", read: (request) => (Object.keys(request.extra).length === 0 ? null : request.extra) },
  { name: "change", read: (request) => request.change },
];

type Sent = ReadRequest["sent"][number];

const unread: Sent = { value: null, shown: null };

function compareField(name: string, [left, right]: readonly [Sent, Sent], warned: readonly Warned[]): FieldEquivalence {
  return {
    field: name,
    state: stateOf(name, [left.value, right.value], warned),
    left: left.shown,
    right: right.shown,
    why: warned.length === 0 ? null : warned.map(({ text }) => text).join("; "),
  };
}

function stateOf(
  name: string,
  [left, right]: readonly [JsonValue, JsonValue],
  warned: readonly Warned[],
): FieldEquivalence["state"] {
  if (warned.some(({ isDrop }) => isDrop)) return "dropped";
  if (left === null || right === null) return "defaulted";
  if (name === "model") return sameJson(left, right) ? "same" : "translated";
  if (!sameJson(left, right)) return "different";
  return warned.length > 0 ? "translated" : "same";
}

type Warned = { readonly text: string; readonly isDrop: boolean };

function warnedOn(name: string, left: ReadRequest, right: ReadRequest): readonly Warned[] {
  return [...warningsOn(name, left, "left"), ...warningsOn(name, right, "right")];
}

function warningsOn(name: string, { warned }: ReadRequest, side: "left" | "right"): readonly Warned[] {
  const warnings = warned.get(name) ?? [];
  return warnings.map((warning) => ({ text: `${side}: ${warning.message}`, isDrop: isDrop(warning) }));
}

/** The request field at the start of a warning's path; call ids count as a separate field. */
function fieldOf({ id, field }: Warning): string {
  if (/call-id/.test(id)) return "toolCallIds";
  return /^\w+/.exec(field)?.[0] ?? "";
}

function isDrop({ id }: Warning): boolean {
  return /dropped|unsupported|not-carried/.test(id);
}

/** Warnings about fields that are not in the list are shown too. */
function otherWarnings(left: ReadRequest, right: ReadRequest): readonly FieldEquivalence[] {
  const names = [...left.warned.keys(), ...right.warned.keys()].filter((name) => !known.has(name));
  const seen: Sent = { value: "(see the warning)", shown: "(see the warning)" };
  return [...new Set(names)].sort().map((name) => compareField(name, [seen, seen], warnedOn(name, left, right)));
}

const known = new Set(fields.map(({ name }) => name));

/** A message without the ids of its calls, which are compared separately. */
function withoutIds(message: Message): JsonValue {
  if (message.role === "tool") return { ...message, toolCallId: null };
  if (message.role !== "assistant") return message;
  return { ...message, parts: message.parts.map((part) => (part.kind === "tool-call" ? { ...part, id: null } : part)) };
}

/** The ids of all calls; null in a conversation without calls. */
function idsOf(messages: readonly Message[]): JsonValue {
  const ids = messages.flatMap((message) =>
    message.role === "assistant" ? message.parts.flatMap((part) => (part.kind === "tool-call" ? [part.id] : [])) : [],
  );
  return ids.length === 0 ? null : ids;
}

function shown(value: JsonValue): string | null {
  if (value === null) return null;
  return typeof value === "string" ? value : quote(JSON.stringify(value), 200).slice(1, -1);
}
