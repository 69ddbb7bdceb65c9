import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { isJsonObject } from "../../../chat/json.js";
import type { AssistantMessage, AssistantPart, OtherPart, ReasoningPart, ToolCallPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { reasoningItem } from "../../openai/reasoning-item.js";
import { encodeContent } from "./parts.js";

/** What encoding a message depends on, and the list that collects its warnings. */
export type MessageContext = {
  /** The target's reasoning dialect. It decides the member for reasoning that does not name its own. */
  readonly dialect: string | null;
  /**
   * True: a cache point in a tool result is a mark too, which makes its content a list (OpenRouterTeam/ai-sdk-provider,
   * `convert-to-openrouter-chat-messages.ts`, read 2026-11-29).
   */
  readonly marksResults: boolean;
  readonly warnings: Warning[];
};

/**
 * Encodes an assistant turn for replay: content is null when it has no text, arguments of tool calls keep their text, and
 * reasoning goes into the member that it arrived in.
 */
export function encodeAssistant(message: AssistantMessage, field: string, context: MessageContext): JsonObject {
  const place = { field, warnings: context.warnings };
  const contents = [...message.parts.entries()].flatMap(([index, part]) =>
    part.kind === "text" || part.kind === "cache-point" ? [{ part, index }] : [],
  );
  const calls = indexed(message.parts, "tool-call");
  const refusals = indexed(message.parts, "refusal");
  return {
    role: "assistant",
    content: encodeContent(
      contents.map(({ part }) => part),
      { ...place, indexes: contents.map(({ index }) => index) },
    ),
    ...(message.name === null ? {} : { name: message.name }),
    ...encodeReasoning(indexed(message.parts, "reasoning"), field, context),
    ...(refusals.length === 0 ? {} : { refusal: refusals.map(({ part }) => part.text).join("") }),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map((call) => encodeCall(call, place)) }),
    ...Object.assign({}, ...indexed(message.parts, "other").map((other) => encodeOther(other, place))),
  };
}

type Indexed<Part> = { readonly part: Part; readonly index: number };
type Place = { readonly field: string; readonly warnings: Warning[] };

function indexed<Kind extends AssistantPart["kind"]>(
  parts: readonly AssistantPart[],
  kind: Kind,
): readonly Indexed<Extract<AssistantPart, { kind: Kind }>>[] {
  const isKind = (part: AssistantPart): part is Extract<AssistantPart, { kind: Kind }> => part.kind === kind;
  return parts.flatMap((part, index) => (isKind(part) ? [{ part, index }] : []));
}

function encodeCall({ part, index }: Indexed<ToolCallPart>, { field, warnings }: Place): JsonObject {
  const absent = (member: string) =>
    warnings.push({
      id: `tool-call-${member}-missing`,
      field: `${field}.parts[${index}]`,
      message: `a tool call without ${member} is sent without it`,
    });
  if (part.id === null) absent("id");
  if (part.name === null) absent("name");
  if (part.argumentsText === null) absent("arguments");
  return {
    ...(part.id === null ? {} : { id: part.id }),
    type: "function",
    function: {
      ...(part.name === null ? {} : { name: part.name }),
      ...(part.argumentsText === null ? {} : { arguments: part.argumentsText }),
    },
  };
}

/**
 * `reasoning_details` go back unmodified and replace the text (OpenRouter docs, reasoning tokens, read 2026-08); beside an
 * empty list the text is sent too. Moonshot's own API has no details and requires the text, in `reasoning_content`, beside
 * every call ("reasoning_content is missing in assistant tool call message", mastra#12592, 2026).
 */
function encodeReasoning(sent: readonly Indexed<ReasoningPart>[], field: string, context: MessageContext): JsonObject {
  const requiresText = context.dialect === "moonshot-thinking";
  const parts = sent.map((one) => withoutItems(one, field, context));
  const detailed = requiresText ? [] : parts.filter(({ part }) => part.details !== null);
  const details = detailed.flatMap(({ part }) => part.details ?? []);
  const plain = requiresText ? parts : parts.filter(({ part }) => part.details === null || part.details.length === 0);
  const members: { [name: string]: JsonValue } = detailed.length === 0 ? {} : { reasoning_details: details };
  for (const { part, index } of plain) {
    const place = { field: `${field}.parts[${index}]`, warnings: context.warnings };
    warnOpaque(part, place);
    if (part.text === null && (part.details ?? []).length > 0) {
      const message = "this API has no member for opaque details of reasoning";
      context.warnings.push({ id: "reasoning-details-dropped", field: place.field, message });
    }
    if (part.text === null) continue;
    const name = memberFor(part, context.dialect, place);
    const known = members[name];
    members[name] = typeof known === "string" ? known + part.text : part.text;
  }
  return members;
}

/** Items of the Responses API are no `reasoning_details`: these have types of their own (OpenRouter docs, reasoning tokens). */
function withoutItems(
  one: Indexed<ReasoningPart>,
  field: string,
  { warnings }: MessageContext,
): Indexed<ReasoningPart> {
  const { details } = one.part;
  const own = details?.filter((detail) => reasoningItem(detail) === null) ?? [];
  if (details === null || own.length === details.length) return one;
  const message = "reasoning items of the Responses API have no place in this API";
  warnings.push({ id: "reasoning-details-dropped", field: `${field}.parts[${one.index}]`, message });
  return { ...one, part: { ...one.part, details: own.length === 0 ? null : own } };
}

function memberFor(part: ReasoningPart, dialect: string | null, { field, warnings }: Place): string {
  if (part.field === "reasoning" || part.field === "reasoning_content") return part.field;
  const name = dialect === "openrouter" ? "reasoning" : "reasoning_content";
  const message = `reasoning that came in ${part.field ?? "no member"} is sent in ${name}`;
  warnings.push({ id: "reasoning-member", field, message });
  return name;
}

function warnOpaque(part: ReasoningPart, { field, warnings }: Place): void {
  for (const name of ["signature", "redacted"] as const) {
    if (part[name] === null) continue;
    warnings.push({
      id: `reasoning-${name}-dropped`,
      field,
      message: `this API has no member for the ${name} of reasoning`,
    });
  }
}

/** A legacy function call goes back unchanged. No other part of an unknown kind can be sent. */
function encodeOther({ part, index }: Indexed<OtherPart>, { field, warnings }: Place): JsonObject {
  const raw = part.raw;
  if (isJsonObject(raw) && isJsonObject(raw["function_call"])) return { function_call: raw["function_call"] };
  warnings.push({
    id: "other-part-dropped",
    field: `${field}.parts[${index}]`,
    message: "a part of an unknown kind is not sent",
  });
  return {};
}
