import type { Trial } from "../belief/counts.js";
import type { Suspect } from "../choose/suspects.js";
import { type ArmNumbers, sweep, swept } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";

/** An arm that a claim says fails, and why its failure is owed before the claim is made. */
export type Owed = { readonly arm: ArmNumbers; readonly why: string };

/** What a claim is about: the factors that it takes for the cause, and the places that it says cure, as bits. */
export type Claim = { readonly factors: readonly number[]; readonly cures: number };

/** Failed calls that each other factor needs without its failing value, and levels of it that they have to show. */
const [perFactor, levelsShown] = [2, 2];

/** Failed calls that a place needs; and if the claim is that nothing at all matters, or if a second one costs hardly a call. */
const [perPlace, perPlaceOfMore] = [1, 2];

/** From this failure rate on a failed call more is cheap. */
const cheapFrom = 0.8;

/**
 * What has not failed yet though the claim says that it does. A cause may rest on nothing that was there in every failure: each
 * other factor has to have been changed in failed calls, to more than one level if it has them (all factors at once, if the request
 * is said not to matter), and each place that is said to fail has to have failed. A probability alone could come from the prior.
 */
export function owedBy(
  model: Model,
  { factors, cures }: Claim,
  { trials, suspects }: { readonly trials: readonly Trial[]; readonly suspects: readonly Suspect[] },
): readonly Owed[] {
  const bad = trials.filter(({ isBad }) => isBad);
  const others = suspects.filter(({ factor }) => !factors.includes(factor) && !holdsAny(model, factor, factors));
  const telling =
    factors.length > 0 ? bad : bad.filter(({ values }) => others.every(({ factor }) => values[factor] !== 0));
  const missing = others.map((one) => missingLevels(model, one, telling));
  const isStrict = (factors.length === 0 && cures === 0) || failingRateOf(trials) >= cheapFrom;
  const enough = isStrict ? perPlaceOfMore : perPlace;
  const places = model.available.places.filter(
    (place) => ((cures >> place) & 1) === 0 && bad.filter((trial) => trial.place === place).length < enough,
  );
  const plain = new Int8Array(model.space.factors.length);
  return [
    ...(missing.every((levels) => levels.length === 0)
      ? []
      : [{ arm: bareArm(model, others, missing), why: "does it fail with all else changed?" }]),
    ...places.map((place) => ({ arm: { values: plain, place }, why: "does it fail at this place too?" })),
  ];
}

function failingRateOf(trials: readonly Trial[]): number {
  const own = trials.filter(({ values, place }) => place === 0 && values.every((value) => value === 0));
  return own.length === 0 ? 0 : own.filter(({ isBad }) => isBad).length / own.length;
}

/** The levels of a factor that failed calls have to show still: its likeliest ones, and any once more if the calls are too few. */
function missingLevels(model: Model, { factor, level }: Suspect, bad: readonly Trial[]): readonly number[] {
  const own = model.available.levels[factor] ?? [];
  const wanted = [level, ...own.filter((one) => one !== level)].slice(0, levelsShown);
  const changed = bad.filter(({ values }) => values[factor] !== 0);
  const isSwept = changed.some(({ values }) => values[factor] === swept);
  const unseen = isSwept ? [] : wanted.filter((one) => !changed.some(({ values }) => values[factor] === one + 1));
  return unseen.length === 0 && changed.length < perFactor ? [level] : unseen;
}

/** All other factors changed, each to a level that is missing. */
function bareArm(model: Model, others: readonly Suspect[], missing: readonly (readonly number[])[]): ArmNumbers {
  const values = new Int8Array(model.space.factors.length);
  others.forEach(({ factor, level }, at) => {
    values[factor] = (missing[at]?.[0] ?? level) + 1;
  });
  return { values: sweep(model.space, values), place: 0 };
}

/** A factor that holds one of the cause cannot be changed without it. */
function holdsAny({ space }: Model, factor: number, factors: readonly number[]): boolean {
  const values = new Int8Array(space.factors.length);
  values[factor] = 1;
  const changed = sweep(space, values);
  return factors.some((one) => changed[one] !== 0);
}
