import type { JsonObject } from "../../../chat/json.js";
import type { Message, SystemMessage, UserMessage } from "../../../chat/message.js";
import type { ChatRequest } from "../../../chat/request.js";
import { unreachable } from "../../../chat/unreachable.js";
import { encodeAssistant } from "./assistant.js";
import { type ItemContext, warn } from "./context.js";
import { encodeContent } from "./parts.js";
import { encodeToolOutput } from "./tool-output.js";

/**
 * Encodes the messages as input items, in the given order: nothing is merged or moved. A message of the system, a developer or
 * a user is one item, without `type`: the form that every host was seen to take (recordings of OpenAI, Azure, OpenRouter, xAI and both
 * routes of Bedrock Mantle, 2026). `instructions` is not used: it has no place among the messages, and it is one text. An
 * assistant's turn is one item for each of its parts, a tool's result one item.
 */
export function encodeInput(
  request: ChatRequest,
  { target, warnings, marksCache }: Omit<ItemContext, "stores">,
): readonly JsonObject[] {
  const stores = { ...target.extra, ...request.extra }["store"] === true;
  const context: ItemContext = { target, warnings, stores, marksCache };
  return request.messages.flatMap((message, index) => encodeMessage(message, `messages[${index}]`, context));
}

function encodeMessage(message: Message, field: string, context: ItemContext): readonly JsonObject[] {
  switch (message.role) {
    case "system":
    case "developer":
    case "user":
      return [encodeContentMessage(message, field, context)];
    case "assistant":
      return encodeAssistant(message, field, context);
    case "tool":
      return [encodeToolOutput(message, field, context)];
    default:
      return unreachable(message);
  }
}

function encodeContentMessage(message: SystemMessage | UserMessage, field: string, context: ItemContext): JsonObject {
  if (message.name !== null) {
    warn(context, "name-dropped", [`${field}.name`, `a message has no name here; ${message.name} is not sent`]);
  }
  return { role: message.role, content: encodeContent(message.parts, field, context) };
}
