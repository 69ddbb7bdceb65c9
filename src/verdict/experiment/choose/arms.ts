import { type ArmNumbers, sweep, withoutIdle } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";
import type { Suspect } from "./suspects.js";

const sizes = [1, 2, 3, 4, 6, 8, 11, 14, 18, 24];
/** Suspects whose other levels are tried one by one, and which are tried alone. */
const [closely, alone] = [2, 6];
/** So many suspects are listed by name. */
const named = 3;

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
  const name = ({ factor }: Suspect) => model.space.factors[factor]?.id ?? "";
  const likeliest = (count: number) =>
    count <= named ? suspects.slice(0, count).map(name).join(", ") : `the ${count} likeliest`;
  const kept = (those: readonly Suspect[], why: string) =>
    changed(
      suspects.filter((one) => !those.includes(one)),
      why,
    );
  const some = sizes.filter((size) => size < suspects.length);
  const [first] = suspects;
  const levels = suspects
    .slice(0, closely)
    .flatMap((suspect) =>
      (model.available.levels[suspect.factor] ?? [])
        .filter((level) => level !== suspect.level)
        .map((level) => changed([{ ...suspect, level }], `another value of ${name(suspect)}`)),
    );
  return distinct([
    changed([], "the failing request"),
    changed(suspects, "everything changed"),
    ...some.map((size) => kept(suspects.slice(0, size), `all changed but ${likeliest(size)}`)),
    ...some.map((size) => changed(suspects.slice(0, size), `changed: ${likeliest(size)}`)),
    ...suspects.slice(0, alone).map((one) => changed([one], `changed: ${name(one)}`)),
    ...suspects
      .slice(1, closely + 2)
      .map((one) =>
        kept(first === undefined ? [one] : [first, one], `all changed but a likely pair with ${name(one)}`),
      ),
    changed(
      suspects.filter((_, index) => index % 2 === 0),
      "every second factor changed",
    ),
    changed(
      suspects.filter((_, index) => index % 2 === 1),
      "every other second factor changed",
    ),
    ...levels,
  ]);
}

/** The same arms at every other place, as far as they differ there. Arms that change the same share their `values`. */
export function armsElsewhere(model: Model, arms: readonly Proposal[]): readonly Proposal[] {
  const known = new Map(arms.map(({ values }) => [keyOf(values), values]));
  const shared = (values: Int8Array): Int8Array => {
    const key = keyOf(values);
    const before = known.get(key) ?? values;
    known.set(key, before);
    return before;
  };
  return model.available.places.flatMap((place) => {
    const where = model.space.places[place - 1]?.id ?? "";
    const seen = new Set<Int8Array>();
    return arms.flatMap(({ values, why }) => {
      const left = withoutIdle(model.space, { values, place }).values;
      const own = left === values ? values : shared(left);
      if (seen.has(own)) return [];
      seen.add(own);
      return [{ values: own, place, why: `${why}; at ${where}` }];
    });
  });
}

function distinct(arms: readonly Proposal[]): readonly Proposal[] {
  const seen = new Set<string>();
  return arms.filter(({ values }) => {
    const key = keyOf(values);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** One text for each list of values, cheaper than the key of an arm. */
function keyOf(values: Int8Array): string {
  return String.fromCharCode(...values);
}
