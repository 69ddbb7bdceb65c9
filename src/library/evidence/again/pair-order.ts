import { seededRandom } from "../../../chat/seeded-random.js";

type ArmName = "failing" | "working";

/**
 * Which request of each pair is asked first, by a coin for each pair. The same seed gives the same order, so that a reader can check that
 * it was not chosen; pair n is the same however many pairs follow.
 */
export function pairOrder(pairs: number, seed: number): readonly (readonly [first: ArmName, second: ArmName])[] {
  const random = seededRandom(seed);
  return Array.from({ length: pairs }, () => (random() < 0.5 ? ["failing", "working"] : ["working", "failing"]));
}

/** The seed of an experiment: the moment at which it was asked, so that it was not chosen. `askedAt`: ISO 8601. */
export function seedOf(askedAt: string): number {
  return Date.parse(askedAt) % 2 ** 31;
}
