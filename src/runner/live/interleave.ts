import { seededRandom } from "../../chat/seeded-random.js";

/**
 * Orders the trials of a live run so that all columns are measured at the same time of day: in rounds, each with one trial
 * of every case, in a random order from `seed`. The same seed gives the same order.
 */
export function interleave<Case extends { readonly trials: number }>(
  cases: readonly Case[],
  seed: number,
): readonly { readonly planned: Case; readonly trial: number }[] {
  const random = seededRandom(seed);
  const rounds = Math.max(0, ...cases.map(({ trials }) => trials));
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((trial) =>
    shuffle(
      cases.filter(({ trials }) => trials >= trial),
      random,
    ).map((planned) => ({ planned, trial })),
  );
}

function shuffle<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
