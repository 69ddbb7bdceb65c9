import type { BadOfAll } from "./counts.js";
import { type LikelihoodTable, likelihoodsUnder, rowOf, tableOf } from "./likelihood-table.js";

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

const rateCount = rates.length;
const underRates = likelihoodsUnder(rates);
const underDoubled = likelihoodsUnder(doubled);
const underBases = likelihoodsUnder(bases);

const ofRates = weightedTable(rates, rateWeights);
const ofHealthy = weightedTable(healthy, healthyWeights);
/** For each fault rate, over the base rates below it: the likelihood, and the likelihood times the base rate. */
const ofBases = baseTable(() => 1);
const ofBaseRates = baseTable((at) => bases[at] ?? 0);

function weightedTable(ofTable: readonly number[], weights: readonly number[]): LikelihoodTable {
  const under = likelihoodsUnder(ofTable);
  return tableOf(ofTable.length, (calls) => {
    const { scale, values } = under(calls);
    return { scale, values: values.map((value, at) => value * (weights[at] ?? 0)) };
  });
}

function baseTable(factor: (base: number) => number): LikelihoodTable {
  return tableOf(rateCount, (calls) => {
    const { scale, values } = underBases(calls);
    return { scale, values: overBases(values, factor) };
  });
}

function overBases(values: Float64Array, factor: (base: number) => number): Float64Array {
  return Float64Array.from(basesBelow, (count) =>
    values.slice(0, count).reduce((sum, value, at) => sum + value * (baseWeights[at] ?? 0) * factor(at), 0),
  );
}

/**
 * For each fault rate what calls with two causes at once say: that they fail as one cause does, that they fail as two, and the sum.
 * A row has all the sums, then those of one, then those of two.
 */
const ofTwo = tableOf(3 * rateCount, (twice) => {
  const [same, both] = [underRates(twice), underDoubled(twice)];
  const scale = Math.max(same.scale, both.scale);
  const [sameFactor, bothFactor] = [0.5 * Math.exp(same.scale - scale), 0.5 * Math.exp(both.scale - scale)];
  const asSame = same.values.map((value) => sameFactor * value);
  const asBoth = both.values.map((value) => bothFactor * value);
  const sums = asSame.map((value, at) => value + (asBoth[at] ?? 0));
  return { scale, values: Float64Array.of(...sums, ...asSame, ...asBoth) };
});

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
  const [once, never, neverRate, two] = [
    rowOf(ofRates, tally.once),
    rowOf(ofBases, tally.never),
    rowOf(ofBaseRates, tally.never),
    rowOf(ofTwo, tally.twice),
  ];
  let [sum, ofOnce, ofTwice, ofNever] = [0, 0, 0, 0];
  for (let at = 0; at < rateCount; at += 1) {
    const ofRate = ofRates.values[once * rateCount + at] ?? 0;
    const weight = ofRate * (ofBases.values[never * rateCount + at] ?? 0);
    const from = two * 3 * rateCount + at;
    const way = ofTwo.values[from] ?? 0;
    const [asSame, asBoth] = [ofTwo.values[from + rateCount] ?? 0, ofTwo.values[from + 2 * rateCount] ?? 0];
    sum += weight * way;
    ofOnce += weight * way * (rates[at] ?? 0);
    ofTwice += weight * (asSame * (rates[at] ?? 0) + asBoth * (doubled[at] ?? 0));
    ofNever += ofRate * (ofBaseRates.values[neverRate * rateCount + at] ?? 0) * way;
  }
  const scale = (ofRates.scales[once] ?? 0) + (ofTwo.scales[two] ?? 0) + (ofBases.scales[never] ?? 0);
  return {
    logLikelihood: Math.log(sum / total) + scale,
    once: ofOnce / sum,
    twice: ofTwice / sum,
    never: ofNever / sum,
  };
}

/** The logarithm alone, of calls that {@link Tally} explains: most hypotheses weigh so little that no rate of theirs is asked for. */
export function logLikelihoodOf(ofOnce: BadOfAll, ofTwice: BadOfAll, ofNever: BadOfAll): number {
  const [once, never] = [rowOf(ofRates, ofOnce), rowOf(ofBases, ofNever)];
  const two = ofTwice === 0 ? -1 : rowOf(ofTwo, ofTwice);
  const [onces, nevers, ways] = [ofRates.values, ofBases.values, ofTwo.values];
  let sum = 0;
  for (let at = 0, left = once * rateCount, right = never * rateCount; at < rateCount; at += 1) {
    const product = (onces[left + at] ?? 0) * (nevers[right + at] ?? 0);
    sum += two < 0 ? product : product * (ways[two * 3 * rateCount + at] ?? 0);
  }
  const scale = (ofRates.scales[once] ?? 0) + (two < 0 ? 0 : (ofTwo.scales[two] ?? 0));
  return Math.log(sum / total) + scale + (ofBases.scales[never] ?? 0);
}

/** The same of one rate for all calls, which is that of a fault (`high`) or of a healthy request (`low`); and the rate to expect. */
export function fitConstant(calls: BadOfAll, level: "high" | "low"): Fit {
  const [table, values] = level === "high" ? [ofRates, rates] : [ofHealthy, healthy];
  const row = rowOf(table, calls);
  let [sum, sumRate] = [0, 0];
  values.forEach((rate, at) => {
    const weight = table.values[row * table.width + at] ?? 0;
    sum += weight;
    sumRate += weight * rate;
  });
  const rate = sumRate / sum;
  return { logLikelihood: Math.log(sum) + (table.scales[row] ?? 0), once: rate, twice: rate, never: rate };
}

function shares(weighted: readonly (readonly [rate: number, weight: number])[]): readonly number[] {
  const all = sumOf(weighted.map(([, weight]) => weight));
  return weighted.map(([, weight]) => weight / all);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
