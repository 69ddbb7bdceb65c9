import { type ArmNumbers, armKey, sweep } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";
import type { Suspect } from "./suspects.js";

const sizes = [1, 2, 3, 4, 6, 8, 11, 14, 18, 24];
/** Suspects whose other levels are tried one by one, and which are tried alone. */
const [closely, alone] = [2, 6];

/** An arm that can be asked, and what it does, in words. */
export type Proposal = ArmNumbers & { readonly why: string };

/**
 * The arms worth comparing at the failing place: the likeliest suspects kept and all else changed, or the reverse; every second
 * suspect; everything; nothing; and the other levels of the likeliest two.
 */
export function armsHere(model: Model, suspects: readonly Suspect[]): readonly Proposal[] {
  const changed = (those: readonly Suspect[], why: string): Proposal => {
    const values = new Int8Array(model.space.factors.length);
    for (const { factor, level } of those) values[factor] = level + 1;
    return { values: sweep(model.space, values), place: 0, why };
  };
  const some = sizes.filter((size) => size < suspects.length);
  const levels = suspects
    .slice(0, closely)
    .flatMap((suspect) =>
      (model.available.levels[suspect.factor] ?? [])
        .filter((level) => level !== suspect.level)
        .map((level) => changed([{ ...suspect, level }], "another value of a likely cause")),
    );
  return distinct([
    changed([], "the failing request"),
    changed(suspects, "everything changed"),
    ...some.map((size) => changed(suspects.slice(size), `all changed but the ${size} likeliest`)),
    ...some.map((size) => changed(suspects.slice(0, size), `the ${size} likeliest changed`)),
    ...suspects.slice(0, alone).map((one) => changed([one], "one likely cause changed")),
    ...suspects.slice(1, closely + 2).map((one) =>
      changed(
        suspects.filter((other) => other !== suspects[0] && other !== one),
        "all changed but a likely pair",
      ),
    ),
    changed(
      suspects.filter((_, index) => index % 2 === 0),
      "every second one changed",
    ),
    changed(
      suspects.filter((_, index) => index % 2 === 1),
      "every other second one changed",
    ),
    ...levels,
  ]);
}

/** The same arms at every other place. */
export function armsElsewhere(model: Model, arms: readonly Proposal[]): readonly Proposal[] {
  return model.available.places.flatMap((place) =>
    arms.map((arm) => ({ ...arm, place, why: `${arm.why}, at another place` })),
  );
}

function distinct(arms: readonly Proposal[]): readonly Proposal[] {
  const seen = new Set<string>();
  return arms.filter((arm) => {
    const key = armKey(arm);
    return seen.has(key) ? false : seen.add(key);
  });
}
