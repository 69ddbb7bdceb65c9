import { seededRandom } from "../../chat/seeded-random.js";

/** Random numbers that depend only on their seed, on every machine. Not for secrets. */
export type RandomSource = {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A number from the standard normal distribution. */
  readonly normal: () => number;
  /** The whole numbers below `count`, each once, in random order. */
  readonly order: (count: number) => readonly number[];
};

/** Draws from mulberry32: 32 bits of state, enough to initialise weights and to shuffle. */
export function randomSource(seed: number): RandomSource {
  const next = seededRandom(seed);
  return { next, normal: () => boxMuller(next), order: (count) => shuffled(count, next) };
}

function boxMuller(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Fisher–Yates. */
function shuffled(count: number, next: () => number): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}
