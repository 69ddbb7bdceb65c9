import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { Message } from "../../chat/message.js";
import type { ChatRequest } from "../../chat/request.js";

/** The kinds of recorded turns. The first four have the names of the scenarios that ask the same. */
export const shapes = [
  "basic-chat",
  "tool-call",
  "response-after-tool",
  "multi-step",
  "structured-output",
  "not-recorded",
] as const;
/** `tool-call`: tools were offered. `multi-step`: results of two rounds or more. `not-recorded`: there is no request. */
export type Shape = (typeof shapes)[number];

/** The shape of a request. Tool results take precedence over a response format, and a format over tools. */
export function shapeOfRequest(request: ChatRequest, toolsOffered: boolean): Shape {
  const rounds = resultRounds(request.messages);
  if (rounds > 1) return "multi-step";
  if (rounds === 1) return "response-after-tool";
  if (request.responseFormat !== null && request.responseFormat.kind !== "text") return "structured-output";
  return toolsOffered ? "tool-call" : "basic-chat";
}

/** True if the wire request lists tools of any kind, including kinds that our request type cannot represent. */
export function offersTools(body: JsonObject): boolean {
  const config = body["toolConfig"];
  const lists = [body["tools"], isJsonObject(config) ? config["tools"] : undefined];
  return lists.some((list) => (Array.isArray(list) || isJsonObject(list)) && Object.keys(list).length > 0);
}

/** The number of consecutive rounds of tool results at the end of the request. A user turn without results ends the count. */
function resultRounds(messages: readonly Message[]): number {
  const answered = turnsBetweenReplies(messages).map((turn) => turn.some(({ role }) => role === "tool"));
  return answered.length - 1 - answered.lastIndexOf(false);
}

/** The messages between the model's replies, in order. Results and text of one turn stay together. */
function turnsBetweenReplies(messages: readonly Message[]): readonly (readonly Message[])[] {
  const turns: Message[][] = [[]];
  for (const message of messages) {
    if (message.role === "assistant") turns.push([]);
    else turns.at(-1)?.push(message);
  }
  return turns;
}
