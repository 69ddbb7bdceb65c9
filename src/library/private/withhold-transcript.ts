import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { AssistantPart, Message, ToolResultPart, UserPart } from "../../chat/message.js";
import type { Note, Reply, Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import { digestOf, shortName, vendorWord } from "./digest-text.js";

/**
 * A trial of a private recording without any text of its requests and replies: every text is its length and hash, so that equal ones are still equal, and
 * JSON is one such text.
 */
export function withholdTranscript(transcript: Transcript): Transcript {
  const { provenance, notRun } = transcript;
  return {
    ...transcript,
    provenance: { ...provenance, note: null },
    turns: transcript.turns.map(withheldTurn),
    notRun: notRun === null ? null : { ...notRun, reason: digestOf(notRun.reason) },
  };
}

function withheldTurn({ step, request, leftOut, reply, attempts, otherReading }: Turn): Turn {
  return {
    step,
    request: withheldRequest(request),
    leftOut: leftOut.map(withheldWarning),
    reply: withheldReply(reply),
    attempts: attempts.map((attempt) => ({ ...attempt, requestId: nameOrNull(attempt.requestId) })),
    otherReading:
      otherReading === null
        ? null
        : {
            client: otherReading.client,
            differences: otherReading.differences.map(digestOf),
            reading: {
              ...otherReading.reading,
              finish: withheldFinish(otherReading.reading.finish),
              text: digestOf(otherReading.reading.text),
              reasoning: digest(otherReading.reading.reasoning),
              toolCalls: otherReading.reading.toolCalls.map(withheldCall),
            },
          },
  };
}

function withheldRequest(request: ChatRequest): ChatRequest {
  const { tools, toolChoice, stopSequences, responseFormat, extra } = request;
  return {
    ...request,
    model: shortName(request.model),
    messages: request.messages.map(withheldMessage),
    tools:
      tools?.map((tool) => ({
        ...tool,
        name: digestOf(tool.name),
        description: digest(tool.description),
        parameters: tool.parameters === null ? null : digestObject(tool.parameters),
      })) ?? null,
    toolChoice: toolChoice?.kind === "tool" ? { ...toolChoice, name: digestOf(toolChoice.name) } : toolChoice,
    stopSequences: stopSequences?.map(digestOf) ?? null,
    responseFormat:
      responseFormat?.kind === "json-schema"
        ? { ...responseFormat, name: digestOf(responseFormat.name), schema: digestObject(responseFormat.schema) }
        : responseFormat,
    extra: Object.keys(extra).length === 0 ? extra : digestObject(extra),
  };
}

function withheldMessage(message: Message): Message {
  switch (message.role) {
    case "assistant":
      return { ...message, name: digest(message.name), parts: message.parts.map(withheldPart) };
    case "tool":
      return {
        ...message,
        toolCallId: digest(message.toolCallId),
        toolName: digest(message.toolName),
        parts: message.parts.map(withheldInput),
      };
    case "user":
      return { ...message, name: digest(message.name), parts: message.parts.map(withheldInput) };
    default:
      return {
        ...message,
        name: digest(message.name),
        parts: message.parts.map((part) => (part.kind === "text" ? { ...part, text: digestOf(part.text) } : part)),
      };
  }
}

function withheldInput<Part extends UserPart | ToolResultPart>(part: Part): Part {
  switch (part.kind) {
    case "text":
      return { ...part, text: digestOf(part.text) };
    case "json":
      return { ...part, value: digestJson(part.value) };
    case "image":
    case "document":
      return {
        ...part,
        ...("name" in part ? { name: digest(part.name) } : {}),
        source:
          part.source.kind === "bytes"
            ? { ...part.source, base64: digestOf(part.source.base64) }
            : { ...part.source, url: digestOf(part.source.url) },
      };
    default:
      return part;
  }
}

function withheldPart(part: AssistantPart): AssistantPart {
  switch (part.kind) {
    case "text":
      return { ...part, text: digestOf(part.text), ...withheldWire(part) };
    case "refusal":
      return { ...part, text: digestOf(part.text) };
    case "tool-call":
      return withheldCall(part);
    case "reasoning":
      return {
        ...part,
        text: digest(part.text),
        signature: digest(part.signature),
        redacted: digest(part.redacted),
        details: part.details?.map(digestJson) ?? null,
      };
    case "other":
      return { ...part, raw: digestJson(part.raw) };
    default:
      return part;
  }
}

function withheldWire({ wire }: { readonly wire?: JsonObject }): { readonly wire?: JsonObject } {
  return wire === undefined ? {} : { wire: digestObject(wire) };
}

function withheldCall<
  Call extends {
    readonly id: string | null;
    readonly name: string | null;
    readonly argumentsText: string | null;
    readonly wire?: JsonObject;
  },
>(call: Call): Call {
  return {
    ...call,
    ...withheldWire(call),
    id: digest(call.id),
    name: digest(call.name),
    argumentsText: digest(call.argumentsText),
  };
}

function withheldReply(reply: Reply): Reply {
  const { usage, failure } = reply;
  return {
    ...reply,
    id: nameOrNull(reply.id),
    model: nameOrNull(reply.model),
    upstream: nameOrNull(reply.upstream),
    requestId: nameOrNull(reply.requestId),
    parts: reply.parts.map(withheldPart),
    finish: withheldFinish(reply.finish),
    usage: usage === null ? null : { ...usage, raw: null },
    failure:
      failure === null
        ? null
        : {
            ...failure,
            message: digestOf(failure.message),
            code: failure.code === null ? null : vendorWord(failure.code),
            requestId: nameOrNull(failure.requestId),
            raw: digest(failure.raw),
          },
    warnings: reply.warnings.map(withheldWarning),
    notes: reply.notes.map(withheldNote),
  };
}

function withheldFinish(finish: Reply["finish"]): Reply["finish"] {
  if (finish === null) return null;
  const word = (one: string | null) => (one === null ? null : vendorWord(one));
  const { raw, nativeRaw, stopSequence } = finish;
  return { ...finish, raw: word(raw), nativeRaw: word(nativeRaw), stopSequence: digest(stopSequence) };
}

function withheldNote({ id, message }: Note): Note {
  return { id, message: digestOf(message) };
}

function withheldWarning({ id, field, message }: Warning): Warning {
  return { id, field: vendorWord(field), message: digestOf(message) };
}

function digestJson(value: JsonValue): JsonValue {
  return digestOf(JSON.stringify(value));
}

function digestObject(value: JsonObject): JsonObject {
  return { withheld: digestOf(JSON.stringify(value)) };
}

function digest(text: string | null): string | null {
  return text === null ? null : digestOf(text);
}

function nameOrNull(name: string | null): string | null {
  return name === null ? null : shortName(name);
}
