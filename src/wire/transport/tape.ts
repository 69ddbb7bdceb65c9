import type { RecordedExchange } from "../exchange.js";
import { sameJson } from "../json.js";

/**
 * The parts of a request that are compared. `key`: method, decoded path and query, and betas in a header. `json`: the parsed body; null: it is
 * not JSON.
 */
export type Comparable = {
  readonly key: string;
  readonly body: Uint8Array;
  readonly json: () => { readonly value: unknown } | null;
};

/** One recording on the tape; `ordinal` counts from 1 in recorded order. */
export type TapeEntry = Comparable & { readonly recorded: RecordedExchange; readonly ordinal: number; used: boolean };

/** True for the same bytes, and for the same JSON in another form. */
export function isSameBody(one: Comparable, other: Comparable): boolean {
  if (Buffer.compare(one.body, other.body) === 0) return true;
  const [json, otherJson] = [one.json(), other.json()];
  return json !== null && otherJson !== null && sameJson(json.value, otherJson.value);
}
