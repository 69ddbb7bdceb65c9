import type { JsonObject } from "../../../chat/json.js";

/** A member that holds a count: inside `holder`, or at the top of the usage object when that is null. */
type CountPlace = { readonly holder: string | null; readonly name: string; readonly isUsual: boolean };

export type CountName = "input" | "output" | "total" | "reasoning" | "cacheRead" | "cacheWrite";

/**
 * The members that hold each count, the API's own first. Usual are those of chat completions: OpenAI and OpenRouter
 * (`prompt_tokens_details`), DeepSeek (`prompt_cache_hit_tokens`), Moonshot (`cached_tokens`). The others are the same counts in
 * the words of other APIs: OpenAI's Responses and Anthropic's Messages (`input_tokens`), Converse (`inputTokens`), Bedrock's
 * metrics (`inputTokenCount`), the Vercel AI SDK (`promptTokens`), Ollama (`prompt_eval_count`) and Gemini
 * (`promptTokenCount`); names as in each API's reference, read 2026-11-28. Gateways add a cache's and the reasoning's counts to the
 * usual ones under many names, so none of those is odd.
 */
export const countNames: { readonly [name in CountName]: readonly CountPlace[] } = {
  input: [
    usual("prompt_tokens"),
    ...others(
      "input_tokens",
      "promptTokens",
      "inputTokens",
      "inputTokenCount",
      "prompt_eval_count",
      "promptTokenCount",
    ),
  ],
  output: [
    usual("completion_tokens"),
    ...others(
      "output_tokens",
      "completionTokens",
      "outputTokens",
      "outputTokenCount",
      "eval_count",
      "candidatesTokenCount",
    ),
  ],
  total: [usual("total_tokens"), ...others("totalTokens", "totalTokenCount")],
  reasoning: [
    usual("reasoning_tokens", "completion_tokens_details"),
    usual("reasoning_tokens", "output_tokens_details"),
    usual("reasoningTokens", "completionTokensDetails"),
    usual("reasoningTokens"),
    usual("thoughtsTokenCount"),
  ],
  cacheRead: [
    usual("cached_tokens", "prompt_tokens_details"),
    usual("prompt_cache_hit_tokens"),
    usual("cached_tokens"),
    usual("cached_tokens", "input_tokens_details"),
    usual("cachedTokens", "promptTokensDetails"),
    usual("cachedInputTokens"),
    usual("cachedContentTokenCount"),
    usual("cache_read_input_tokens"),
    usual("cacheReadInputTokens"),
    usual("cacheReadInputTokenCount"),
  ],
  cacheWrite: [
    usual("cache_write_tokens", "prompt_tokens_details"),
    usual("cache_creation_input_tokens"),
    usual("cacheWriteInputTokens"),
    usual("cacheWriteInputTokenCount"),
  ],
};

/**
 * The cached tokens that the input count does not include: Anthropic, Converse and Bedrock's metrics count them separately, the
 * other APIs within the prompt. `cached`: the counts that were read; null: not reported.
 */
export function countsAside(wire: JsonObject, cached: readonly (number | null)[]): number {
  const isSeparate = separate.some(
    ({ input, cache }) => wire[input] !== undefined && cache.some((name) => wire[name] !== undefined),
  );
  if (!isSeparate || wire["prompt_tokens"] !== undefined) return 0;
  return cached.reduce<number>((sum, count) => (count === null ? sum : sum + count), 0);
}

const separate = [
  { input: "input_tokens", cache: ["cache_read_input_tokens", "cache_creation_input_tokens"] },
  { input: "inputTokens", cache: ["cacheReadInputTokens", "cacheWriteInputTokens"] },
  { input: "inputTokenCount", cache: ["cacheReadInputTokenCount", "cacheWriteInputTokenCount"] },
] as const;

function usual(name: string, holder: string | null = null): CountPlace {
  return { holder, name, isUsual: true };
}

function others(...names: readonly string[]): readonly CountPlace[] {
  return names.map((name) => ({ holder: null, name, isUsual: false }));
}
