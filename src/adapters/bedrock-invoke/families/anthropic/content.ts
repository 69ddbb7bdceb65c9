import type { JsonObject } from "../../../../chat/json.js";
import type { AssistantPart, CachePointPart, ToolMessage, UserPart } from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import { unreachable } from "../../../../chat/unreachable.js";
import type { Policy } from "../../../adapter.js";
import {
  cached,
  imageBlock,
  markCached,
  redactedThinkingBlock,
  textBlock,
  thinkingBlock,
  toolResultBlock,
  toolUseBlock,
  writeDocument,
} from "../../../anthropic/write-blocks.js";
import { type PlacedPart, resultContent } from "../../../blocks/result-content.js";
import { argumentsDocument } from "../../encode/arguments-json.js";
import { type FamilyRefusal, isRefusal, refused } from "../family.js";

export type BlockWriter = { readonly policy: Policy; readonly warnings: Warning[] };

/** Encodes text, images, documents and cache points of a user turn as Messages blocks. */
export function userBlock(writer: BlockWriter, part: UserPart, field: string): JsonObject | FamilyRefusal | null {
  switch (part.kind) {
    case "text":
      if (part.text.trim() === "" && writer.policy === "repair") {
        return refused(field, "the service refuses blank user text", "invalid-history");
      }
      return textBlock(part.text);
    case "image":
      return imageBlock(part.source);
    case "document":
      return writeDocument(part);
    case "cache-point":
      return null;
    default:
      return unreachable(part);
  }
}

/** Encodes the parts of an assistant turn. Reasoning keeps its signature; unsigned reasoning is sent without one. */
export function assistantBlock(
  writer: BlockWriter,
  part: AssistantPart,
  field: string,
): JsonObject | FamilyRefusal | null {
  switch (part.kind) {
    case "text":
    case "refusal":
      if (part.text.trim() === "" && writer.policy === "repair") {
        warn(writer, { id: "blank-text-dropped", field: field, message: "blank assistant text is not sent" });
        return null;
      }
      return textBlock(part.text);
    case "tool-call":
      return toolUse(writer, part, field);
    case "reasoning":
      if (part.redacted !== null) return redactedThinkingBlock(part.redacted);
      if (part.signature === null && writer.policy === "repair") {
        warn(writer, { id: "part-dropped", field: field, message: "thinking without a signature is not sent" });
        return null;
      }
      return thinkingBlock(part);
    case "cache-point":
      return null;
    case "other":
      warn(writer, {
        id: "part-dropped",
        field: field,
        message: "the body cannot carry a part of an unknown kind",
      });
      return null;
    default:
      return unreachable(part);
  }
}

/** Encodes one `tool_result` block. Status `error` becomes `is_error`; absence means `success`. */
export function toolResult(writer: BlockWriter, message: ToolMessage, field: string): JsonObject {
  const { after } = resultContent(message.parts);
  const inside = after === null ? message.parts : message.parts.slice(0, -1);
  const content: JsonObject[] = [];
  inside.forEach((part, at) => {
    if (part.kind === "cache-point") markBefore(writer, { blocks: content, point: part }, `${field}.parts[${at}]`);
    else content.push(resultBlock(writer, part, `${field}.parts[${at}]`));
  });
  const blank = writer.policy === "repair" && content.every((block) => block["text"] === "");
  if (blank)
    warn(writer, { id: "blank-text-dropped", field: field, message: "an empty tool result is sent without content" });
  if (message.toolCallId === null)
    warn(writer, { id: "call-id-missing", field: field, message: "a tool result without an id is sent without one" });
  const isError = message.status === "error" ? true : null;
  const block = toolResultBlock({ toolCallId: message.toolCallId, content: blank ? null : content, isError });
  return after === null ? block : cached(block, after);
}

/** Marks the last block with a cache point; none: the point is left out, with a warning. */
export function markBefore(
  writer: BlockWriter,
  { blocks, point }: { readonly blocks: JsonObject[]; readonly point: CachePointPart },
  field: string,
): void {
  if (markCached(blocks, point)) return;
  warn(writer, { id: "cache-point-dropped", field, message: "there is no block before the cache point to mark" });
}

function resultBlock(writer: BlockWriter, part: PlacedPart["part"], field: string): JsonObject {
  switch (part.kind) {
    case "text":
      return textBlock(part.text);
    case "json":
      warn(writer, { id: "json-as-text", field, message: "JSON is sent as JSON text" });
      return textBlock(JSON.stringify(part.value));
    case "image":
      return imageBlock(part.source);
    case "document":
      return writeDocument(part);
    default:
      return unreachable(part);
  }
}

function toolUse(
  writer: BlockWriter,
  part: Extract<AssistantPart, { kind: "tool-call" }>,
  field: string,
): JsonObject | FamilyRefusal {
  const input = argumentsDocument(part.argumentsText, field, writer.policy);
  if (isRefusal(input)) return input;
  if (input.warning !== null) writer.warnings.push(input.warning);
  if (part.id === null)
    warn(writer, { id: "call-id-missing", field: field, message: "a tool call without an id is sent without one" });
  return toolUseBlock(part, input.value);
}

function warn(writer: BlockWriter, warning: Warning): void {
  writer.warnings.push(warning);
}
