import { seededRandom } from "../../chat/seeded-random.js";

/**
 * The 95 % bootstrap percentile interval of a statistic: the items are drawn with replacement 1,000 times (Efron 1979), from a
 * fixed seed, so that the same items give the same interval. Null where the statistic of all items is null.
 */
export function bootstrapInterval<Item>(
  items: readonly Item[],
  statistic: (drawn: readonly Item[]) => number | null,
): readonly [number, number] | null {
  if (statistic(items) === null) return null;
  const random = seededRandom(1);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = items.map(() => items[Math.floor(random() * items.length)]).filter((item) => item !== undefined);
    const value = statistic(drawn);
    if (value !== null) values.push(value);
  }
  values.sort((a, b) => a - b);
  const quantile = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
  const [low, high] = [quantile(0.025), quantile(0.975)];
  return low === undefined || high === undefined ? null : [low, high];
}

const draws = 1000;
