import type { Trial } from "../belief/counts.js";
import type { Model } from "../hypotheses/model.js";
import type { Suspect } from "./suspects.js";

/** So many of the likeliest suspects keep the level that most likely cures. */
const kept = 3;

/** So many levels of a factor are shown by turns. */
const shown = 2;

/**
 * The suspects with other levels where it costs nothing: a factor that is unlikely is changed to the level that failed calls have
 * shown least. A claim owes failures at more than one level of every other factor, and the search then meets them on its way.
 */
export function variedLevels(
  model: Model,
  suspects: readonly Suspect[],
  trials: readonly Trial[],
): readonly Suspect[] {
  const bad = trials.filter(({ isBad }) => isBad);
  const timesShown = (factor: number, level: number) => bad.filter(({ values }) => values[factor] === level + 1).length;
  return suspects.map((suspect, at) => {
    const { factor, level } = suspect;
    const own = model.available.levels[factor] ?? [];
    if (at < kept || own.length < 2) return suspect;
    const [first = level, second = level] = [level, ...own.filter((one) => one !== level)].slice(0, shown);
    return { ...suspect, level: timesShown(factor, second) < timesShown(factor, first) ? second : first };
  });
}
