import type { JsonObject } from "../../../chat/json.js";
import type { Usage } from "../../../chat/reply.js";
import { damagedNames } from "../../draft/damaged-names.js";
import { usageOddity } from "../../draft/usage-form.js";
import { numberAt, objectAt } from "../../openai/wire-members.js";

/** Token counts. `oddity`: how their form differs from the API's; null: it does not. */
export type ReadUsage = { readonly usage: Usage; readonly oddity: string | null };

/**
 * Decodes usage. `input_tokens` has the cached tokens in it and `output_tokens` the reasoning (OpenAI API, openai-node 6.49.0:
 * ResponseUsage); `cost` is OpenRouter's, in US dollars. Nothing is corrected: OpenAI has sent -9 output tokens
 * (social-growth-studio/req_llm, o4-mini-deep-research). `tool_usage`, beside it in a reply, counts other tokens and is not read.
 */
export function decodeUsage(wire: JsonObject): ReadUsage {
  const texts: string[] = [];
  const count = (holder: JsonObject | null, name: string): number | null => {
    const value = holder?.[name];
    if (typeof value !== "string" || !/^\d{1,15}$/.test(value)) return holder === null ? null : numberAt(holder, name);
    texts.push(name);
    return Number(value);
  };
  const input = objectAt(wire, "input_tokens_details");
  const output = objectAt(wire, "output_tokens_details");
  const usage: Usage = {
    inputTokens: count(wire, "input_tokens"),
    outputTokens: count(wire, "output_tokens"),
    totalTokens: count(wire, "total_tokens"),
    reasoningTokens: count(output, "reasoning_tokens"),
    cacheReadTokens: count(input, "cached_tokens"),
    cacheWriteTokens: count(input, "cache_write_tokens"),
    costUsd: numberAt(wire, "cost"),
    raw: wire,
  };
  const damaged = [wire, input, output].flatMap((part) => (part === null ? [] : damagedNames(part, usageNames)));
  return { usage, oddity: usageOddity({ texts, names: damaged }) };
}

/** The members of a usage that hold counts (openai-node 6.49.0: ResponseUsage). */
const usageNames: readonly string[] = [
  ...["input_tokens", "input_tokens_details", "cached_tokens", "cache_write_tokens"],
  ...["output_tokens", "output_tokens_details", "reasoning_tokens", "total_tokens"],
];
