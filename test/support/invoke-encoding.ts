import type { Encoded, Policy } from "../../src/adapters/adapter.js";
import { encodeForFamily } from "../../src/adapters/bedrock-invoke/encode.js";
import type { JsonObject } from "../../src/chat/json.js";
import type { AssistantPart, Message } from "../../src/chat/message.js";
import { type ChatRequest, plainRequest, type Tool } from "../../src/chat/request.js";
import type { Quirks } from "../../src/chat/target.js";
import { invokeTarget } from "./invoke-frames.js";

/** A tool with a schema. */
export const weather: Tool = {
  name: "get_weather",
  description: "The weather",
  parameters: { type: "object", properties: { city: { type: "string" } } },
  strict: null,
};

/** A conversation of a system text, a question, a call and its result. */
export const conversation: readonly Message[] = [
  { role: "system", parts: [{ kind: "text", text: "Be brief." }], name: null },
  user("Weather in Rome?"),
  assistant({
    kind: "tool-call",
    id: "functions.get_weather:0",
    name: "get_weather",
    argumentsText: '{"city": "Rome"}',
  }),
  {
    role: "tool",
    toolCallId: "functions.get_weather:0",
    toolName: "get_weather",
    parts: [{ kind: "text", text: "65F" }],
    status: null,
  },
];

/** A conversation of a system text and three turns, without tools. */
export const chat: readonly Message[] = [
  { role: "system", parts: [{ kind: "text", text: "Be brief." }], name: null },
  user("One?"),
  assistant({ kind: "text", text: "Two." }),
  user("Three?"),
];

/** A value for every plain setting. */
export const settings: Partial<ChatRequest> = {
  maxOutputTokens: 64,
  temperature: 0.5,
  topP: 0.9,
  topK: 20,
  seed: 7,
  presencePenalty: 0.1,
  frequencyPenalty: 0.2,
  stopSequences: ["END"],
};

type Options = { readonly policy?: Policy; readonly quirks?: Partial<Quirks> };

/** Encodes a request for a family; the result may be a refusal. */
export function write(
  family: string,
  request: Partial<ChatRequest>,
  { policy = "faithful", quirks = {} }: Options = {},
) {
  return encodeForFamily(
    { ...plainRequest("m", []), ...request },
    { target: invokeTarget(family, false, quirks), policy },
  );
}

/** Encodes a request for a family; throws if it is refused. */
export function encoded(family: string, request: Partial<ChatRequest>, options: Options = {}): Encoded {
  const written = write(family, request, options);
  if (written.kind !== "encoded") throw new Error(JSON.stringify(written));
  return written;
}

/** The body of a request encoded for a family; throws if it is refused. */
export function body(family: string, request: Partial<ChatRequest>): JsonObject {
  return encoded(family, request).body;
}

/** The fields of the warnings with that id. */
export function idsOf(written: Encoded, id: string): readonly string[] {
  return written.warnings.filter((warning) => warning.id === id).map((warning) => warning.field);
}

export function user(text: string): Message {
  return { role: "user", parts: [{ kind: "text", text }], name: null };
}

export function assistant(...parts: readonly AssistantPart[]): Message {
  return { role: "assistant", parts, name: null };
}
