import type { Price } from "../chat/target.js";

/** Tokens assumed for the longest reply where a request sends no limit, and for the template that a service puts around it. */
const [replyTokens, templateTokens] = [4096, 600];

/**
 * The most that one call costs, in US dollars; null: no dated price. `size`: of what is sent, in characters or bytes, since a token has at
 * least one. `maxOutputTokens`: the request's own limit; null: it sends none.
 */
export function mostCostUsd(
  price: Price | null,
  { size, maxOutputTokens }: { readonly size: number; readonly maxOutputTokens: number | null },
): number | null {
  if (price === null) return null;
  const [input, output] = [size + templateTokens, maxOutputTokens ?? replyTokens];
  return (input * price.inputPerMillion + output * price.outputPerMillion) / 1_000_000;
}
