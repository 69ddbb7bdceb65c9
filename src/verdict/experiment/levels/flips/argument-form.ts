import type { ToolCallPart } from "../../../../chat/message.js";
import { bodyShapeOf } from "../body-shape.js";
import { callingTurns, callsOf, withTurns } from "../edit-messages.js";
import { type Flip, level } from "../flip.js";

/** How the arguments of the calls in the history are written. */
export const argumentForm: Flip = {
  id: "argument-form",
  name: "the form of the call arguments in the history",
  takesAway: true,
  pointers: {
    converse: ["/messages/*/content/*/toolUse/input/**"],
    chat: ["/messages/*/tool_calls/*/function/arguments"],
    messages: ["/messages/*/content/*/input/**"],
  },
  source: {
    source:
      "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolUseBlock.html (a document; OpenAI has a text)",
    date: "2026-11-29",
  },
  offer: ({ request, target }) => {
    const texts = callingTurns(request).flatMap((turn) => callsOf(turn).map(({ argumentsText }) => argumentsText));
    if (texts.every((text) => text === null)) return [];
    const wasString = texts.some((text) => typeof parsed(text) === "string");
    const isChat = bodyShapeOf(target) === "chat";
    const isSpaced = texts.some((text) => text !== null && rewritten(text, "compact") !== text);
    return [
      ...(wasString ? [level("object", "as a JSON object")] : []),
      ...(isChat && isSpaced ? [level("compact", "as JSON without spaces")] : []),
      ...(texts.some((text) => text !== null && text !== "{}") ? [level("empty", "as {}")] : []),
      ...(wasString ? [] : [level("string", "as a JSON text inside a string")]),
    ];
  },
  apply: (request, id) =>
    withTurns(request, (turn) => ({
      ...turn,
      parts: turn.parts.map((part) => (part.kind === "tool-call" ? withArguments(part, id) : part)),
    })),
};

function withArguments(part: ToolCallPart, id: string): ToolCallPart {
  return part.argumentsText === null ? part : { ...part, argumentsText: rewritten(part.argumentsText, id) };
}

function rewritten(text: string, id: string): string {
  if (id === "empty") return "{}";
  const value = parsed(text);
  if (id === "object") return typeof value === "string" ? value : text;
  if (id === "string") return typeof value === "string" ? text : JSON.stringify(text);
  return value === undefined ? text : JSON.stringify(value);
}

function parsed(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
