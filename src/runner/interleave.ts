import { seededRandom } from "../chat/seeded-random.js";

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

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
