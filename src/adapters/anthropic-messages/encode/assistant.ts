import type { JsonObject } from "../../../chat/json.js";
import type { AssistantPart, ToolCallPart } from "../../../chat/message.js";
import { unreachable } from "../../../chat/unreachable.js";
import { markCached, textBlock, toolUseBlock } from "../../anthropic/write-blocks.js";
import { argumentsDocument } from "../../blocks/arguments-document.js";
import type { Turn } from "../../blocks/turns.js";
import type { Warn } from "../../blocks/warning-log.js";
import { warnName } from "./content.js";
import { encodeOther } from "./other.js";
import { encodeReasoning } from "./reasoning.js";

/** Encodes an assistant turn: every part in its place. */
export function encodeAssistantTurn({ messages }: Turn & { role: "assistant" }, warn: Warn): readonly JsonObject[] {
  const blocks: JsonObject[] = [];
  for (const { index, message } of messages) {
    const field = `messages[${index}]`;
    warnName(message.name, field, warn);
    message.parts.forEach((part, at) => {
      addPart(blocks, part, { field: `${field}.parts[${at}]`, warn });
    });
  }
  return blocks;
}

type Place = { readonly field: string; readonly warn: Warn };

function addPart(blocks: JsonObject[], part: AssistantPart, { field, warn }: Place): void {
  switch (part.kind) {
    case "text":
      blocks.push(textBlock(part.text));
      return;
    case "refusal":
      warn("refusal-as-text", field, "Messages has no block for a refusal; it is sent as text");
      blocks.push(textBlock(part.text));
      return;
    case "reasoning":
      blocks.push(...encodeReasoning(part, field, warn));
      return;
    case "tool-call":
      blocks.push(encodeToolCall(part, field, warn));
      return;
    case "cache-point":
      if (!markCached(blocks, part)) {
        warn("cache-point-dropped", field, "there is no block before the cache point to mark");
      }
      return;
    case "other":
      blocks.push(...encodeOther(part, field, warn));
      return;
    default:
      unreachable(part);
  }
}

/** Encodes a call: id and name verbatim, the text of its arguments as an object. */
function encodeToolCall(part: ToolCallPart, field: string, warn: Warn): JsonObject {
  if (part.id === null) warn("tool-call-id-missing", `${field}.id`, "the call has no id, and none is invented");
  if (part.name === null) warn("tool-name-missing", `${field}.name`, "the call has no name, and none is invented");
  return toolUseBlock(part, argumentsDocument(part.argumentsText, `${field}.argumentsText`, warn));
}
