/** Draws of one seeded generator. */
export type Draw = {
  /** Uniform in [0, 1). */
  readonly uniform: () => number;
  /** How many of `trials` are bad, at this rate. */
  readonly binomial: (trials: number, rate: number) => number;
  /** The rate of one night: a beta distribution around the long-run rate. */
  readonly nightRate: (rate: number, correlation: number) => number;
};

export function drawFrom(uniform: () => number): Draw {
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    // Marsaglia and Tsang (2000).
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const nightRate = (rate: number, correlation: number) => {
    if (rate <= 0 || rate >= 1 || correlation <= 0) return rate;
    const strength = (1 - correlation) / correlation;
    const [bad, ok] = [gamma(rate * strength), gamma((1 - rate) * strength)];
    if (bad + ok === 0) return uniform() < rate ? 1 : 0;
    return bad / (bad + ok);
  };
  const binomial = (trials: number, rate: number) => {
    let bad = 0;
    for (let trial = 0; trial < trials; trial += 1) if (uniform() < rate) bad += 1;
    return bad;
  };
  return { uniform, binomial, nightRate };
}
