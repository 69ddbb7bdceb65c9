import type { Usage } from "../../../chat/reply.js";
import { type Check, type CheckFinding, note } from "../check.js";
import { should } from "../rule.js";
import { samePrompts } from "./same-prompt.js";

/**
 * The same prompt has the same number of input tokens, whether it was read from a cache, written to it or neither. Chat Completions counts cached
 * tokens inside `prompt_tokens`; Converse and Anthropic's Messages count what was read and written beside the input, and the whole prompt is
 * the sum, which is what a reply's `inputTokens` means here.
 */
export const cacheCountedAlike: Check = {
  id: "cache/counted-alike",
  claim: "the same prompt has the same count of input tokens, with and without a cache",
  rule: should({
    source:
      "OpenAI API (openai-node 6.49.0): prompt_tokens_details.cached_tokens, part of the prompt; Anthropic, prompt caching: total input is cache reads, cache writes and input_tokens together; Converse: aws-devtools-labs/aws-blocks#270 (3 + 377 + 3317 = 3697)",
    date: "2026-11-29",
    isReported: true,
  }),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn, earlier }) => {
    const usage = turn.reply.usage;
    const before = samePrompts({ turn, earlier }).at(0)?.reply.usage ?? null;
    if (usage === null || before === null) return null;
    if (usage.inputTokens === null || before.inputTokens === null) return null;
    // More read than there is: usage/adds-up has said so.
    if (cachedOf(usage) === cachedOf(before) || (usage.cacheReadTokens ?? 0) > usage.inputTokens) return null;
    return causesOf({ first: before, again: usage, input: usage.inputTokens, expected: before.inputTokens });
  },
};

type Counts = { readonly first: Usage; readonly again: Usage; readonly input: number; readonly expected: number };

function causesOf({ first, again, input, expected }: Counts): readonly CheckFinding[] {
  if (isNear(input, expected)) return [];
  const cached = cachedOf(again) - cachedOf(first);
  const seen = `the same prompt is ${expected} tokens with ${cachedOf(first)} of them cached, and ${input} with ${cachedOf(again)}`;
  const cause = isNear(input + cached, expected)
    ? "cached-beside-input"
    : isNear(input - cached, expected)
      ? "cached-inside-input"
      : "same-prompt";
  return [note("usage-inconsistent", cause, seen)];
}

/** Read and written tokens: those that a definition may put beside the input. */
function cachedOf({ cacheReadTokens: read, cacheWriteTokens: written }: Usage): number {
  return (read ?? 0) + (written ?? 0);
}

/** The marker itself may take some tokens. */
function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= Math.max(16, other / 100);
}
