import type { ChatEvent } from "../../chat/event.js";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { Finish, Usage } from "../../chat/reply.js";
import { encodeFinish } from "./encode-finish.js";
import { type ReplyNames, standInId } from "./encode-reply.js";
import { encodeUsage } from "./encode-usage.js";

/** A stream that is being written. Owned by its writer: {@link writeEvent} changes it. */
export type StreamWriter = {
  readonly names: ReplyNames;
  readonly includeUsage: boolean;
  /** Part → index among the calls. */
  readonly calls: Map<number, CallWritten>;
  isBegun: boolean;
  finish: Finish | null;
  usage: Usage | null;
};

type CallWritten = { readonly index: number; hasArguments: boolean; isEnded: boolean };

export function startWriter(names: ReplyNames, includeUsage: boolean): StreamWriter {
  return { names, includeUsage, calls: new Map(), isBegun: false, finish: null, usage: null };
}

/** The chunks that one event becomes; most become one, and what clients have no member for becomes none. */
export function writeEvent(writer: StreamWriter, event: ChatEvent): readonly JsonObject[] {
  switch (event.kind) {
    case "text-delta":
      return event.text === "" ? [] : [delta(writer, { content: event.text })];
    case "refusal-delta":
      return event.text === "" ? [] : [delta(writer, { refusal: event.text })];
    case "reasoning-delta":
      return event.text === "" ? [] : [delta(writer, { reasoning_content: event.text, reasoning: event.text })];
    case "reasoning-details":
      return [delta(writer, { reasoning_details: [...event.details] })];
    case "reasoning-signature":
      return [delta(writer, { reasoning_details: [{ type: "reasoning.text", text: "", signature: event.signature }] })];
    case "reasoning-redacted":
      return [delta(writer, { reasoning_details: [{ type: "reasoning.encrypted", data: event.redacted }] })];
    case "tool-call-start":
      return [callStart(writer, event)];
    case "tool-call-delta":
      return callDelta(writer, event.part, event.argumentsText);
    case "tool-call-info":
      return callInfo(writer, event);
    case "part-end":
      return callEnd(writer, event.part);
    case "finish":
      writer.finish ??= event.finish;
      return [];
    case "usage":
      writer.usage = event.usage;
      return [];
    case "reply-end":
      return ending(writer);
    default:
      return [];
  }
}

/** An error after the stream began: OpenAI's envelope in a chunk of its own; no finish follows it. */
export function errorChunk(error: JsonObject): JsonObject {
  return { error };
}

/** One chunk as SSE. */
export function chunkText(chunk: JsonObject): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

export const doneText = "data: [DONE]\n\n";

type CallStart = Extract<ChatEvent, { kind: "tool-call-start" }>;

function callStart(writer: StreamWriter, { part, id, name, argumentsText }: CallStart): JsonObject {
  const index = writer.calls.size;
  const text = argumentsText ?? "";
  writer.calls.set(part, { index, hasArguments: text !== "", isEnded: false });
  const call = {
    index,
    id: id === null || id === "" ? standInId(index) : id,
    type: "function",
    function: { name: name ?? "", arguments: text },
  };
  return delta(writer, { tool_calls: [call] });
}

function callDelta(writer: StreamWriter, part: number, text: string): readonly JsonObject[] {
  const call = writer.calls.get(part);
  if (call === undefined || text === "") return [];
  call.hasArguments = true;
  return [delta(writer, { tool_calls: [{ index: call.index, function: { arguments: text } }] })];
}

/** A name that came late is sent late; an id that came late is not: the first one that was sent counts. */
function callInfo(writer: StreamWriter, event: Extract<ChatEvent, { kind: "tool-call-info" }>): readonly JsonObject[] {
  const call = writer.calls.get(event.part);
  if (call === undefined || event.name === null) return [];
  return [delta(writer, { tool_calls: [{ index: call.index, function: { name: event.name, arguments: "" } }] })];
}

/** A call without arguments is one of `{}`: clients parse what they joined. */
function callEnd(writer: StreamWriter, part: number): readonly JsonObject[] {
  const call = writer.calls.get(part);
  if (call === undefined || call.isEnded) return [];
  call.isEnded = true;
  if (call.hasArguments) return [];
  call.hasArguments = true;
  return [delta(writer, { tool_calls: [{ index: call.index, function: { arguments: "{}" } }] })];
}

function ending(writer: StreamWriter): readonly JsonObject[] {
  const open = [...writer.calls.keys()].flatMap((part) => callEnd(writer, part));
  const begun = writer.isBegun ? [] : [delta(writer, { content: "" })];
  const finish = chunk(writer, [
    { index: 0, delta: {}, logprobs: null, ...encodeFinish(writer.finish, writer.calls.size > 0) },
  ]);
  const usage = encodeUsage(writer.usage);
  const counted = writer.includeUsage && usage !== null ? [{ ...chunk(writer, []), usage }] : [];
  return [...begun, ...open, finish, ...counted];
}

/** The role stands in the first delta alone. */
function delta(writer: StreamWriter, members: JsonObject): JsonObject {
  const role = writer.isBegun ? {} : { role: "assistant" };
  writer.isBegun = true;
  return chunk(writer, [{ index: 0, delta: { ...role, ...members }, logprobs: null, finish_reason: null }]);
}

function chunk({ names, includeUsage }: StreamWriter, choices: readonly JsonValue[]): JsonObject {
  const { id, created, model } = names;
  const usage = includeUsage ? { usage: null } : {};
  return { id, object: "chat.completion.chunk", created, model, choices: [...choices], ...usage };
}
