import type { JsonObject } from "../../../../chat/json.js";
import type { AssistantPart, CachePointPart, MediaSource, ToolMessage, UserPart } from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import { unreachable } from "../../../../chat/unreachable.js";
import type { Policy } from "../../../adapter.js";
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
      return { type: "text", text: part.text };
    case "image":
      return { type: "image", source: mediaSource(part.source) };
    case "document":
      return {
        type: "document",
        source: mediaSource(part.source),
        ...(part.name === null ? {} : { title: part.name }),
      };
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
      return { type: "text", text: part.text };
    case "tool-call":
      return toolUse(writer, part, field);
    case "reasoning":
      if (part.redacted !== null) return { type: "redacted_thinking", data: part.redacted };
      if (part.signature === null && writer.policy === "repair") {
        warn(writer, { id: "part-dropped", field: field, message: "thinking without a signature is not sent" });
        return null;
      }
      return {
        type: "thinking",
        ...(part.text === null ? {} : { thinking: part.text }),
        ...(part.signature === null ? {} : { signature: part.signature }),
      };
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
  const content = message.parts.map((part, at): JsonObject => {
    switch (part.kind) {
      case "text":
        return { type: "text", text: part.text };
      case "json":
        warn(writer, { id: "json-as-text", field: `${field}.parts[${at}]`, message: "JSON is sent as JSON text" });
        return { type: "text", text: JSON.stringify(part.value) };
      case "image":
        return { type: "image", source: mediaSource(part.source) };
      case "document":
        return { type: "document", source: mediaSource(part.source) };
      default:
        return unreachable(part);
    }
  });
  const blank = writer.policy === "repair" && content.every((block) => block["text"] === "");
  if (blank)
    warn(writer, { id: "blank-text-dropped", field: field, message: "an empty tool result is sent without content" });
  if (message.toolCallId === null)
    warn(writer, { id: "call-id-missing", field: field, message: "a tool result without an id is sent without one" });
  return {
    type: "tool_result",
    ...(message.toolCallId === null ? {} : { tool_use_id: message.toolCallId }),
    ...(blank ? {} : { content }),
    ...(message.status === "error" ? { is_error: true } : {}),
  };
}

/** Puts `cache_control` on the block before a cache point. */
export function cacheControl(point: CachePointPart): JsonObject {
  return { cache_control: { type: "ephemeral", ...(point.ttl === null ? {} : { ttl: point.ttl }) } };
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
  return {
    type: "tool_use",
    ...(part.id === null ? {} : { id: part.id }),
    ...(part.name === null ? {} : { name: part.name }),
    input: input.value,
  };
}

function mediaSource(source: MediaSource): JsonObject {
  if (source.kind === "url") return { type: "url", url: source.url };
  const mediaType = source.mediaType === "image/jpg" ? "image/jpeg" : source.mediaType;
  return { type: "base64", media_type: mediaType, data: source.base64 };
}

function warn(writer: BlockWriter, warning: Warning): void {
  writer.warnings.push(warning);
}
