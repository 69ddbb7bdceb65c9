import type {
  AssistantMessage,
  AssistantPart,
  Message,
  TextPart,
  ToolCallPart,
  ToolMessage,
} from "../../../chat/message.js";
import type { ChatRequest } from "../../../chat/request.js";
import { isBlank } from "../../compare-text.js";

/** The request with each of its messages changed. */
export function withMessages(request: ChatRequest, change: (message: Message, index: number) => Message): ChatRequest {
  return { ...request, messages: request.messages.map(change) };
}

/** The request with each of the assistant's turns changed. */
export function withTurns(request: ChatRequest, change: (message: AssistantMessage) => AssistantMessage): ChatRequest {
  return withMessages(request, (message) => (message.role === "assistant" ? change(message) : message));
}

/** The request with each of its tool results changed. */
export function withResults(request: ChatRequest, change: (message: ToolMessage) => ToolMessage): ChatRequest {
  return withMessages(request, (message) => (message.role === "tool" ? change(message) : message));
}

/** The calls of one turn. */
export function callsOf({ parts }: AssistantMessage): readonly ToolCallPart[] {
  return parts.filter((part) => part.kind === "tool-call");
}

/** The assistant's turns that have calls. */
export function callingTurns({ messages }: ChatRequest): readonly AssistantMessage[] {
  return messages.filter(
    (message): message is AssistantMessage => message.role === "assistant" && callsOf(message).length > 0,
  );
}

/** The tool results of a request. */
export function resultsOf({ messages }: ChatRequest): readonly ToolMessage[] {
  return messages.filter((message): message is ToolMessage => message.role === "tool");
}

/** True for text that a reader sees, the model's tagged thoughts apart. */
export function isShownText(part: AssistantPart): part is TextPart {
  return part.kind === "text" && !isBlank(part.text) && !isThought(part);
}

/** True for a blank text part. */
export function isBlankText(part: AssistantPart): part is TextPart {
  return part.kind === "text" && isBlank(part.text);
}

/** True for reasoning that is written into the text, as `<think>…</think>`. */
export function isThought(part: AssistantPart): part is TextPart {
  return part.kind === "text" && /^<think>.*<\/think>$/s.test(part.text.trim());
}
