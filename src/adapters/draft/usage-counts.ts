import type { JsonObject } from "../../chat/json.js";
import type { Usage } from "../../chat/reply.js";
import { headerOf, type WireHeaders } from "../../wire/exchange.js";
import { numberIn, objectIn } from "./read-json.js";

/**
 * The token counts of one source; null: not reported. `fresh`: prompt tokens that were not read from or written to a
 * cache.
 */
export type Counts = {
  readonly fresh: number | null;
  readonly output: number | null;
  readonly total: number | null;
  readonly reasoning: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  /** In US dollars; absent: not reported. */
  readonly cost?: number | null;
};

/** Token counts from the body, from the stream's `amazon-bedrock-invocationMetrics` and from the response headers. */
export type UsageSources = {
  readonly body: Counts;
  readonly bodyRaw: JsonObject | null;
  readonly metricsRaw: JsonObject | null;
  readonly headersRaw: JsonObject | null;
};

const noCounts: Counts = {
  fresh: null,
  output: null,
  total: null,
  reasoning: null,
  cacheRead: null,
  cacheWrite: null,
};

export const noUsage: UsageSources = { body: noCounts, bodyRaw: null, metricsRaw: null, headersRaw: null };

/** Later counts of the same source complete or replace the earlier ones; null replaces nothing. */
export function withBodyUsage(sources: UsageSources, counts: Partial<Counts>, raw: JsonObject): UsageSources {
  return { ...sources, body: overlay(counts, sources.body), bodyRaw: { ...sources.bodyRaw, ...raw } };
}

/** Reads the metrics that Bedrock adds to the last record of a stream; the same state when there are none. */
export function withMetrics(sources: UsageSources, record: JsonObject): UsageSources {
  const metrics = objectIn(record, "amazon-bedrock-invocationMetrics");
  return metrics === null ? sources : { ...sources, metricsRaw: metrics };
}

/** Reads the token headers of a unary reply (`x-amzn-bedrock-*-token-count`). */
export function withHeaders(sources: UsageSources, headers: WireHeaders): UsageSources {
  const counts = Object.values(tokenHeaders).flatMap((name) => {
    const value = headerOf(headers, name);
    return value === null || !/^\d+$/.test(value) ? [] : [[name, Number(value)] as const];
  });
  return counts.length === 0 ? sources : { ...sources, headersRaw: Object.fromEntries(counts) };
}

/**
 * Combines all sources into one usage, count by count: the body first, then the metrics, then the headers. Null when no
 * source has a count. `inputTokens` includes the cached tokens, which Bedrock counts separately. `raw` is the only
 * object that was sent, or all of them by name.
 */
export function usageOf(sources: UsageSources): Usage | null {
  const raw = rawOf(sources);
  if (raw === null) return null;
  const bySource = [sources.body, metricCounts(sources.metricsRaw), headerCounts(sources.headersRaw)];
  // The prompt's three counts must come from one source, because not every source counts the cache separately.
  const input = bySource.find((counts) => counts.fresh !== null) ?? noCounts;
  const rest = bySource.reduceRight((lower, upper) => overlay(upper, lower), noCounts);
  const counts = { ...rest, fresh: input.fresh, cacheRead: input.cacheRead, cacheWrite: input.cacheWrite };
  return {
    inputTokens:
      counts.fresh === null ? null : counts.fresh + zeroIfAbsent(counts.cacheRead) + zeroIfAbsent(counts.cacheWrite),
    outputTokens: counts.output,
    totalTokens: counts.total,
    reasoningTokens: counts.reasoning,
    cacheReadTokens: counts.cacheRead,
    cacheWriteTokens: counts.cacheWrite,
    costUsd: counts.cost ?? null,
    raw,
  };
}

const tokenHeaders = {
  fresh: "x-amzn-bedrock-input-token-count",
  output: "x-amzn-bedrock-output-token-count",
  cacheRead: "x-amzn-bedrock-cache-read-input-token-count",
  cacheWrite: "x-amzn-bedrock-cache-write-input-token-count",
} as const;

function metricCounts(metrics: JsonObject | null): Counts {
  if (metrics === null) return noCounts;
  return {
    ...noCounts,
    fresh: numberIn(metrics, "inputTokenCount"),
    output: numberIn(metrics, "outputTokenCount"),
    cacheRead: numberIn(metrics, "cacheReadInputTokenCount"),
    cacheWrite: numberIn(metrics, "cacheWriteInputTokenCount"),
  };
}

function headerCounts(headers: JsonObject | null): Counts {
  if (headers === null) return noCounts;
  return {
    ...noCounts,
    fresh: numberIn(headers, tokenHeaders.fresh),
    output: numberIn(headers, tokenHeaders.output),
    cacheRead: numberIn(headers, tokenHeaders.cacheRead),
    cacheWrite: numberIn(headers, tokenHeaders.cacheWrite),
  };
}

function overlay(upper: Partial<Counts>, lower: Counts): Counts {
  const cost = upper.cost ?? lower.cost ?? null;
  return {
    fresh: upper.fresh ?? lower.fresh,
    output: upper.output ?? lower.output,
    total: upper.total ?? lower.total,
    reasoning: upper.reasoning ?? lower.reasoning,
    cacheRead: upper.cacheRead ?? lower.cacheRead,
    cacheWrite: upper.cacheWrite ?? lower.cacheWrite,
    ...(cost === null ? {} : { cost }),
  };
}

/** Only for a sum: a cache that is not reported added nothing to the prompt. */
function zeroIfAbsent(count: number | null): number {
  return count === null ? 0 : count;
}

function rawOf(sources: UsageSources): JsonObject | null {
  const present = Object.entries({
    usage: sources.bodyRaw,
    "amazon-bedrock-invocationMetrics": sources.metricsRaw,
    headers: sources.headersRaw,
  }).flatMap(([name, raw]) => (raw === null ? [] : [[name, raw] as const]));
  const [first] = present;
  if (first === undefined) return null;
  return present.length === 1 ? first[1] : Object.fromEntries(present);
}
