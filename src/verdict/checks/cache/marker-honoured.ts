import type { Usage } from "../../../chat/reply.js";
import { bad, type Check, type CheckFinding, note } from "../check.js";
import { mustOrNote } from "../rule.js";
import { isMarked, samePrompts } from "./same-prompt.js";

/**
 * A prompt with a cache marker, asked a second time in the same trial, is read from the cache. It is bad that nothing was written and nothing read.
 * It is a note that the second request writes again, because a gateway may have asked another machine, or that no count says what happened. Shorter
 * prompts than any model asks for (4,096 tokens) say nothing.
 */
export const cacheMarkerHonoured: Check = {
  id: "cache/marker-honoured",
  claim: "a prompt that is marked for the cache is read from it when it comes again",
  rule: mustOrNote({
    source:
      "Anthropic, prompt caching (platform.claude.com/docs/en/build-with-claude/prompt-caching: cache_control, smallest prompts of 1,024 to 4,096 tokens); Bedrock user guide, prompt-caching (cachePoint); lightdash/lightdash#27485, cline/cline#12928",
    date: "2026-11-29",
  }),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn, earlier }) => {
    const usage = turn.reply.usage;
    const before = samePrompts({ turn, earlier }).filter(({ request }) => isMarked(request));
    const last = before.at(-1)?.reply.usage ?? null;
    if (!isMarked(turn.request) || usage === null || last === null || (usage.inputTokens ?? 0) < leastTokens)
      return null;
    return (usage.cacheReadTokens ?? 0) > 0 ? [] : [findingOf(usage, last)];
  },
};

const leastTokens = 4096;

function findingOf(usage: Usage, before: Usage): CheckFinding {
  const seen = `a marked prompt of ${usage.inputTokens} tokens, first: ${shown(before)}; again: ${shown(usage)}`;
  const counts = [usage, before].flatMap((one) => [one.cacheReadTokens, one.cacheWriteTokens]);
  if (counts.every((count) => count === null)) return note("cache-ignored", "not-reported", seen);
  if (counts.some((count) => (count ?? 0) > 0)) return note("cache-ignored", "written-again", seen);
  return bad("cache-ignored", "nothing-cached", seen);
}

function shown({ cacheReadTokens: read, cacheWriteTokens: written }: Usage): string {
  return `read ${read ?? "not reported"}, written ${written ?? "not reported"}`;
}
