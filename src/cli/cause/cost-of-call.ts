import type { ChatRequest } from "../../chat/request.js";
import type { Price, Target } from "../../chat/target.js";
import { mostCostUsd } from "../../library/most-cost.js";

/** The most that one call of a request costs at a price, in US dollars: a token is at least one character. Null: there is no price. */
export function costOfCall(price: Price | null, request: ChatRequest): number | null {
  const size = JSON.stringify([request.messages, request.tools]).length;
  return mostCostUsd(price, { size, maxOutputTokens: request.maxOutputTokens });
}

/** How many times the dearest dated price of a model stands in for one that is not dated. */
const caution = 2;

/**
 * The price of a target for a limit: its own; without a dated one, twice the dearest dated one of the same model, since an upstream behind
 * a gateway asks what its vendor does or a little more. What a reply says that it cost takes its place. Null: no offer has one.
 */
export function limitPrice(target: Target, targets: readonly Target[]): Price | null {
  if (target.price !== null) return target.price;
  const dated = targets.flatMap(({ model, price }) => (model === target.model && price !== null ? [price] : []));
  const [first] = dated;
  if (first === undefined) return null;
  return {
    ...first,
    inputPerMillion: caution * Math.max(...dated.map(({ inputPerMillion }) => inputPerMillion)),
    outputPerMillion: caution * Math.max(...dated.map(({ outputPerMillion }) => outputPerMillion)),
  };
}
