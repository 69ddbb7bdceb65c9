/**
 * Orders the trials of a live run so that no column is measured at another time of day than its neighbour: round by
 * round, each round one trial of every case, in an order drawn from `seed`. The same seed gives the same order.
 */
export function interleave<Case extends { readonly trials: number }>(
  cases: readonly Case[],
  seed: number,
): readonly { readonly planned: Case; readonly trial: number }[] {
  const random = seededRandom(seed);
  const rounds = Math.max(0, ...cases.map(({ trials }) => trials));
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((trial) =>
    shuffled(
      cases.filter(({ trials }) => trials >= trial),
      random,
    ).map((planned) => ({ planned, trial })),
  );
}

/** A small seeded generator (mulberry32): uniform in [0, 1), the same sequence for the same seed on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
