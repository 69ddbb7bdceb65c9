import type { JsonValue } from "../../chat/json.js";
import type { Message } from "../../chat/message.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import { sameJson } from "../checks/same-json.js";
import { quote } from "../compare-text.js";

/**
 * How one field of a compared pair of requests stands.
 * `same`: sent alike. `translated`: the same thing in each service's own words. `defaulted`: at least one side sends
 * nothing, and the service's default applies there. `dropped`: an adapter could not carry it over.
 * `different`: both sides send it, and not the same.
 */
export type FieldEquivalence = {
  readonly field: string;
  readonly state: "same" | "translated" | "defaulted" | "dropped" | "different";
  /** What is sent, shortened; null: nothing. */
  readonly left: string | null;
  readonly right: string | null;
  /** The warnings that say so, each with its side; null: none does. */
  readonly why: string | null;
};

/** One side of a pair: the request as the scenario made it, and what its adapter could not send as it stands. */
export type SentRequest = { readonly request: ChatRequest; readonly warnings: readonly Warning[] };

/** The requests of one step in two columns, field by field, in a fixed order. */
export function compareRequests(left: SentRequest, right: SentRequest): readonly FieldEquivalence[] {
  return [...fields.map(({ name, read }) => compareField(name, { left, right }, read)), ...otherWarnings(left, right)];
}

/** True when nothing was dropped and nothing differs: what the replies may then differ in is not the request. */
export function isEquivalent(compared: readonly FieldEquivalence[]): boolean {
  return compared.every(({ state }) => state !== "dropped" && state !== "different");
}

type Sides = { readonly left: SentRequest; readonly right: SentRequest };
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
  { name: "extra", read: (request) => (Object.keys(request.extra).length === 0 ? null : request.extra) },
];

function compareField(name: string, { left, right }: Sides, read: Read): FieldEquivalence {
  const [sentLeft, sentRight] = [read(left.request), read(right.request)];
  const warned = [...warningsOn(name, left, "left"), ...warningsOn(name, right, "right")];
  return {
    field: name,
    state: stateOf(name, [sentLeft, sentRight], warned),
    left: shown(sentLeft),
    right: shown(sentRight),
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

function warningsOn(name: string, { warnings }: SentRequest, side: "left" | "right"): readonly Warned[] {
  return warnings
    .filter((warning) => fieldOf(warning) === name)
    .map((warning) => ({ text: `${side}: ${warning.message}`, isDrop: isDrop(warning) }));
}

/** The field of the request that a warning's path begins with; ids of calls count as a field of their own. */
function fieldOf({ id, field }: Warning): string {
  if (/call-id/.test(id)) return "toolCallIds";
  return /^\w+/.exec(field)?.[0] ?? "";
}

function isDrop({ id }: Warning): boolean {
  return /dropped|unsupported|not-carried/.test(id);
}

/** Warnings about fields that the list does not know are shown too, never left out. */
function otherWarnings(left: SentRequest, right: SentRequest): readonly FieldEquivalence[] {
  const known = new Set(fields.map(({ name }) => name));
  const names = [...left.warnings, ...right.warnings].map(fieldOf).filter((name) => !known.has(name));
  return [...new Set(names)].sort().map((name) => compareField(name, { left, right }, () => "(see the warning)"));
}

/** The conversation without the ids of its calls, which are compared on their own. */
function withoutIds(message: Message): JsonValue {
  if (message.role === "tool") return { ...message, toolCallId: null };
  if (message.role !== "assistant") return message;
  return { ...message, parts: message.parts.map((part) => (part.kind === "tool-call" ? { ...part, id: null } : part)) };
}

/** Null where the conversation has no call. */
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
