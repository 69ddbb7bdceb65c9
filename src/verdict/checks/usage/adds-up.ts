import { toolCallsOf } from "../../../chat/read-reply.js";
import type { Reply, Usage } from "../../../chat/reply.js";
import { isBlank } from "../../compare-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { type Check, note, type Seen } from "../check.js";
import { both, should } from "../rule.js";

/**
 * The token counts of a reply fit each other: whole numbers, the total the sum of input and output (cached tokens may be counted
 * beside; xAI counts reasoning beside the output, recordings of 2026), cached no more than input, reasoning no more than output, and some output where something was said.
 */
export const usageAddsUp: Check = {
  id: "usage/adds-up",
  claim: "the token counts of a reply fit each other and what was said",
  rule: should(both("CompletionUsage", "TokenUsage.totalTokens: the total of input tokens and tokens generated")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply } }) => (reply.usage === null ? null : misfits(reply.usage, reply)),
};

function misfits(usage: Usage, reply: Reply): readonly Seen[] {
  const { inputTokens: input, outputTokens: output, totalTokens: total } = usage;
  const { reasoningTokens: reasoning, cacheReadTokens: read, cacheWriteTokens: written } = usage;
  const counts = Object.entries({ input, output, total, reasoning, read, written });
  const odd = counts.filter(([, count]) => count !== null && (!Number.isInteger(count) || count < 0));
  if (odd.length > 0) return [misfit("no-count", odd.map(([name, count]) => `${name} ${count}`).join(", "))];
  if (input !== null && output !== null && total !== null && !isSum(total, { input, output, read, written })) {
    const isBeside = total === input + output + (reasoning ?? 0);
    return [
      misfit(isBeside ? "reasoning-beside-output" : "total", `total ${total}, of input ${input} and output ${output}`),
    ];
  }
  if (reasoning !== null && output !== null && reasoning > output) {
    return [misfit("reasoning-above-output", `reasoning ${reasoning}, of output ${output}`)];
  }
  if (read !== null && input !== null && read > input) {
    return [misfit("cached-above-input", `cached ${read}, of input ${input}`)];
  }
  return output === 0 && saysSomething(reply)
    ? [misfit("none-for-content", "0 output tokens for a reply with content")]
    : [];
}

/** Services differ in whether cached tokens stand in the input, in the total, in both or in neither. */
function isSum(
  total: number,
  { input, output, read, written }: Record<"input" | "output", number> & Record<"read" | "written", number | null>,
): boolean {
  const cached = [0, read ?? 0, written ?? 0, (read ?? 0) + (written ?? 0)];
  return cached.some((tokens) => total === input + output - tokens || total === input + output + tokens);
}

function saysSomething(reply: Reply): boolean {
  return !isBlank(visibleTextOf(reply)) || toolCallsOf(reply).length > 0;
}

function misfit(cause: string, seen: string): Seen {
  return note("usage-inconsistent", cause, seen);
}
