import { seededRandom } from "../../chat/seeded-random.js";

/**
 * The 95 % percentile interval of a statistic, by drawing the items with replacement (Efron 1979), 1,000 times from a fixed seed:
 * the same items give the same interval. Null where the statistic of the items is null.
 */
export function shareInterval<Item>(
  items: readonly Item[],
  statistic: (some: readonly Item[]) => number | null,
): readonly [number, number] | null {
  if (statistic(items) === null) return null;
  const random = seededRandom(1);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const some = items.map(() => items[Math.floor(random() * items.length)]).filter((item) => item !== undefined);
    const value = statistic(some);
    if (value !== null) values.push(value);
  }
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
  const [low, high] = [at(0.025), at(0.975)];
  return low === undefined || high === undefined ? null : [low, high];
}

const draws = 1000;
