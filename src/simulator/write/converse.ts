import type { JsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { type Answer, type AnswerFinish, type AnswerPart, argumentsDocument } from "../answer/answer.js";
import { sorted } from "./frame-piece.js";
import { type Draft, textPiece, type WriteContext } from "./piece.js";

/** Writes a Converse reply in one piece. */
export function writeConverse(answer: Answer, context: WriteContext): Draft {
  const body = converseBody(answer, { metrics: { latencyMs: latency(context) } });
  return {
    framing: "json",
    headers: [
      ["content-type", "application/json"],
      ["x-amzn-requestid", context.requestId],
    ],
    pieces: [textPiece("whole", JSON.stringify(sorted(body)))],
  };
}

/** Message, stop reason and usage, as Converse and Nova's InvokeModel send them. */
export function converseBody(answer: Answer, members: JsonObject): JsonObject {
  const stopReason = stopReasonOf(answer.finish);
  return {
    ...members,
    output: { message: { content: answer.parts.map(blockOf), role: "assistant" } },
    ...(stopReason === null ? {} : { stopReason }),
    ...(answer.usage === null ? {} : { usage: converseUsage(answer) }),
  };
}

/** `usage` of Converse; empty when none is reported. */
export function converseUsage({ usage }: Answer): JsonObject {
  if (usage === null) return {};
  const { input, output, cached } = usage;
  return {
    // Cached tokens are counted apart (Converse TokenUsage, AWS SDK 3.1162.0).
    inputTokens: input - cached,
    outputTokens: output,
    ...(cached === 0 ? {} : { cacheReadInputTokens: cached }),
    serverToolUsage: {},
    totalTokens: input + output,
  };
}

/** Converse's word for a finish reason; null: none is sent. */
export function stopReasonOf(finish: AnswerFinish): string | null {
  if (typeof finish === "object") return finish.word;
  return stopReasons[finish];
}

const stopReasons: { readonly [finish in Exclude<AnswerFinish, object>]: string | null } = {
  stop: "end_turn",
  "tool-calls": "tool_use",
  length: "max_tokens",
  "content-filter": "content_filtered",
  "malformed-tool-use": "malformed_tool_use",
  "malformed-output": "malformed_model_output",
  missing: null,
};

/** A random latency in milliseconds, from 300 to 1799. */
export function latency({ random }: WriteContext): number {
  return 300 + random.below(1500);
}

function blockOf(part: AnswerPart): JsonObject {
  switch (part.kind) {
    case "text":
    case "refusal":
      return { text: part.text };
    case "reasoning":
      return { reasoningContent: reasoningOf(part) };
    case "call": {
      const id: JsonObject = part.id === null ? {} : { toolUseId: part.id };
      return { toolUse: { ...id, name: part.name, input: argumentsDocument(part) } };
    }
    default:
      return unreachable(part);
  }
}

function reasoningOf(part: Extract<AnswerPart, { kind: "reasoning" }>): JsonObject {
  if (part.redacted !== null) return { redactedContent: part.redacted };
  const signature: JsonObject = part.signature === null ? {} : { signature: part.signature };
  return { reasoningText: { text: part.text, ...signature } };
}
