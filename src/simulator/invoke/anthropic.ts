import type { JsonObject } from "../../chat/json.js";
import { type Answer, type AnswerPart, type AnswerUsage, countedInput } from "../answer/answer.js";
import { alphanumerics } from "../random.js";
import { anthropicBodyMistake } from "../refuse/body/anthropic-body.js";
import { readAnthropic } from "../request/read-anthropic.js";
import { blockEvents, blockOf } from "../write/messages/blocks.js";
import type { WriteContext } from "../write/piece.js";
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
    ...answer.parts.flatMap((part, index) => blockRecords(part, index, answer)),
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

/** The prompt without what a cache marker read or wrote, which stands beside it. */
function inputMembers(usage: AnswerUsage): JsonObject {
  const { cached } = usage;
  const counts = { input_tokens: countedInput(usage, "rest") };
  if (cached === null) return counts;
  return { ...counts, cache_creation_input_tokens: cached.written, cache_read_input_tokens: cached.read };
}

function stopReason(answer: Answer): string | null {
  return finishWord(answer, { stop: "end_turn", length: "max_tokens", calls: "tool_use", filter: "refusal" });
}

function blockRecords(part: AnswerPart, index: number, answer: Answer): readonly StreamRecord[] {
  return blockEvents(part, index, answer).map((value) => ({ mark: "delta", value }));
}
