/**
 * Calls counted by what a hypothesis says of them. `once`: it expects the failure; `twice`: for two causes at once; `never`: what
 * remains fails at the base rate.
 */
export type Tally = {
  readonly onceBad: number;
  readonly once: number;
  readonly twiceBad: number;
  readonly twice: number;
  readonly neverBad: number;
  readonly never: number;
};

/** How well the calls fit, and the failure rate that the hypothesis then expects of the next call of each kind. */
export type Fit = {
  readonly logLikelihood: number;
  readonly once: number;
  readonly twice: number;
  readonly never: number;
};

type Point = {
  readonly logs: readonly (readonly [bad: number, ok: number])[];
  readonly rates: readonly number[];
  readonly logWeight: number;
};

/** Failure rates of a fault, and their weights: high ones are more common, since a fault is noticed by them. */
const faultRates: readonly (readonly [rate: number, weight: number])[] = [
  [0.06, 0.5],
  [0.1, 0.8],
  [0.15, 1],
  [0.22, 1.1],
  [0.3, 1],
  [0.4, 1.1],
  [0.52, 1],
  [0.66, 1],
  [0.8, 1],
  [0.93, 1],
  [0.995, 3],
];

/** Failure rates of what a fault does not touch. */
const baseRates: readonly (readonly [rate: number, weight: number])[] = [
  [0.003, 0.6],
  [0.015, 0.25],
  [0.04, 0.1],
  [0.08, 0.05],
];

/** Failure rates of a healthy request. */
const healthyRates: readonly (readonly [rate: number, weight: number])[] = [
  [0.001, 0.5],
  [0.01, 0.25],
  [0.02, 0.15],
  [0.035, 0.1],
];

/** A fault at least triples the rate. Two causes at once fail as one, or as two that are independent. */
const faultPoints: readonly Point[] = normalised(
  faultRates.flatMap(([rate, weight]) =>
    baseRates
      .filter(([base]) => base <= rate / 3)
      .flatMap(([base, share]) =>
        [rate, 1 - (1 - rate) ** 2].map((twice) => ({ rates: [rate, twice, base], weight: (weight * share) / 2 })),
      ),
  ),
);
/** The same without calls that fail twice, for which the second rate is idle. */
const singlePoints: readonly Point[] = normalised(
  faultRates.flatMap(([rate, weight]) =>
    baseRates
      .filter(([base]) => base <= rate / 3)
      .map(([base, share]) => ({ rates: [rate, rate, base], weight: weight * share })),
  ),
);
const constantHigh = normalised(faultRates.map(([rate, weight]) => ({ rates: [rate, rate, rate], weight })));
const constantLow = normalised(healthyRates.map(([rate, weight]) => ({ rates: [rate, rate, rate], weight })));

/** The fit of a hypothesis with a fault, over all rates of fault and base. */
export function fitFault(tally: Tally): Fit {
  return fitOver(tally.twice === 0 ? singlePoints : faultPoints, tally);
}

/** The fit of a constant rate: every call at the same, high (a fault that nothing touches) or low (no fault). */
export function fitConstant(tally: Tally, level: "high" | "low"): Fit {
  return fitOver(level === "high" ? constantHigh : constantLow, tally);
}

function fitOver(points: readonly Point[], { onceBad, once, twiceBad, twice, neverBad, never }: Tally): Fit {
  const logs = points.map(
    ({ logs: [first, second, base], logWeight }) =>
      logWeight + term(first, onceBad, once) + term(second, twiceBad, twice) + term(base, neverBad, never),
  );
  const top = Math.max(...logs);
  let [total, ofOnce, ofTwice, ofNever] = [0, 0, 0, 0];
  points.forEach(({ rates: [first = 0, second = 0, base = 0] }, index) => {
    const weight = Math.exp((logs[index] ?? top) - top);
    total += weight;
    ofOnce += weight * first;
    ofTwice += weight * second;
    ofNever += weight * base;
  });
  return { logLikelihood: top + Math.log(total), once: ofOnce / total, twice: ofTwice / total, never: ofNever / total };
}

function term(logs: readonly [bad: number, ok: number] | undefined, bad: number, all: number): number {
  return all === 0 || logs === undefined ? 0 : bad * logs[0] + (all - bad) * logs[1];
}

function normalised(
  points: readonly { readonly rates: readonly number[]; readonly weight: number }[],
): readonly Point[] {
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  return points.map(({ rates, weight }) => ({
    rates,
    logs: rates.map((rate) => [Math.log(rate), Math.log1p(-rate)] as const),
    logWeight: Math.log(weight / total),
  }));
}
