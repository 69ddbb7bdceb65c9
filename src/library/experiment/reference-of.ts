import type { PlacedRequest } from "../../verdict/experiment/places/place.js";
import type { Ask } from "../../verdict/experiment/result.js";
import type { KeptCall } from "./experiment-store.js";

/** The number of the reference that both bodies of a pair carry, apart from those of single calls, which have their own numbers. */
export function pairReference(pair: number): number {
  return 1_000_000 + pair;
}

/** A call to make, its number, and the target of the failing request. */
type Numbered = {
  readonly ask: Ask;
  readonly placed: PlacedRequest;
  readonly number: number;
  readonly failingTarget: string;
};

/**
 * The number of the reference that a call carries; null: the body goes out as it is. A pair shares one, so that its bodies differ in
 * nothing else. Two clients of one target then send the same bytes, and a cache that has answered one of a pair answers the other, too:
 * once that was seen, the other client's call has a reference of its own.
 */
export function referenceOf(
  { ask, placed, number, failingTarget }: Numbered,
  calls: readonly KeptCall[],
): number | null {
  const { nonce, pair, arm } = ask;
  if (!nonce) return null;
  if (pair === null) return number;
  const isTwin = arm.place !== null && placed.target.id === failingTarget;
  const hasCopies = isTwin && calls.some(({ call, isCopy }) => isCopy === true && call.pair !== null);
  return hasCopies ? number : pairReference(pair);
}
