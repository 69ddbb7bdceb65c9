import type { BadOfAll } from "./counts.js";
import { keptByCounts, likelihoodTable, type Scaled } from "./likelihood-table.js";

/** Failure rates of a fault, and their weights: a fault that always shows is the most common one, since it is noticed first. */
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
  [0.004, 0.5],
  [0.015, 0.3],
  [0.04, 0.15],
  [0.08, 0.05],
];

/** Failure rates of a healthy request. */
const healthyRates: readonly (readonly [rate: number, weight: number])[] = [
  [0.001, 0.5],
  [0.01, 0.25],
  [0.02, 0.15],
  [0.035, 0.1],
];

const rates = faultRates.map(([rate]) => rate);
/** Two causes at once fail as one does, or as two that are independent. */
const doubled = rates.map((rate) => 1 - (1 - rate) ** 2);
const bases = baseRates.map(([base]) => base);
const healthy = healthyRates.map(([rate]) => rate);

/** For each fault rate the number of base rates below it: a fault at least triples the rate. */
const basesBelow = rates.map((rate) => bases.filter((base) => base <= rate / 3).length);
const rateWeights = shares(faultRates);
const baseWeights = shares(baseRates);
const healthyWeights = shares(healthyRates);
const total = rates.reduce(
  (sum, _, at) => sum + (rateWeights[at] ?? 0) * sumOf(baseWeights.slice(0, basesBelow[at])),
  0,
);

const ofRates = likelihoodTable(rates, (values) => values.map((value, at) => value * (rateWeights[at] ?? 0)));
const ofSame = likelihoodTable(rates);
const ofDoubled = likelihoodTable(doubled);
const ofHealthy = likelihoodTable(healthy, (values) => values.map((value, at) => value * (healthyWeights[at] ?? 0)));
/** For each fault rate, over the base rates below it: the likelihood, and the likelihood times the base rate. */
const ofBases = likelihoodTable(bases, (values) => overBases(values, () => 1));
const ofBaseRates = likelihoodTable(bases, (values) => overBases(values, (at) => bases[at] ?? 0));

function overBases(values: Float64Array, factor: (base: number) => number): Float64Array {
  return Float64Array.from(basesBelow, (count) =>
    values.slice(0, count).reduce((sum, value, at) => sum + value * (baseWeights[at] ?? 0) * factor(at), 0),
  );
}

/**
 * Calls counted by what a hypothesis says of them. `once`: it expects the failure; `twice`: for two causes at once; `never`: what
 * remains fails at the base rate.
 */
export type Tally = { readonly once: BadOfAll; readonly twice: BadOfAll; readonly never: BadOfAll };

/**
 * What a hypothesis makes of the calls: the logarithm of their probability, over all its rates, and the failure rate that it then
 * expects of the next call of each kind.
 */
export type Fit = {
  readonly logLikelihood: number;
  readonly once: number;
  readonly twice: number;
  readonly never: number;
};

/** The fit of a fault. */
export function fitFault(tally: Tally): Fit {
  const once = ofRates(tally.once);
  const never = ofBases(tally.never);
  const neverRates = ofBaseRates(tally.never);
  const { scale, asSame, asBoth, values: ways } = bothWays(tally.twice);
  let [sum, ofOnce, ofTwice, ofNever] = [0, 0, 0, 0];
  for (let at = 0; at < rates.length; at += 1) {
    const ofRate = once.values[at] ?? 0;
    const weight = ofRate * (never.values[at] ?? 0);
    const way = ways[at] ?? 0;
    sum += weight * way;
    ofOnce += weight * way * (rates[at] ?? 0);
    ofTwice += weight * ((asSame[at] ?? 0) * (rates[at] ?? 0) + (asBoth[at] ?? 0) * (doubled[at] ?? 0));
    ofNever += ofRate * (neverRates.values[at] ?? 0) * way;
  }
  return {
    logLikelihood: Math.log(sum / total) + once.scale + scale + never.scale,
    once: ofOnce / sum,
    twice: ofTwice / sum,
    never: ofNever / sum,
  };
}

/** The logarithm alone, of calls that {@link Tally} explains: most hypotheses weigh so little that no rate of theirs is asked for. */
export function logLikelihoodOf(ofOnce: BadOfAll, ofTwice: BadOfAll, ofNever: BadOfAll): number {
  const once = ofRates(ofOnce);
  const never = ofBases(ofNever);
  let sum = 0;
  if (ofTwice === 0) {
    for (let at = 0; at < rateCount; at += 1) sum += (once.values[at] ?? 0) * (never.values[at] ?? 0);
    return Math.log(sum / total) + once.scale + never.scale;
  }
  const { scale, values } = bothWays(ofTwice);
  for (let at = 0; at < rateCount; at += 1) sum += (once.values[at] ?? 0) * (never.values[at] ?? 0) * (values[at] ?? 0);
  return Math.log(sum / total) + once.scale + scale + never.scale;
}

const rateCount = rates.length;

type BothWays = Scaled & { readonly asSame: Float64Array; readonly asBoth: Float64Array };

/** For each fault rate what the calls with two causes at once say: that they fail as one does, or as two. */
const bothWays = keptByCounts((twice): BothWays => {
  const same = ofSame(twice);
  const both = ofDoubled(twice);
  const scale = Math.max(same.scale, both.scale);
  const [sameFactor, bothFactor] = [0.5 * Math.exp(same.scale - scale), 0.5 * Math.exp(both.scale - scale)];
  const asSame = same.values.map((value) => sameFactor * value);
  const asBoth = both.values.map((value) => bothFactor * value);
  return { scale, asSame, asBoth, values: asSame.map((value, at) => value + (asBoth[at] ?? 0)) };
});

/** The same of one rate for all calls, which is that of a fault (`high`) or of a healthy request (`low`); and the rate to expect. */
export function fitConstant(calls: BadOfAll, level: "high" | "low"): Fit {
  const [table, values] = level === "high" ? [ofRates, rates] : [ofHealthy, healthy];
  const fit = table(calls);
  let [sum, sumRate] = [0, 0];
  values.forEach((rate, at) => {
    const weight = fit.values[at] ?? 0;
    sum += weight;
    sumRate += weight * rate;
  });
  const rate = sumRate / sum;
  return { logLikelihood: Math.log(sum) + fit.scale, once: rate, twice: rate, never: rate };
}

function shares(weighted: readonly (readonly [rate: number, weight: number])[]): readonly number[] {
  const all = sumOf(weighted.map(([, weight]) => weight));
  return weighted.map(([, weight]) => weight / all);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
