import { isJsonObject } from "../../chat/json.js";
import type { Usage } from "../../chat/reply.js";
import type { Prices } from "../config/router-config.js";

/**
 * What a reply cost in US dollars: the amount that the service reports (OpenRouter's `usage.cost`), else its tokens at the prices of
 * the file. Null: a price or a count that it needs is missing; a cost is never taken to be zero.
 */
export function costOf(usage: Usage, prices: Prices): number | null {
  return usage.costUsd === null ? costOfTokens(usage, prices) : usage.costUsd + ownKeyCost(usage);
}

/**
 * With a key of the user's own at the upstream, OpenRouter's `cost` is its fee alone, and the upstream's bill stands beside it
 * (openrouter.ai/docs, usage accounting, read 2026-11-28).
 */
function ownKeyCost({ raw }: Usage): number {
  if (!isJsonObject(raw) || raw["is_byok"] !== true) return 0;
  const details = raw["cost_details"];
  const upstream = isJsonObject(details) ? details["upstream_inference_cost"] : null;
  return typeof upstream === "number" ? upstream : 0;
}

function costOfTokens(usage: Usage, prices: Prices): number | null {
  const { inputTokens: input, outputTokens: output } = usage;
  if (input === null || output === null || prices.input === null || prices.output === null) return null;
  const cached = usage.cacheReadTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const reasoning = usage.reasoningTokens ?? 0;
  const spoken = isBesideOutput(usage) ? output : Math.max(0, output - reasoning);
  return sum([
    amount(Math.max(0, input - cached - written), prices.input),
    amount(cached, prices.cachedInput),
    amount(written, prices.cacheWrite),
    amount(spoken, prices.output),
    amount(reasoning, prices.reasoning ?? prices.output),
  ]);
}

/** Most services count reasoning as output. Where only all three make the total, it is counted beside it (Grok; Google Cloud docs, 2026-11-28). */
function isBesideOutput({ inputTokens, outputTokens, reasoningTokens, totalTokens }: Usage): boolean {
  if (reasoningTokens === null || reasoningTokens === 0 || totalTokens === null) return false;
  return totalTokens === (inputTokens ?? 0) + (outputTokens ?? 0) + reasoningTokens;
}

function amount(tokens: number, perMillion: number | null): number | null {
  if (tokens === 0) return 0;
  return perMillion === null ? null : (tokens * perMillion) / 1_000_000;
}

function sum(amounts: readonly (number | null)[]): number | null {
  return amounts.reduce((total, one) => (total === null || one === null ? null : total + one), 0);
}

/** An amount of US dollars as a plain decimal number with at most twelve places, for a header. */
export function usdText(usd: number): string {
  return Number(usd.toPrecision(12))
    .toFixed(12)
    .replace(/\.?0+$/, "");
}
