import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { AssistantMessage, AssistantPart, OtherPart, ReasoningPart } from "../../../chat/message.js";
import { unreachable } from "../../../chat/unreachable.js";
import { encodeCachePoint, warnName } from "./shared-blocks.js";
import { encodeToolCall } from "./tool-call.js";
import type { Numbered } from "./turns.js";
import type { Warn } from "./warning-log.js";

export function encodeAssistant({ index, message }: Numbered<AssistantMessage>, warn: Warn): readonly JsonObject[] {
  const field = `messages[${index}]`;
  warnName(message.name, field, warn);
  return message.parts.flatMap((part, at) => encodePart(part, `${field}.parts[${at}]`, warn));
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
      warn("refusal-as-text", field, "Converse keeps no refusal apart from text; it is sent as text");
      return [{ text: part.text }];
    case "cache-point":
      return [encodeCachePoint(part)];
    case "other":
      return encodeOther(part, field, warn);
    default:
      return unreachable(part);
  }
}

/** Signature and redacted bytes are opaque and go out unchanged; a part that has both text and bytes is two blocks. */
function encodeReasoning(part: ReasoningPart, field: string, warn: Warn): readonly JsonObject[] {
  if (part.details !== null) {
    warn("dropped", `${field}.details`, "Converse has no place for a provider's own reasoning details");
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
  if (blocks.length === 0)
    warn("dropped", field, "the reasoning has neither text nor opaque bytes that Converse could carry");
  return blocks;
}

/** A part that we have no word for is a block of its own wire; on another wire it is refused there, not hidden here. */
function encodeOther({ raw }: OtherPart, field: string, warn: Warn): readonly JsonObject[] {
  if (!isJsonObject(raw)) {
    warn("dropped", field, "a part that is no JSON object cannot be a content block");
    return [];
  }
  warn("other-part-sent", field, "a part that we have no word for is sent as it was read");
  return [raw];
}
