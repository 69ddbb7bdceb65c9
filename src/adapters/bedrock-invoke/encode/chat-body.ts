import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { AssistantMessage, Message, ReasoningPart, ToolMessage, UserMessage } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { Tool } from "../../../chat/request.js";
import type { Policy } from "../../adapter.js";
import { type FamilyRefusal, isRefusal, unsupported } from "../families/family.js";

/** How the OpenAI-shaped body families differ in writing a conversation. */
export type ChatBodyRules = { readonly family: string; readonly images: boolean };

export type ChatBodyWriter = {
  readonly rules: ChatBodyRules;
  readonly policy: Policy;
  readonly warnings: Warning[];
};

/**
 * Writes the messages of a Chat Completions body. Text parts are joined without a separator: these engines require
 * strings.
 */
export function writeMessages(
  writer: ChatBodyWriter,
  messages: readonly Message[],
): readonly JsonObject[] | FamilyRefusal {
  const written: JsonObject[] = [];
  for (const [at, message] of messages.entries()) {
    const one = writeMessage(writer, message, `messages[${at}]`);
    if (isRefusal(one)) return one;
    written.push(one);
  }
  return written;
}

/** Writes the tools of a Chat Completions body; a missing description or schema is left out. */
export function writeTools(tools: readonly Tool[]): readonly JsonObject[] {
  return tools.map((tool) => ({
    type: "function",
    function: {
      name: tool.name,
      ...(tool.description === null ? {} : { description: tool.description }),
      ...(tool.parameters === null ? {} : { parameters: tool.parameters }),
      ...(tool.strict === null ? {} : { strict: tool.strict }),
    },
  }));
}

function writeMessage(writer: ChatBodyWriter, message: Message, field: string): JsonObject | FamilyRefusal {
  switch (message.role) {
    case "system":
    case "developer":
      if (message.role === "developer")
        warn(writer, { id: "role-mapped", field: field, message: "developer is sent as system" });
      return { role: "system", content: textOnly(writer, message.parts, field) };
    case "user":
      return writeUser(writer, message, field);
    case "assistant":
      return writeAssistant(writer, message, field);
    case "tool":
      return writeToolResult(writer, message, field);
  }
}

function writeUser(writer: ChatBodyWriter, message: UserMessage, field: string): JsonObject | FamilyRefusal {
  const content: JsonObject[] = [];
  let media = false;
  for (const [at, part] of message.parts.entries()) {
    const place = `${field}.parts[${at}]`;
    if (part.kind === "text") content.push({ type: "text", text: part.text });
    else if (part.kind === "cache-point") drop(writer, place, part.kind);
    else if (part.kind === "image" && writer.rules.images) {
      media = true;
      const { source } = part;
      const url = source.kind === "url" ? source.url : `data:${source.mediaType};base64,${source.base64}`;
      content.push({ type: "image_url", image_url: { url } });
    } else {
      return unsupported(
        place,
        `the ${writer.rules.family} body cannot carry a part of kind ${part.kind}`,
        "parameter-unsupported",
      );
    }
  }
  const name = message.name === null ? {} : { name: message.name };
  if (media) return { role: "user", content, ...name };
  return {
    role: "user",
    content: textOnly(
      writer,
      message.parts.filter((part) => part.kind === "text"),
      field,
    ),
    ...name,
  };
}

function writeAssistant(writer: ChatBodyWriter, message: AssistantMessage, field: string): JsonObject {
  const texts: string[] = [];
  const members: { [member: string]: JsonValue } = {};
  const calls: JsonObject[] = [];
  for (const [at, part] of message.parts.entries()) {
    const place = `${field}.parts[${at}]`;
    if (part.kind === "text" || part.kind === "refusal") texts.push(part.text);
    else if (part.kind === "reasoning") writeReasoningBack(writer, part, { texts, members, place });
    else if (part.kind === "tool-call") {
      if (part.id === null)
        warn(writer, { id: "call-id-missing", field: place, message: "a tool call without an id is sent without one" });
      calls.push({
        ...(part.id === null ? {} : { id: part.id }),
        type: "function",
        function: {
          ...(part.name === null ? {} : { name: part.name }),
          ...(part.argumentsText === null ? {} : { arguments: part.argumentsText }),
        },
      });
    } else drop(writer, place, part.kind);
  }
  const blank = writer.policy === "repair" && calls.length > 0 && texts.join("").trim() === "";
  return {
    role: "assistant",
    content: texts.length === 0 || blank ? null : texts.join(""),
    ...members,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

/** Sends reasoning back as it arrived: inside its tag, or in its member. */
function writeReasoningBack(
  writer: ChatBodyWriter,
  part: ReasoningPart,
  to: { readonly texts: string[]; readonly members: { [member: string]: JsonValue }; readonly place: string },
): void {
  if (part.text === null || part.field === null) {
    drop(writer, to.place, "reasoning");
  } else if (part.field.startsWith("<")) {
    to.texts.push(`${part.field}${part.text}</${part.field.slice(1)}`);
  } else if (part.field === "reasoning_content" || part.field === "reasoning") {
    to.members[part.field] = part.text;
  } else {
    drop(writer, to.place, "reasoning");
  }
}

function writeToolResult(writer: ChatBodyWriter, message: ToolMessage, field: string): JsonObject | FamilyRefusal {
  const texts: string[] = [];
  for (const [at, part] of message.parts.entries()) {
    if (part.kind === "text") texts.push(part.text);
    else if (part.kind === "cache-point") drop(writer, `${field}.parts[${at}]`, part.kind);
    else if (part.kind === "json") {
      warn(writer, { id: "json-as-text", field: `${field}.parts[${at}]`, message: "JSON is sent as JSON text" });
      texts.push(JSON.stringify(part.value));
    } else {
      const why = `the ${writer.rules.family} body accepts only text as a tool result, not a part of kind ${part.kind}`;
      return unsupported(`${field}.parts[${at}]`, why, "parameter-unsupported");
    }
  }
  if (message.status === "error")
    warn(writer, { id: "tool-status-dropped", field: field, message: "the body has no member for an error status" });
  if (message.toolCallId === null)
    warn(writer, { id: "call-id-missing", field: field, message: "a tool result without an id is sent without one" });
  return {
    role: "tool",
    ...(message.toolCallId === null ? {} : { tool_call_id: message.toolCallId }),
    ...(message.toolName === null ? {} : { name: message.toolName }),
    content: texts.join(""),
  };
}

type TextLike = { readonly kind: "text"; readonly text: string } | { readonly kind: "cache-point" };

function textOnly(writer: ChatBodyWriter, parts: readonly TextLike[], field: string): string {
  if (parts.some((part) => part.kind === "cache-point")) drop(writer, field, "cache-point");
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function drop(writer: ChatBodyWriter, field: string, kind: string): void {
  warn(writer, {
    id: "part-dropped",
    field: field,
    message: `the ${writer.rules.family} body cannot carry a part of kind ${kind}`,
  });
}

function warn(writer: ChatBodyWriter, warning: Warning): void {
  writer.warnings.push(warning);
}
