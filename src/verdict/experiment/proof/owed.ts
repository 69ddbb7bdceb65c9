import type { Trial } from "../belief/counts.js";
import type { Suspect } from "../choose/suspects.js";
import { type ArmNumbers, sweep } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";

/** An arm that a claim says fails, and why its failure is owed before the claim is made. */
export type Owed = { readonly arm: ArmNumbers; readonly why: string };

/** What a claim is about: the factors that it takes for the cause, and the places that it says cure, as bits. */
export type Claim = { readonly factors: readonly number[]; readonly cures: number };

/** Failed calls that each other factor needs without its failing value, and each place that is said to fail. */
const [perFactor, perPlace] = [2, 1];

/**
 * What has not failed yet though the claim says that it does. A cause may rest on nothing that was there in every failure: each
 * other factor has to have been changed in failed calls (all of them at once, if the request is said not to matter), and each place
 * that is said to fail has to have failed. A probability alone could come from the prior.
 */
export function owedBy(
  model: Model,
  { factors, cures }: Claim,
  { trials, suspects }: { readonly trials: readonly Trial[]; readonly suspects: readonly Suspect[] },
): readonly Owed[] {
  const bad = trials.filter(({ isBad }) => isBad);
  const others = suspects.filter(({ factor }) => !factors.includes(factor) && !holdsAny(model, factor, factors));
  const isShort = (those: readonly Suspect[]) =>
    bad.filter(({ values }) => those.every(({ factor }) => values[factor] !== 0)).length < perFactor;
  const short =
    factors.length === 0
      ? others.length > 0 && isShort(others)
        ? others
        : []
      : others.filter((one) => isShort([one]));
  const places = model.available.places.filter(
    (place) => ((cures >> place) & 1) === 0 && bad.filter((trial) => trial.place === place).length < perPlace,
  );
  const plain = new Int8Array(model.space.factors.length);
  return [
    ...(short.length === 0
      ? []
      : [{ arm: bareArm(model, others, trials.length), why: "does it fail with all else changed?" }]),
    ...places.map((place) => ({ arm: { values: plain, place }, why: "does it fail at this place too?" })),
  ];
}

/** All other factors changed; their levels take turns, since another level may do what the likeliest does not. */
function bareArm(model: Model, others: readonly Suspect[], turn: number): ArmNumbers {
  const values = new Int8Array(model.space.factors.length);
  for (const { factor, level } of others) {
    const levels = model.available.levels[factor] ?? [];
    const at = levels.indexOf(level);
    values[factor] = (levels[(at + (turn % 3 === 0 ? 1 : 0)) % levels.length] ?? level) + 1;
  }
  return { values: sweep(model.space, values), place: 0 };
}

/** A factor that holds one of the cause cannot be changed without it. */
function holdsAny({ space }: Model, factor: number, factors: readonly number[]): boolean {
  const values = new Int8Array(space.factors.length);
  values[factor] = 1;
  const swept = sweep(space, values);
  return factors.some((one) => swept[one] !== 0);
}
