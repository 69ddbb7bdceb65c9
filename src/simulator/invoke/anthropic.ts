import type { JsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { type Answer, type AnswerPart, argumentsDocument } from "../answer/answer.js";
import { alphanumerics } from "../random.js";
import { anthropicBodyMistake } from "../refuse/body/anthropic-body.js";
import { readAnthropic } from "../request/read-anthropic.js";
import { argumentDeltas, deltasOf, type WriteContext } from "../write/piece.js";
import { type Family, finishWord, type StreamRecord } from "./family.js";

/** Anthropic Messages (recordings of 2024-03 to 2026-07). `message_stop` is the terminal record. */
export const anthropic: Family = {
  requires: ["anthropic_version", "max_tokens", "messages"],
  mistake: anthropicBodyMistake,
  read: readAnthropic,
  unary: (answer, context) => ({
    ...envelope(context),
    content: answer.parts.map(blockOf),
    stop_reason: stopReason(answer),
    stop_sequence: null,
    usage: usageMembers(answer),
  }),
  stream: (answer, context) => [
    start(answer, context),
    ...answer.parts.flatMap((part, index) => blockRecords(part, index)),
    {
      mark: "delta",
      value: {
        type: "message_delta",
        delta: { stop_reason: stopReason(answer), stop_sequence: null },
        usage: answer.usage === null ? {} : { output_tokens: answer.usage.output },
      },
    },
    { mark: "finish", value: { type: "message_stop" } },
  ],
};

function start(answer: Answer, context: WriteContext): StreamRecord {
  const usage: JsonObject = answer.usage === null ? {} : { ...inputMembers(answer.usage), output_tokens: 1 };
  const message = { ...envelope(context), content: [], stop_reason: null, stop_sequence: null, usage };
  return { mark: "start", value: { type: "message_start", message } };
}

function envelope({ request, behaviour, random }: WriteContext): JsonObject {
  const id = `msg_bdrk_01${random.letters(22, alphanumerics)}`;
  return { id, type: "message", role: "assistant", model: behaviour.servedAs ?? request.model };
}

function usageMembers({ usage }: Answer): JsonObject {
  return usage === null ? {} : { ...inputMembers(usage), output_tokens: usage.output };
}

/** Cached tokens are counted apart (Anthropic Messages API, Usage, read 2026-08). */
function inputMembers({ input, cached }: NonNullable<Answer["usage"]>): JsonObject {
  return { input_tokens: input - cached, ...(cached === 0 ? {} : { cache_read_input_tokens: cached }) };
}

function stopReason(answer: Answer): string | null {
  return finishWord(answer, { stop: "end_turn", length: "max_tokens", calls: "tool_use", filter: "refusal" });
}

function blockOf(part: AnswerPart): JsonObject {
  switch (part.kind) {
    case "text":
    case "refusal":
      return { type: "text", text: part.text };
    case "reasoning":
      if (part.redacted !== null) return { type: "redacted_thinking", data: part.redacted };
      return { type: "thinking", thinking: part.text, signature: part.signature ?? "" };
    case "call":
      return { type: "tool_use", ...idOf(part.id), name: part.name, input: argumentsDocument(part) };
    default:
      return unreachable(part);
  }
}

function blockRecords(part: AnswerPart, index: number): readonly StreamRecord[] {
  const deltas = deltasOfPart(part).map((delta): JsonObject => ({ type: "content_block_delta", index, delta }));
  const values: readonly JsonObject[] = [
    { type: "content_block_start", index, content_block: emptyBlock(part) },
    ...deltas,
    { type: "content_block_stop", index },
  ];
  return values.map((value) => ({ mark: "delta", value }));
}

function emptyBlock(part: AnswerPart): JsonObject {
  if (part.kind === "call") return { type: "tool_use", ...idOf(part.id), name: part.name, input: {} };
  if (part.kind !== "reasoning") return { type: "text", text: "" };
  if (part.redacted !== null) return { type: "redacted_thinking", data: part.redacted };
  return { type: "thinking", thinking: "", signature: "" };
}

function deltasOfPart(part: AnswerPart): readonly JsonObject[] {
  if (part.kind === "call") {
    return ["", ...argumentDeltas(part.argumentsText)].map((json) => ({
      type: "input_json_delta",
      partial_json: json,
    }));
  }
  if (part.kind !== "reasoning") return deltasOf(part.text).map((text) => ({ type: "text_delta", text }));
  if (part.redacted !== null) return [];
  const texts = deltasOf(part.text).map((thinking) => ({ type: "thinking_delta", thinking }));
  return part.signature === null ? texts : [...texts, { type: "signature_delta", signature: part.signature }];
}

function idOf(id: string | null): JsonObject {
  return id === null ? {} : { id };
}
