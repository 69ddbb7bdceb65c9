import type { JsonObject } from "../../../chat/json.js";
import type { AssistantMessage, AssistantPart, OtherPart, ToolCallPart } from "../../../chat/message.js";
import { unreachable } from "../../../chat/unreachable.js";
import { keptMembersOf } from "../decode/kept-members.js";
import { type ItemContext, warn } from "./context.js";
import { responsesItem, responsesPart } from "./item-types.js";
import { dropCachePoint } from "./parts.js";
import { encodeReasoning } from "./reasoning.js";

/**
 * Encodes an assistant's turn as one item for each part, in their order: text and refusals as messages, calls as
 * `function_call` with their arguments' text, reasoning and everything that has no type here as the item that it came as. A
 * turn without parts is a message without content.
 */
export function encodeAssistant(message: AssistantMessage, field: string, context: ItemContext): readonly JsonObject[] {
  if (message.name !== null) {
    warn(context, "name-dropped", [`${field}.name`, `a message has no name here; ${message.name} is not sent`]);
  }
  if (message.parts.length === 0) return [{ role: "assistant", content: [] }];
  return message.parts.flatMap((part, index) => encodePart(part, `${field}.parts[${index}]`, context));
}

function encodePart(part: AssistantPart, field: string, context: ItemContext): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ role: "assistant", content: part.text, ...keptMembersOf("message", part.wire) }];
    case "refusal":
      return [{ role: "assistant", content: [{ type: "refusal", refusal: part.text }] }];
    case "tool-call":
      return [encodeCall(part, field, context)];
    case "reasoning":
      return encodeReasoning(part, field, context);
    case "cache-point":
      dropCachePoint(field, context);
      return [];
    case "other":
      return encodeOther(part, field, context);
    default:
      return unreachable(part);
  }
}

/**
 * The item's own id is not sent: it refers to an item that the service has stored, and nothing is stored. Replay works without
 * it (OpenRouter: recording of simonw/llm-openrouter, test_tool_calls, 2026).
 */
function encodeCall(part: ToolCallPart, field: string, context: ItemContext): JsonObject {
  const absent = (member: string) =>
    warn(context, `tool-call-${member}-missing`, [field, `a tool call without ${member} is sent without it`]);
  if (part.id === null) absent("id");
  if (part.name === null) absent("name");
  if (part.argumentsText === null) absent("arguments");
  return {
    type: "function_call",
    ...(part.id === null ? {} : { call_id: part.id }),
    ...(part.name === null ? {} : { name: part.name }),
    ...(part.argumentsText === null ? {} : { arguments: part.argumentsText }),
    ...keptMembersOf("function_call", part.wire),
  };
}

function encodeOther({ raw }: OtherPart, field: string, context: ItemContext): readonly JsonObject[] {
  const item = responsesItem(raw);
  if (item !== null) return [item];
  const part = responsesPart(raw);
  if (part !== null) return [{ role: "assistant", content: [part] }];
  warn(context, "other-part-dropped", [field, "a part of an unknown kind is no item of this API and is not sent"]);
  return [];
}
