import type { JsonObject } from "../../../chat/json.js";
import type { Usage } from "../../../chat/reply.js";
import { usageOddity } from "../../draft/usage-form.js";
import { numberAt, objectAt } from "../../openai/wire-members.js";
import { type CountName, countNames, countsAside } from "./usage-names.js";

/** The token counts of a completion or chunk. `oddity`: how their form differs from the API's; null: it does not. */
export type ReadUsage = { readonly usage: Usage; readonly oddity: string | null };

/** A usage object as found. `place`: the member that holds it; null: the API's own, `usage`. */
export type FoundUsage = { readonly wire: JsonObject; readonly place: string | null };

/**
 * Decodes token counts; null where the wire has none. The API's names come first, then other APIs' names for the same count
 * (see {@link countNames}); a number that was sent as text is read.
 * `prompt_tokens` is the whole prompt, including cached tokens (OpenAI API reference, read 2026-08). `cost` is OpenRouter's, in
 * US dollars.
 */
export function decodeUsage({ wire, place }: FoundUsage): ReadUsage {
  const oddities: Oddities = { names: [], texts: [] };
  const read = (count: CountName) => countOf(wire, count, oddities);
  const input = read("input");
  const cacheRead = read("cacheRead");
  const cacheWrite = read("cacheWrite");
  const usage: Usage = {
    inputTokens: input === null ? null : input + countsAside(wire, [cacheRead, cacheWrite]),
    outputTokens: read("output"),
    totalTokens: read("total"),
    reasoningTokens: read("reasoning"),
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    costUsd: numberAt(wire, "cost"),
    raw: wire,
  };
  return { usage, oddity: usageOddity({ names: oddities.names, texts: oddities.texts, place }) };
}

/** The usage object of a chunk or body: at the top, in the choice (Moonshot streams) or in `x_groq`; null when it has none. */
export function usageOf(body: JsonObject, choice: JsonObject | null): FoundUsage | null {
  const own = objectAt(body, "usage");
  if (own !== null) return { wire: own, place: null };
  const ofChoice = choice === null ? null : objectAt(choice, "usage");
  if (ofChoice !== null) return { wire: ofChoice, place: "choices[0].usage" };
  const groq = objectAt(body, "x_groq");
  const ofGroq = groq === null ? null : objectAt(groq, "usage");
  return ofGroq === null ? null : { wire: ofGroq, place: "x_groq.usage" };
}

/**
 * The usage of a last chunk or whole body in which {@link usageOf} finds none: Bedrock's metrics (Mantle and gateways pass them
 * on), Gemini's `usageMetadata`, or Ollama's counts at the top of the body; null when it has none of these.
 */
export function foreignUsageOf(body: JsonObject): FoundUsage | null {
  for (const place of ["amazon-bedrock-invocationMetrics", "usageMetadata", "usage_metadata"] as const) {
    const wire = objectAt(body, place);
    if (wire !== null) return { wire, place };
  }
  const { prompt_eval_count: prompt, eval_count: output } = body;
  if (prompt === undefined && output === undefined) return null;
  const counts = { ...(prompt === undefined ? {} : { prompt_eval_count: prompt }) };
  return { wire: output === undefined ? counts : { ...counts, eval_count: output }, place: "the top of the body" };
}

type Oddities = { readonly names: string[]; readonly texts: string[] };

function countOf(wire: JsonObject, count: CountName, oddities: Oddities): number | null {
  for (const { holder, name, isUsual } of countNames[count]) {
    const from = holder === null ? wire : objectAt(wire, holder);
    const value = from?.[name];
    const isText = typeof value === "string" && /^\d{1,15}$/.test(value);
    if (typeof value !== "number" && !isText) continue;
    if (!isUsual) oddities.names.push(holder === null ? name : `${holder}.${name}`);
    if (isText) oddities.texts.push(name);
    return Number(value);
  }
  return null;
}
