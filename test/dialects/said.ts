import type { ToolCallPart } from "../../src/chat/message.js";
import type { ChatRequest } from "../../src/chat/request.js";
import { tokensIn } from "./elements.js";

/** What was said, in its order, by its tokens. */
export function textsOf({ messages }: ChatRequest): readonly string[] {
  const said = messages.filter(({ role }) => role === "user" || role === "assistant");
  return said.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === "text" ? tokensIn(part) : [])));
}

/** The calls of a history in their order: the tokens of their arguments. */
export function callsOf(request: ChatRequest): readonly string[] {
  return toolCalls(request).map(({ argumentsText }) => tokensIn(argumentsText ?? "").join(" "));
}

/** Each result with the call that it answers, by the tokens of both. */
export function pairsOf(request: ChatRequest): readonly string[] {
  const calls = new Map(toolCalls(request).map(({ id, argumentsText }) => [id, tokensIn(argumentsText ?? "")]));
  const answered = request.messages.flatMap((message) =>
    message.role === "tool" ? [`${calls.get(message.toolCallId)} ← ${tokensIn(message.parts)[0]}`] : [],
  );
  return answered.toSorted();
}

/** The calls of a history in their order. */
export function toolCalls({ messages }: ChatRequest): readonly ToolCallPart[] {
  return messages.flatMap(({ parts }) => parts.filter((part): part is ToolCallPart => part.kind === "tool-call"));
}
