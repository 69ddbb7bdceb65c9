import { isJsonObject, type JsonObject } from "../../../../chat/json.js";
import type { AssistantPart, ReasoningPart, RefusalPart, TextPart, ToolCallPart } from "../../../../chat/message.js";
import type { TokenLogprob, Warning } from "../../../../chat/reply.js";
import { parseJson } from "../../../../wire/json.js";
import { textAt } from "../../../openai/wire-members.js";
import { isUsableId } from "../../../openai-chat/server/encode-reply/call.js";
import { derivedCallId, type ReplyIdentity } from "../../../openai-chat/server/encode-reply/identity.js";
import { textToken } from "../../../server/log-probabilities.js";
import { type SealedReasoning, sealReasoning } from "../../../server/sealed-reasoning.js";
import { keptMembersOf } from "../../decode/kept-members.js";
import { responsesItem } from "../../encode/item-types.js";
import type { OfferedTool } from "../offered-tools.js";
import { itemId } from "./identity.js";

/** Where an item stands in the output, and what its making depends on. */
export type ItemPlace = {
  readonly index: number;
  readonly identity: ReplyIdentity;
  readonly tools: readonly OfferedTool[];
  readonly warnings: Warning[];
  /** The log probabilities of a text. */
  readonly tokens: readonly TokenLogprob[];
};

export type ItemStatus = "in_progress" | "completed" | "incomplete";

/** The part of an output text that this API requires beside it. */
export function outputText(text: string, tokens: readonly TokenLogprob[] = []): JsonObject {
  return { type: "output_text", annotations: [], logprobs: tokens.map(textToken), text };
}

/** A message with one text or refusal. */
export function messageItem(
  part: TextPart | RefusalPart,
  status: ItemStatus,
  { identity, index, tokens }: ItemPlace,
): JsonObject {
  const content = part.kind === "text" ? outputText(part.text, tokens) : { type: "refusal", refusal: part.text };
  const kept = part.kind === "text" ? keptMembersOf("message", part.wire) : {};
  const isBegun = status === "in_progress";
  return {
    ...{ id: itemId(identity, "msg", index), type: "message", status, role: "assistant" },
    ...{ content: isBegun ? [] : [content], ...kept },
  };
}

/** Marks of a reasoning part's items that a stream needs: see {@link SealedReasoning}. */
export type ReasoningMark = Pick<SealedReasoning, "text" | "key" | "role">;

/**
 * Reasoning as an item: its text is the summary, which every client shows, and the rest is sealed in `encrypted_content`. Null: the part
 * says nothing.
 */
export function reasoningItem(
  part: ReasoningPart,
  mark: ReasoningMark | null,
  { identity, index }: ItemPlace,
): JsonObject | null {
  const { text, signature, redacted, details, field } = part;
  const isOpaque = signature !== null || redacted !== null || details !== null;
  if (text === null && !isOpaque && mark?.role !== "whole") return null;
  const shown = mark?.role === "whole" ? null : text;
  const own: ReasoningMark = mark ?? { text: text === "" ? text : null, key: null, role: "part" };
  return {
    id: itemId(identity, "rs", index),
    type: "reasoning",
    summary: shown === null || shown === "" ? [] : [{ type: "summary_text", text: shown }],
    encrypted_content: sealReasoning({ field, signature, redacted, details, ...own }),
  };
}

/** A call, as the client declared its tool: with its namespace, or of a custom tool with its text. */
export function callItem(part: ToolCallPart, status: ItemStatus, place: ItemPlace): JsonObject {
  const { identity, index, tools } = place;
  // An item that begins is written whole at its end, with what there is to say about it.
  const warnings = status === "in_progress" ? [] : place.warnings;
  const tool = tools.find(({ name }) => name === part.name) ?? null;
  const name = tool?.own ?? part.name;
  if (name === null) {
    const message = "the provider sent a call without a name";
    warnings.push({ id: "tool-call-name-missing", field: `output[${index}].name`, message });
  }
  const called = {
    ...{ status, call_id: callId(part.id, { ...place, warnings }), name: name ?? "" },
    ...keptMembersOf("function_call", part.wire),
    ...(tool === null ? {} : namespaceOf(tool)),
  };
  if (tool?.isCustom === true) {
    const input = status === "in_progress" ? "" : inputOf(part, place);
    return { id: itemId(identity, "ctc", index), type: "custom_tool_call", ...called, input };
  }
  const given = status === "in_progress" ? "" : argumentsOf(part, place);
  return { id: itemId(identity, "fc", index), type: "function_call", ...called, arguments: given };
}

/** An item of this API as it came; null, with a warning: the part is of another API, and this one has no place for it. */
export function otherItem(
  { raw }: Extract<AssistantPart, { kind: "other" }>,
  { warnings }: ItemPlace,
): JsonObject | null {
  const item = responsesItem(raw);
  if (item !== null) return item;
  const names = isJsonObject(raw) ? Object.keys(raw).slice(0, 3).join(", ") : typeof raw;
  const message = `a part ${names} of a kind that this API has no item for`;
  warnings.push({ id: "other-part-dropped", field: "output", message });
  return null;
}

function namespaceOf({ namespace }: OfferedTool): JsonObject {
  return namespace === null ? {} : { namespace };
}

/** The provider's id, unchanged, or a derived one with a warning: a client can only answer a call that has one. */
function callId(id: string | null, { identity, index, warnings }: ItemPlace): string {
  if (isUsableId(id)) return id;
  const derived = derivedCallId(identity, index);
  const message = `the provider sent ${id === null ? "no id" : "a blank id"}; ${derived} replaces it`;
  warnings.push({ id: "tool-call-id-derived", field: `output[${index}].call_id`, message });
  return derived;
}

function argumentsOf({ argumentsText }: ToolCallPart, { index, warnings }: ItemPlace): string {
  if (argumentsText !== null && argumentsText.trim() !== "") return argumentsText;
  const message = "the provider sent a call without arguments; {} replaces them";
  warnings.push({ id: "arguments-filled", field: `output[${index}].arguments`, message });
  return "{}";
}

/** The text of a custom tool's call; its arguments as they came where they are no `{"input": …}`. */
function inputOf({ argumentsText }: ToolCallPart, { index, warnings }: ItemPlace): string {
  const parsed = parseJson(argumentsText ?? "");
  const input = parsed.ok && isJsonObject(parsed.value) ? textAt(parsed.value, "input") : null;
  if (input !== null) return input;
  const message = 'the arguments of the call are no {"input": …}; they are sent as they came';
  warnings.push({ id: "custom-input-unread", field: `output[${index}].input`, message });
  return argumentsText ?? "";
}
