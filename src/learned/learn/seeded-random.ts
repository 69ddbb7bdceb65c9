/** Random numbers that depend on their seed alone, on every machine. */
export type SeededRandom = {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A number of the standard normal distribution. */
  readonly normal: () => number;
  /** The whole numbers below `count`, each once, in random order. */
  readonly order: (count: number) => readonly number[];
};

/** The mulberry32 generator (Ettinger 2017): 32 bits of state, enough to mix and initialise, not for secrets. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
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
