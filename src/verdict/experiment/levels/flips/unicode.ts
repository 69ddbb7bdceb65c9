import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { AssistantPart, Message, SystemPart, ToolResultPart, UserPart } from "../../../../chat/message.js";
import type { ChatRequest, ResponseFormat } from "../../../../chat/request.js";
import { everywhere } from "../body-shape.js";
import { type Flip, level } from "../flip.js";

/**
 * Characters beyond ASCII. Each becomes one of ASCII: its letter without marks, or a question mark. Call ids, media and the model's own
 * reasoning stay. Names change alike wherever they stand, so that a call still fits its tool.
 */
export const unicode: Flip = {
  id: "unicode",
  name: "characters beyond ASCII",
  after: ["result-length"],
  pointers: everywhere(
    "/messages/**",
    "/system/**",
    "/tools/**",
    "/tool_choice/**",
    "/toolConfig/**",
    "/stop/**",
    "/stop_sequences/**",
    "/inferenceConfig/stopSequences/**",
    "/response_format/**",
    "/outputConfig/**",
  ),
  source: { source: "RFC 8259, section 8.1 (JSON is sent as UTF-8)", date: "2017-12-01" },
  offer: ({ request }) =>
    JSON.stringify(plain(request)) === JSON.stringify(request) ? [] : [level("ascii", "ASCII characters alone")],
  apply: plain,
};

function plain(request: ChatRequest): ChatRequest {
  const { messages, tools, toolChoice, stopSequences, responseFormat } = request;
  return {
    ...request,
    messages: messages.map(plainMessage),
    tools:
      tools?.map((tool) => ({
        ...tool,
        name: ascii(tool.name),
        description: tool.description === null ? null : ascii(tool.description),
        parameters: tool.parameters === null ? null : plainObject(tool.parameters),
      })) ?? null,
    toolChoice: toolChoice?.kind === "tool" ? { kind: "tool", name: ascii(toolChoice.name) } : toolChoice,
    stopSequences: stopSequences?.map(ascii) ?? null,
    responseFormat: responseFormat === null ? null : plainFormat(responseFormat),
  };
}

function plainMessage(message: Message): Message {
  switch (message.role) {
    case "system":
    case "developer":
      return { ...message, parts: message.parts.map((part): SystemPart => plainText(part)) };
    case "user":
      return { ...message, parts: message.parts.map((part): UserPart => plainText(part)) };
    case "assistant":
      return { ...message, parts: message.parts.map(plainPart) };
    case "tool": {
      const toolName = message.toolName === null ? null : ascii(message.toolName);
      return { ...message, toolName, parts: message.parts.map(plainResult) };
    }
  }
}

function plainText<Part extends { readonly kind: string }>(part: Part): Part {
  return part.kind === "text" && "text" in part && typeof part.text === "string"
    ? { ...part, text: ascii(part.text) }
    : part;
}

function plainPart(part: AssistantPart): AssistantPart {
  if (part.kind !== "tool-call") return plainText(part);
  const { name, argumentsText } = part;
  return {
    ...part,
    name: name === null ? null : ascii(name),
    argumentsText: argumentsText === null ? null : ascii(argumentsText),
  };
}

function plainResult(part: ToolResultPart): ToolResultPart {
  return part.kind === "json" ? { kind: "json", value: plainValue(part.value) } : plainText(part);
}

function plainFormat(format: ResponseFormat): ResponseFormat {
  return format.kind === "json-schema" ? { ...format, schema: plainObject(format.schema) } : format;
}

function plainValue(value: JsonValue): JsonValue {
  if (typeof value === "string") return ascii(value);
  if (Array.isArray(value)) return value.map(plainValue);
  return isJsonObject(value) ? plainObject(value) : value;
}

function plainObject(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [ascii(name), plainValue(one)]));
}

/** Quotation marks become apostrophes, which end no JSON text. */
function ascii(text: string): string {
  return text.replace(/[^\u0000-\u007f]/gu, (character) => {
    if (/[‘’“”«»„]/.test(character)) return "'";
    if (/[‐-―−]/.test(character)) return "-";
    const letter = character.normalize("NFKD").replace(/\p{M}/gu, "");
    return /^[A-Za-z0-9 ]$/.test(letter) ? letter : "?";
  });
}
