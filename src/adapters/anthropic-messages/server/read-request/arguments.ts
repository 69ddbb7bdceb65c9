import { isJsonObject, type JsonObject } from "../../../../chat/json.js";
import type { AssistantPart, Message } from "../../../../chat/message.js";
import { parseJson } from "../../../../wire/json.js";
import { stringIn } from "../../../draft/read-json.js";

/**
 * An input that holds arguments which are no JSON object, since `input` must be one. Anthropic's documentation of fine-grained tool
 * streaming wraps such text in an object too (platform.claude.com, read 2026-11-29).
 */
export function wrappedArguments(text: string): JsonObject {
  return { [wrapper]: text };
}

/** Takes the text of arguments out of {@link wrappedArguments}, so that a model gets back what it wrote. */
export function readArguments(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) =>
    message.role === "assistant" ? { ...message, parts: message.parts.map(unwrapped) } : message,
  );
}

const wrapper = "INVALID_JSON";

function unwrapped(part: AssistantPart): AssistantPart {
  if (part.kind !== "tool-call" || part.argumentsText?.startsWith(`{"${wrapper}"`) !== true) return part;
  const parsed = parseJson(part.argumentsText);
  if (!parsed.ok || !isJsonObject(parsed.value) || Object.keys(parsed.value).length !== 1) return part;
  const text = stringIn(parsed.value, wrapper);
  return text === null ? part : { ...part, argumentsText: text };
}
