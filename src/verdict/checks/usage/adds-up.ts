import { toolCallsOf } from "../../../chat/read-reply.js";
import type { Reply, Usage } from "../../../chat/reply.js";
import { isBlank } from "../../compare-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { type Check, type CheckFinding, note } from "../check.js";
import { both, should } from "../rule.js";

/**
 * The token counts of a reply are consistent. They are whole numbers. The total is the sum of input and output; cached tokens
 * may be counted separately, and xAI counts reasoning separately from the output (recordings of 2026). Cached tokens do not
 * exceed the input, nor reasoning tokens the output. A reply with content has output tokens.
 */
export const usageAddsUp: Check = {
  id: "usage/adds-up",
  claim: "the token counts of a reply agree with each other and with its content",
  rule: should(both("CompletionUsage", "TokenUsage.totalTokens: the total of input tokens and tokens generated")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply } }) => (reply.usage === null ? null : inconsistencies(reply.usage, reply)),
};

function inconsistencies(usage: Usage, reply: Reply): readonly CheckFinding[] {
  const { inputTokens: input, outputTokens: output, totalTokens: total } = usage;
  const { reasoningTokens: reasoning, cacheReadTokens: read, cacheWriteTokens: written } = usage;
  const counts = Object.entries({ input, output, total, reasoning, read, written });
  const odd = counts.filter(([, count]) => count !== null && (!Number.isInteger(count) || count < 0));
  if (odd.length > 0) return [inconsistency("no-count", odd.map(([name, count]) => `${name} ${count}`).join(", "))];
  if (input !== null && output !== null && total !== null && !isSum(total, { input, output, read, written })) {
    const isSeparate = total === input + output + (reasoning ?? 0);
    return [
      inconsistency(
        isSeparate ? "reasoning-beside-output" : "total",
        `total ${total}, of input ${input} and output ${output}`,
      ),
    ];
  }
  if (reasoning !== null && output !== null && reasoning > output) {
    return [inconsistency("reasoning-above-output", `reasoning ${reasoning}, of output ${output}`)];
  }
  if (read !== null && input !== null && read > input) {
    return [inconsistency("cached-above-input", `cached ${read}, of input ${input}`)];
  }
  return output === 0 && hasContent(reply)
    ? [inconsistency("none-for-content", "0 output tokens for a reply with content")]
    : [];
}

/** Services differ in whether cached tokens are part of the input, of the total, of both or of neither. */
function isSum(
  total: number,
  { input, output, read, written }: Record<"input" | "output", number> & Record<"read" | "written", number | null>,
): boolean {
  const cached = [0, read ?? 0, written ?? 0, (read ?? 0) + (written ?? 0)];
  return cached.some((tokens) => total === input + output - tokens || total === input + output + tokens);
}

function hasContent(reply: Reply): boolean {
  return !isBlank(visibleTextOf(reply)) || toolCallsOf(reply).length > 0;
}

function inconsistency(cause: string, seen: string): CheckFinding {
  return note("usage-inconsistent", cause, seen);
}
