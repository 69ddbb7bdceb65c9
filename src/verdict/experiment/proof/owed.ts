import type { Trial } from "../belief/counts.js";
import type { Suspect } from "../choose/suspects.js";
import { type ArmNumbers, sweep, swept } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";
import { activity, type RequestPart } from "../hypotheses/request-parts.js";

/** An arm that a claim says fails, and why its failure is owed before the claim is made. */
export type Owed = { readonly arm: ArmNumbers; readonly why: string };

/** What a claim is about: the part of the request that it takes for the cause, and the places that it says cure, as bits. */
export type Claim = { readonly part: RequestPart; readonly cures: number };

/**
 * Failed calls that each other factor needs without its failing value, and levels of it that they have to show: of many, some may not
 * cure, and they may be those that were tried. If the request is said not to matter at all, more are shown, since each call shows one
 * of every factor.
 */
const [perFactor, levelsShown, levelsShownOfNone] = [2, 4, 7];

/** Failed calls that a place needs; and if the claim is that nothing at all matters, or if a second one costs hardly a call. */
const [perPlace, perPlaceOfMore] = [1, 2];

/** From this failure rate on a failed call more is cheap. */
const cheapFrom = 0.8;

/**
 * What has not failed yet though the claim says that it does. A cause may rest on nothing that was there in every failure: each
 * other factor has to have been changed in failed calls, to several levels if it has them (all factors at once, if the request
 * is said not to matter), and a place of each part that is said to fail has to have failed, as often as the claim expects. A probability alone
 * could come from the prior, or from one failure by chance.
 */
export function owedBy(
  model: Model,
  { part, cures }: Claim,
  { trials, suspects }: { readonly trials: readonly Trial[]; readonly suspects: readonly Suspect[] },
): readonly Owed[] {
  const { factors } = part;
  const claimed = trials.filter(({ values, place }) => ((cures >> place) & 1) === 0 && activity(part, values) > 0);
  const bad = claimed.filter(({ isBad }) => isBad);
  const others = suspects
    .filter(({ factor }) => !factors.includes(factor))
    .flatMap((suspect) => withoutHolding(model, suspect, factors));
  const telling =
    factors.length > 0 ? bad : bad.filter(({ values }) => others.every(({ factor }) => values[factor] !== 0));
  const rate = failingRateOf(trials);
  const most = factors.length > 0 ? levelsShown : levelsShownOfNone;
  // With a factor changed, the calls have to fail at their common rate rather than by chance: two failures among many successes are none.
  const common = rateOf(claimed);
  const isFailingWithout = ({ factor }: Other): boolean => {
    const own = claimed.filter(({ values }) => values[factor] !== 0);
    return logLikelier(own, common) >= Math.log(timesLikelier);
  };
  const missing = others.map(
    (one) => missingLevel(one, telling, most) ?? (isFailingWithout(one) ? null : (one.levels[0] ?? null)),
  );
  const isStrict = (factors.length === 0 && cures === 0) || rate >= cheapFrom;
  const enough = isStrict ? perPlaceOfMore : perPlace;
  const said = model.available.places.filter((place) => ((cures >> place) & 1) === 0);
  const seen = said.filter((place) => isFailingAt(model, place, { claimed, rate, enough }));
  const places = said.filter(
    (place) => !seen.some((one) => one === place || (!isStrict && isAlike(model, one, place))),
  );
  const plain = new Int8Array(model.space.factors.length);
  return [
    ...(missing.every((level) => level === null)
      ? []
      : [{ arm: bareArm(model, others, missing), why: "does it fail with all else changed?" }]),
    ...places.map((place) => ({ arm: { values: plain, place }, why: "does it fail at this place too?" })),
  ];
}

/** The rate of chance that failures at a place are compared with: above that of most healthy services, and a sixth of the failing rate at most. */
const [byChance, shareOfRate] = [0.03, 1 / 6];

/** So many times likelier than chance the calls at a place have to be, for the place to count as failing; and if no other place has its part. */
const [timesLikelier, timesLikelierAlone] = [5, 12];

/** So many failures at a place are none by chance, whatever their rate. */
const plenty = 3;

/** `claimed`: the calls that the claim says fail. */
type AtPlace = {
  readonly claimed: readonly Trial[];
  readonly rate: number;
  readonly enough: number;
};

/**
 * True if the calls at a place that the claim says fail have failed as it says: often enough, and rather at the failing request's
 * rate than by chance. One failure and no success will do; one failure among many successes will not, least of all at the only
 * place of its part, where a failure by chance would hide a seat for good.
 */
function isFailingAt({ space }: Model, place: number, { claimed, rate, enough }: AtPlace): boolean {
  const own = claimed.filter((trial) => trial.place === place);
  const bad = own.filter(({ isBad }) => isBad).length;
  const log = logLikelier(own, rate);
  const isAlone = space.places.filter((one) => one.part === space.places[place - 1]?.part).length === 1;
  return bad >= plenty || (bad >= enough && log >= Math.log(isAlone ? timesLikelierAlone : timesLikelier));
}

/** How much likelier these calls are at this rate than by chance, as a logarithm. */
function logLikelier(own: readonly Trial[], rate: number): number {
  const bad = own.filter(({ isBad }) => isBad).length;
  const chance = Math.min(byChance, rate * shareOfRate);
  return bad * Math.log(rate / chance) + (own.length - bad) * Math.log((1 - rate) / (1 - chance));
}

/** Two places that differ from the failing one in the same part: where one of them fails, that part is not the seat. */
function isAlike({ space }: Model, one: number, other: number): boolean {
  return space.places[one - 1]?.part === space.places[other - 1]?.part;
}

/** Of the failing request's own calls. */
function failingRateOf(trials: readonly Trial[]): number {
  return rateOf(trials.filter(({ values, place }) => place === 0 && values.every((value) => value === 0)));
}

/** Half a failure and half a success are added, so that it is never 0 or 1. */
function rateOf(own: readonly Trial[]): number {
  return (own.filter(({ isBad }) => isBad).length + 0.5) / (own.length + 1);
}

/** A factor that is not in a claim, and its levels that leave the claim's factors as they are, the likeliest first. */
type Other = { readonly factor: number; readonly levels: readonly number[] };

/** A level that holds a factor of the cause cannot be set without changing that one; none is left: the factor cannot be changed. */
function withoutHolding({ space, available }: Model, { factor, level }: Suspect, factors: readonly number[]): Other[] {
  const claimed = factors.map((one) => space.factors[one]?.id ?? "");
  const levels = [level, ...(available.levels[factor] ?? []).filter((one) => one !== level)].filter(
    (one) => space.factors[factor]?.levels[one]?.contains.some((id) => claimed.includes(id)) !== true,
  );
  return levels.length === 0 ? [] : [{ factor, levels }];
}

/**
 * A level of a factor that failed calls have to show still, the likeliest one; null: they show levels enough, whichever, and are enough.
 * Which levels are the likeliest changes with every failure, so that two fixed ones would be asked for again and again.
 */
function missingLevel({ factor, levels }: Other, bad: readonly Trial[], most: number): number | null {
  const changed = bad.filter(({ values }) => values[factor] !== 0);
  const shown = new Set(changed.map(({ values }) => values[factor] ?? 0));
  const isShown = shown.has(swept) || shown.size >= Math.min(most, levels.length);
  if (isShown && changed.length >= perFactor) return null;
  return levels.find((one) => !shown.has(one + 1)) ?? levels[0] ?? null;
}

/** All other factors changed, each to a level that is missing. */
function bareArm(model: Model, others: readonly Other[], missing: readonly (number | null)[]): ArmNumbers {
  const values = new Int8Array(model.space.factors.length);
  others.forEach(({ factor, levels }, at) => {
    values[factor] = (missing[at] ?? levels[0] ?? 0) + 1;
  });
  return { values: sweep(model.space, values), place: 0 };
}
