import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { AssistantMessage, AssistantPart, OtherPart, ReasoningPart } from "../../../chat/message.js";
import { unreachable } from "../../../chat/unreachable.js";
import type { Numbered } from "../../blocks/turns.js";
import type { Warn } from "../../blocks/warning-log.js";
import { encodeCachePoint, warnName } from "./shared-blocks.js";
import { encodeToolCall } from "./tool-call.js";

/** Encodes an assistant message as content blocks, in the order of its parts. */
export function encodeAssistant({ index, message }: Numbered<AssistantMessage>, warn: Warn): readonly JsonObject[] {
  const field = `messages[${index}]`;
  warnName(message.name, field, warn);
  return message.parts.flatMap((part, partIndex) => encodePart(part, `${field}.parts[${partIndex}]`, warn));
}

function encodePart(part: AssistantPart, field: string, warn: Warn): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ text: part.text }];
    case "reasoning":
      return encodeReasoning(part, field, warn);
    case "tool-call":
      return [encodeToolCall(part, field, warn)];
    case "refusal":
      warn("refusal-as-text", field, "Converse has no block for a refusal; it is sent as text");
      return [{ text: part.text }];
    case "cache-point":
      return [encodeCachePoint(part)];
    case "other":
      return encodeOther(part, field, warn);
    default:
      return unreachable(part);
  }
}

/**
 * Sends signature and redacted bytes unchanged, because they are opaque. A part with both text and bytes becomes two
 * blocks.
 */
function encodeReasoning(part: ReasoningPart, field: string, warn: Warn): readonly JsonObject[] {
  if (part.details !== null) {
    warn("dropped", `${field}.details`, "Converse has no member for a provider's own reasoning details");
  }
  const blocks: JsonObject[] = [];
  if (part.text !== null || part.signature !== null) {
    if (part.text === null) {
      warn("reasoning-text-absent", field, 'a signature without text is sent with the text ""');
    }
    const reasoningText = { text: part.text ?? "", ...(part.signature === null ? {} : { signature: part.signature }) };
    blocks.push({ reasoningContent: { reasoningText } });
  }
  if (part.redacted !== null) blocks.push({ reasoningContent: { redactedContent: part.redacted } });
  if (blocks.length === 0) warn("dropped", field, "the reasoning has neither text nor opaque bytes to send");
  return blocks;
}

/**
 * A part of an unknown kind is a block of the wire that it came from. Blocks of Converse are named by their one member; what has a
 * `type` is an item or block of another API, which would end the conversation here.
 */
function encodeOther({ raw }: OtherPart, field: string, warn: Warn): readonly JsonObject[] {
  if (!isJsonObject(raw)) {
    warn("dropped", field, "a part that is not a JSON object cannot be a content block");
    return [];
  }
  if (typeof raw["type"] === "string") {
    warn("other-part-dropped", field, `a ${raw["type"]} of another API has no block in Converse and is not sent`);
    return [];
  }
  warn("other-part-sent", field, "a part of an unknown kind is sent unchanged");
  return [raw];
}
