import type { JsonObject, JsonValue } from "../../chat/json.js";
import { type Answer, type AnswerFinish, callsOf, countedInput, joinedReasoning } from "../answer/answer.js";
import type { ChatDialect } from "./chat-dialect.js";

/** OpenAI's word for a finish reason; null is sent as null. */
export function finishReasonOf(finish: AnswerFinish): string | null {
  return typeof finish === "object" ? finish.word : finishReasons[finish];
}

const finishReasons: { readonly [finish in Exclude<AnswerFinish, object>]: string | null } = {
  stop: "stop",
  "tool-calls": "tool_calls",
  length: "length",
  "content-filter": "content_filter",
  "malformed-tool-use": "error",
  "malformed-output": "error",
  missing: null,
};

/** `finish_reason` and, from a gateway, the upstream's own word. */
export function finishMembers(finish: AnswerFinish, dialect: ChatDialect): JsonObject {
  const word = finishReasonOf(finish);
  if (!dialect.gateway) return { finish_reason: word };
  return { finish_reason: word, native_finish_reason: nativeWords[word ?? ""] ?? word };
}

const nativeWords: { readonly [word: string]: string } = { error: "MALFORMED_FUNCTION_CALL" };

/** OpenRouter's `reasoning_details` for one text. */
export function reasoningDetails(
  text: string,
  signature: string | null,
  { detailFormat: format }: Pick<ChatDialect, "detailFormat">,
): readonly JsonValue[] {
  const signed: JsonObject = signature === null ? {} : { signature };
  return [{ type: "reasoning.text", text, ...signed, format, index: 0 }];
}

/** Token counts. The gateway adds the cost, at fictitious prices of 0.44 and 2 dollars per million tokens. */
export function chatUsage({ usage }: Answer, dialect: ChatDialect): JsonObject {
  if (usage === null) return {};
  const { output, reasoning, cached } = usage;
  const input = countedInput(usage, "whole");
  const counts = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  if (!dialect.gateway) {
    return {
      ...counts,
      ...(cached === null ? {} : { prompt_tokens_details: { cached_tokens: cached.read } }),
      ...(reasoning === 0 ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
    };
  }
  const promptCost = (input * 44) / 1e8;
  const completionCost = (output * 2) / 1e6;
  const cost = Number((promptCost + completionCost).toFixed(10));
  return {
    ...counts,
    cost,
    is_byok: false,
    prompt_tokens_details: {
      cached_tokens: cached?.read ?? 0,
      cache_write_tokens: cached?.written ?? 0,
      audio_tokens: 0,
      video_tokens: 0,
    },
    cost_details: {
      upstream_inference_cost: cost,
      upstream_inference_prompt_cost: promptCost,
      upstream_inference_completions_cost: completionCost,
    },
    completion_tokens_details: { reasoning_tokens: reasoning, image_tokens: 0, audio_tokens: 0 },
  };
}

/** `content` of a message: null beside calls (recorded), `""` for an empty reply. */
export function contentOf(answer: Answer, dialect: Pick<ChatDialect, "reasoning">): string | null {
  const text = taggedText(answer, dialect);
  if (callsOf(answer).length === 0) return text;
  const replacement = answer.oddities.contentWithCalls;
  if (replacement !== undefined) return replacement;
  return text === "" ? null : text;
}

/** The visible text, after the reasoning in tags if the dialect puts it there. */
export function taggedText(answer: Answer, dialect: Pick<ChatDialect, "reasoning">): string {
  const reasoning = dialect.reasoning === "tag" ? joinedReasoning(answer.parts) : null;
  const text = answer.parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("");
  return reasoning === null ? text : `<reasoning>${reasoning}</reasoning>${text}`;
}
