/**
 * The probabilities of 0 … `trials` bad trials in one night: beta-binomial, with the long-run failure rate `rate` and the
 * night-to-night `correlation`, the share of the variance of one trial that its night explains. 0: binomial.
 */
export function betaBinomial(trials: number, rate: number, correlation: number): Float64Array {
  const pmf = new Float64Array(trials + 1);
  if (rate <= 0 || rate >= 1) {
    pmf[rate <= 0 ? 0 : trials] = 1;
    return pmf;
  }
  // From the mode outwards, so that nothing underflows that matters.
  const ratio = ratioOf(trials, rate, correlation);
  const mode = Math.min(trials, Math.floor((trials + 1) * rate));
  pmf[mode] = 1;
  for (let bad = mode; bad < trials; bad += 1) pmf[bad + 1] = (pmf[bad] ?? 0) * ratio(bad);
  for (let bad = mode; bad > 0; bad -= 1) pmf[bad - 1] = (pmf[bad] ?? 0) / ratio(bad - 1);
  const total = pmf.reduce((all, one) => all + one, 0);
  return pmf.map((one) => one / total);
}

/** P(bad + 1) / P(bad). */
function ratioOf(trials: number, rate: number, correlation: number): (bad: number) => number {
  if (correlation <= 0) {
    const odds = rate / (1 - rate);
    return (bad) => ((trials - bad) / (bad + 1)) * odds;
  }
  const strength = (1 - correlation) / correlation;
  const [a, b] = [rate * strength, (1 - rate) * strength];
  return (bad) => ((trials - bad) / (bad + 1)) * ((a + bad) / (b + trials - bad - 1));
}

/** P(at least so many), at index 0 … n, of probabilities of 0 … n. Summed from the far end, so that small ones keep their digits. */
export function upperTails(pmf: Float64Array): Float64Array {
  const tails = new Float64Array(pmf.length);
  let sum = 0;
  for (let at = pmf.length - 1; at >= 0; at -= 1) {
    sum += pmf[at] ?? 0;
    tails[at] = Math.min(1, sum);
  }
  return tails;
}
