import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { isJsonObject } from "../../../chat/json.js";
import type { AssistantMessage, AssistantPart, OtherPart, ReasoningPart, ToolCallPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { encodeContent } from "./parts.js";

/** What the encoding of one message needs, and where its warnings go. */
export type MessageContext = {
  /** The target's reasoning dialect, which says in which member reasoning without one of its own is replayed. */
  readonly dialect: string | null;
  readonly warnings: Warning[];
};

/**
 * An assistant's turn as it is replayed: content null when it has no text, tool calls with their arguments as the text
 * they came in, reasoning in the member it came in.
 */
export function encodeAssistant(message: AssistantMessage, field: string, context: MessageContext): JsonObject {
  const at = { field, warnings: context.warnings };
  const contents = message.parts.filter((part) => part.kind === "text" || part.kind === "cache-point");
  const calls = indexed(message.parts, "tool-call");
  const refusals = indexed(message.parts, "refusal");
  return {
    role: "assistant",
    content: encodeContent(contents, at),
    ...(message.name === null ? {} : { name: message.name }),
    ...encodeReasoning(indexed(message.parts, "reasoning"), field, context),
    ...(refusals.length === 0 ? {} : { refusal: refusals.map(({ part }) => part.text).join("") }),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map((call) => encodeCall(call, at)) }),
    ...Object.assign({}, ...indexed(message.parts, "other").map((other) => encodeOther(other, at))),
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
 * `reasoning_details` go back unmodified and stand for the text (OpenRouter docs, reasoning tokens, read 2026-08); an
 * empty list stands for nothing, so that the text goes beside it. Moonshot's own API has no details and wants the text, in
 * `reasoning_content`, beside every call ("reasoning_content is missing in assistant tool call message", mastra#12592, 2026).
 */
function encodeReasoning(parts: readonly Indexed<ReasoningPart>[], field: string, context: MessageContext): JsonObject {
  const wantsText = context.dialect === "moonshot-thinking";
  const detailed = wantsText ? [] : parts.filter(({ part }) => part.details !== null);
  const details = detailed.flatMap(({ part }) => part.details ?? []);
  const plain = wantsText ? parts : parts.filter(({ part }) => part.details === null || part.details.length === 0);
  const members: { [name: string]: JsonValue } = detailed.length === 0 ? {} : { reasoning_details: details };
  for (const { part, index } of plain) {
    const at = { field: `${field}.parts[${index}]`, warnings: context.warnings };
    warnOpaque(part, at);
    if (part.text === null && (part.details ?? []).length > 0) {
      const message = "this API has no member for opaque details of reasoning";
      context.warnings.push({ id: "reasoning-details-dropped", field: at.field, message });
    }
    if (part.text === null) continue;
    const name = memberFor(part, context.dialect, at);
    const known = members[name];
    members[name] = typeof known === "string" ? known + part.text : part.text;
  }
  return members;
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

/** A legacy function call goes back as it came; anything else that we have no word for cannot. */
function encodeOther({ part, index }: Indexed<OtherPart>, { field, warnings }: Place): JsonObject {
  const raw = part.raw;
  if (isJsonObject(raw) && isJsonObject(raw["function_call"])) return { function_call: raw["function_call"] };
  warnings.push({
    id: "other-part-dropped",
    field: `${field}.parts[${index}]`,
    message: "a part of a kind unknown to us is not sent",
  });
  return {};
}
