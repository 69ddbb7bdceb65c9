import type { JsonObject } from "../../../../chat/json.js";
import type { AssistantPart, CachePointPart, MediaSource, ToolMessage, UserPart } from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import { unreachable } from "../../../../chat/unreachable.js";
import type { Policy } from "../../../adapter.js";
import { type PlacedPart, resultContent } from "../../../blocks/result-content.js";
import { argumentsDocument } from "../../encode/arguments-json.js";
import type { Turn } from "../../encode/turns.js";
import { type FamilyRefusal, isRefusal, refused, unsupported } from "../family.js";

export type NovaWriter = { readonly policy: Policy; readonly warnings: Warning[] };

/** Encodes the content blocks of one turn, tool results first. */
export function turnBlocks(writer: NovaWriter, turn: Turn): readonly JsonObject[] | FamilyRefusal {
  const blocks: JsonObject[] = [];
  if (turn.role === "user") {
    for (const { message, field } of turn.results) {
      const written = toolResult(writer, message, field);
      if (isRefusal(written)) return written;
      blocks.push(...written);
    }
  }
  for (const { message, field } of turn.messages) {
    for (const [at, part] of message.parts.entries()) {
      const block = partBlock(writer, part, { field: `${field}.parts[${at}]`, role: turn.role });
      if (isRefusal(block)) return block;
      if (block !== null) blocks.push(block);
    }
  }
  return blocks;
}

export function cachePoint(point: CachePointPart): JsonObject {
  return { cachePoint: { type: "default", ...(point.ttl === null ? {} : { ttl: point.ttl }) } };
}

function partBlock(
  writer: NovaWriter,
  part: UserPart | AssistantPart,
  at: { readonly field: string; readonly role: Turn["role"] },
): JsonObject | FamilyRefusal | null {
  switch (part.kind) {
    case "text":
    case "refusal":
      return textBlock(writer, part.text, at);
    case "image":
      return imageBlock(part.source, at.field);
    case "document":
      return unsupported(at.field, "the nova body of InvokeModel cannot carry documents", "parameter-unsupported");
    case "cache-point":
      return cachePoint(part);
    case "tool-call":
      return toolUse(writer, part, at.field);
    case "reasoning":
      if (part.redacted !== null) return { reasoningContent: { redactedContent: part.redacted } };
      return {
        reasoningContent: {
          reasoningText: {
            ...(part.text === null ? {} : { text: part.text }),
            ...(part.signature === null ? {} : { signature: part.signature }),
          },
        },
      };
    case "other":
      writer.warnings.push({ id: "part-dropped", field: at.field, message: "a part of an unknown kind is not sent" });
      return null;
    default:
      return unreachable(part);
  }
}

function textBlock(
  writer: NovaWriter,
  text: string,
  at: { readonly field: string; readonly role: Turn["role"] },
): JsonObject | FamilyRefusal | null {
  if (text.trim() !== "" || writer.policy === "faithful") return { text };
  if (at.role === "user") return refused(at.field, "the service refuses blank user text", "invalid-history");
  writer.warnings.push({ id: "blank-text-dropped", field: at.field, message: "blank assistant text is not sent" });
  return null;
}

function toolUse(
  writer: NovaWriter,
  part: Extract<AssistantPart, { kind: "tool-call" }>,
  field: string,
): JsonObject | FamilyRefusal {
  const input = argumentsDocument(part.argumentsText, field, writer.policy);
  if (isRefusal(input)) return input;
  if (input.warning !== null) writer.warnings.push(input.warning);
  return {
    toolUse: {
      ...(part.id === null ? {} : { toolUseId: part.id }),
      ...(part.name === null ? {} : { name: part.name }),
      input: input.value,
    },
  };
}

/** A cache point after the result is a block of its own; one inside it has no place. */
function toolResult(writer: NovaWriter, message: ToolMessage, field: string): readonly JsonObject[] | FamilyRefusal {
  const content: JsonObject[] = [];
  const { shown, between, after } = resultContent(message.parts);
  for (const { at } of between) {
    const why = "the nova body has no cache point inside a tool result";
    writer.warnings.push({ id: "part-dropped", field: `${field}.parts[${at}]`, message: why });
  }
  for (const { part, at } of shown) {
    const block = resultBlock(part, `${field}.parts[${at}]`);
    if (isRefusal(block)) return block;
    content.push(block);
  }
  if (message.toolCallId === null) {
    writer.warnings.push({ id: "call-id-missing", field, message: "a tool result without an id is sent without one" });
  }
  const written: JsonObject = {
    ...(message.toolCallId === null ? {} : { toolUseId: message.toolCallId }),
    content,
    ...(message.status === null ? {} : { status: message.status }),
  };
  return after === null ? [{ toolResult: written }] : [{ toolResult: written }, cachePoint(after)];
}

function resultBlock(part: PlacedPart["part"], field: string): JsonObject | FamilyRefusal {
  switch (part.kind) {
    case "text":
      return { text: part.text };
    case "json":
      return { json: part.value };
    case "image":
      return imageBlock(part.source, field);
    case "document":
      return unsupported(field, "the nova body of InvokeModel cannot carry documents", "parameter-unsupported");
    default:
      return unreachable(part);
  }
}

function imageBlock(source: MediaSource, field: string): JsonObject | FamilyRefusal {
  if (source.kind === "url") {
    return unsupported(field, "the nova body accepts the bytes of an image, not a link", "parameter-unsupported");
  }
  const format = source.mediaType.replace(/^image\//, "").replace(/^jpg$/, "jpeg");
  return { image: { format, source: { bytes: source.base64 } } };
}
