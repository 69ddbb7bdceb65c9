/** The 97.5 % point of the normal distribution. */
const z95 = 1.959963984540054;

/**
 * Wilson's score interval of a proportion, [low, high], two-sided, 95 % (Wilson 1927). For descriptions of published counts;
 * claims use the exact bounds instead. Null without a trial. Throws RangeError for counts that are negative or not whole, and
 * for more successes than trials.
 */
export function wilsonInterval(successes: number, trials: number): readonly [number, number] | null {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || successes > trials) {
    throw new RangeError(`${successes} of ${trials} is not a count`);
  }
  if (trials === 0) return null;
  const rate = successes / trials;
  const weight = 1 + z95 ** 2 / trials;
  const middle = (rate + z95 ** 2 / (2 * trials)) / weight;
  const half = (z95 / weight) * Math.sqrt((rate * (1 - rate)) / trials + z95 ** 2 / (4 * trials ** 2));
  // At the ends the two terms are equal; rounding would leave a difference in the last bits.
  return [successes === 0 ? 0 : middle - half, successes === trials ? 1 : middle + half];
}
