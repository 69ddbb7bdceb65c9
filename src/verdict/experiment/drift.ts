/** An outcome of the failing request, in the order of the calls. */
export type FailingCall = { readonly call: number; readonly isBad: boolean };

const eachSide = 5;

/** How many times likelier two rates have to be than one, for the likeliest split. */
const threshold = 700;

/**
 * The first call of the later part, where the failing request's own rate changed; null: one rate explains its calls. Every split
 * with five calls on each side is compared, so that the threshold is far above the one of a single split.
 */
export function rateChange(calls: readonly FailingCall[]): number | null {
  const bad = calls.filter(({ isBad }) => isBad).length;
  const whole = logLikelihood(bad, calls.length);
  let [best, at] = [Math.log(threshold), -1];
  let before = 0;
  calls.forEach(({ isBad }, index) => {
    const [left, right] = [index, calls.length - index];
    if (left >= eachSide && right >= eachSide) {
      const gain = logLikelihood(before, left) + logLikelihood(bad - before, right) - whole;
      if (gain > best) [best, at] = [gain, index];
    }
    if (isBad) before += 1;
  });
  return calls[at]?.call ?? null;
}

/** Under the rate that fits best. */
function logLikelihood(bad: number, all: number): number {
  const term = (count: number) => (count === 0 ? 0 : count * Math.log(count / all));
  return term(bad) + term(all - bad);
}
