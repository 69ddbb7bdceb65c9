import type { Trial } from "../belief/counts.js";
import type { Model } from "../hypotheses/model.js";
import type { Suspect } from "./suspects.js";

/** So many of the likeliest suspects keep the level that most likely cures. */
const kept = 3;

/**
 * The suspects with other levels where it costs nothing: a factor that is unlikely is changed to the level that failed calls have
 * shown least, of equal ones the one that most likely cures. A claim owes failures at several levels of every other factor, and the
 * search meets them on its way.
 */
export function variedLevels(model: Model, suspects: readonly Suspect[], trials: readonly Trial[]): readonly Suspect[] {
  const bad = trials.filter(({ isBad }) => isBad);
  return suspects.map((suspect, at) => {
    const { factor, level: likeliest } = suspect;
    const own = model.available.levels[factor] ?? [];
    if (at < kept || own.length < 2) return suspect;
    const times = (level: number) => bad.filter(({ values }) => values[factor] === level + 1).length;
    const level = own.reduce((least, one) => (times(one) < times(least) ? one : least), likeliest);
    return { ...suspect, level };
  });
}
