import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Behaviour } from "../profile.js";
import { isList, listAt, memberOf, numberAt, objectAt, textAt } from "../request/members.js";
import { converseBodyMistake } from "./body/converse-body.js";
import { pairingMistake } from "./tool-pairing.js";

/**
 * The reason why Converse refuses a body, in its words; null: it accepts the body. Texts are from user reports of 2025 and
 * 2026 (opencode#11210, strands#1435, agno#6698, kibana#277821, langchain-aws#141, litellm#34239, kagent#1473); the two
 * about roles are from memory of the service.
 */
export function converseMistake(body: JsonObject, behaviour: Behaviour): string | null {
  const messages = listAt(body, "messages");
  return (
    converseBodyMistake(body) ??
    constraintMistake(body, behaviour) ??
    settingsMistake(objectAt(body, "inferenceConfig") ?? {}) ??
    roleMistake(messages) ??
    first(messages, (message, at) => contentMistake(message, at, behaviour)) ??
    pairingMistake(messages) ??
    toolConfigMistake(body, messages)
  );
}

function constraintMistake(body: JsonObject, behaviour: Behaviour): string | null {
  const broken = [
    ...emptyTexts(body),
    ...listAt(body, "messages").flatMap((message, at) =>
      listAt(message, "content").flatMap((block, inner) =>
        idMistakes(block, `messages.${at + 1}.member.content.${inner + 1}`, behaviour),
      ),
    ),
  ];
  if (broken.length === 0) return null;
  return `${broken.length} validation error${broken.length === 1 ? "" : "s"} detected: ${broken.join("; ")}`;
}

function emptyTexts(body: JsonObject): readonly string[] {
  const system = listAt(body, "system").flatMap((block, at) =>
    textAt(block, "text") === "" ? [lengthMistake(`system.${at + 1}.member.text`, "greater than or equal to 1")] : [],
  );
  const toolConfig = objectAt(body, "toolConfig");
  const tools = toolConfig === null || listAt(toolConfig, "tools").length > 0 ? [] : ["toolConfig.tools"];
  return [...system, ...tools.map((name) => lengthMistake(name, "greater than or equal to 1"))];
}

/** In these texts the service counts list members from 1, in all others from 0. */
function idMistakes(block: JsonValue, place: string, behaviour: Behaviour): readonly string[] {
  const kind = objectAt(block, "toolUse") === null ? "toolResult" : "toolUse";
  const id = textAt(objectAt(block, kind) ?? {}, "toolUseId");
  if (id === null) return [];
  const where = `${place}.member.${kind}.toolUseId`;
  const pattern = behaviour.rejectIds?.by === "service" ? behaviour.rejectIds.pattern : "[a-zA-Z0-9_.:-]+";
  return [
    ...(id.length > 64 ? [lengthMistake(where, "less than or equal to 64")] : []),
    ...(id.length === 0 ? [lengthMistake(where, "greater than or equal to 1")] : []),
    ...(new RegExp(`^(?:${pattern})$`).test(id) || id === ""
      ? []
      : [
          `Value at '${where}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
        ]),
  ];
}

function lengthMistake(where: string, bound: string): string {
  return `Value at '${where}' failed to satisfy constraint: Member must have length ${bound}`;
}

function settingsMistake(settings: JsonObject): string | null {
  const ranges = [
    ["maxTokens", 1, Number.POSITIVE_INFINITY],
    ["temperature", 0, 1],
    ["topP", 0, 1],
  ] as const;
  for (const [name, least, most] of ranges) {
    const value = numberAt(settings, name);
    if (value !== null && (value < least || value > most)) {
      const bound = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
      return `1 validation error detected: Value at 'inferenceConfig.${name}' failed to satisfy constraint: Member must have value ${bound}`;
    }
  }
  return null;
}

function roleMistake(messages: readonly JsonValue[]): string | null {
  const roles = messages.map((message) => textAt(message, "role"));
  if (roles[0] !== "user") {
    return "A conversation must start with a user message. Try again with a conversation that starts with a user message.";
  }
  if (!roles.some((role, index) => index > 0 && role === roles[index - 1])) return null;
  return "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.";
}

function contentMistake(message: JsonValue, at: number, behaviour: Behaviour): string | null {
  const blocks = listAt(message, "content");
  if (blocks.length === 0) {
    return `The content field in the Message object at messages.${at} is empty. Add a ContentBlock object to the content field and try again.`;
  }
  const texts = blocks.some((block) => textAt(block, "text") !== null);
  const results = blocks.some((block) => objectAt(block, "toolResult") !== null);
  if (behaviour.noMixedTurns && texts && results) {
    return `messages.${at}.content: Conversation blocks and tool result blocks cannot be provided in the same turn.`;
  }
  return first(blocks, (block, inner) => blockMistake(block, `messages.${at}.content.${inner}`, behaviour));
}

function blockMistake(block: JsonValue, where: string, behaviour: Behaviour): string | null {
  const text = textAt(block, "text");
  if (text !== null && text.trim() === "") {
    return `The text field in the ContentBlock object at ${where} is blank. Add text to the text field, and try again.`;
  }
  const result = objectAt(block, "toolResult");
  if (result !== null && textAt(result, "status") === "error" && isEmptyList(memberOf(result, "content"))) {
    return `The content field at ${where}.toolResult cannot be empty when status value is error.`;
  }
  const name = textAt(objectAt(block, "toolUse") ?? {}, "name");
  if (name !== null && !/^[a-zA-Z0-9_-]+$/.test(name)) {
    return "A tool name is invalid. Tool names can only contain letters, numbers, underscores, and hyphens";
  }
  const reasoning = objectAt(objectAt(block, "reasoningContent") ?? {}, "reasoningText");
  if (behaviour.noReasoningSignature && textAt(reasoning ?? {}, "signature") !== null) {
    return "This model doesn't support the reasoningContent.reasoningText.signature field. Remove reasoningContent.reasoningText.signature and try again.";
  }
  return null;
}

function toolConfigMistake(body: JsonObject, messages: readonly JsonValue[]): string | null {
  const used = messages.some((message) =>
    listAt(message, "content").some((block) => isJsonObject(block) && ("toolUse" in block || "toolResult" in block)),
  );
  if (!used || objectAt(body, "toolConfig") !== null) return null;
  return "The toolConfig field must be defined when using toolUse and toolResult content blocks.";
}

function isEmptyList(value: JsonValue | undefined): boolean {
  return isList(value) && value.length === 0;
}

function first<Item>(items: readonly Item[], find: (item: Item, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== null) return found;
  }
  return null;
}
