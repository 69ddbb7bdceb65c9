import type { ArmNumbers } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";
import { activity } from "../hypotheses/request-parts.js";

/** One trial: how it was asked, and whether it was bad. */
export type Trial = ArmNumbers & { readonly isBad: boolean; readonly upstream: string | null; readonly call: number };

/** For each hypothesis of a model the trials that it expects to fail, for one cause and for two. */
export type Counts = {
  readonly onceBad: Uint16Array;
  readonly once: Uint16Array;
  readonly twiceBad: Uint16Array;
  readonly twice: Uint16Array;
  bad: number;
  all: number;
};

/** Counts no trial. */
export function emptyCounts({ requests, places }: Model): Counts {
  const size = requests.length * places.length;
  const zeros = () => new Uint16Array(size);
  return { onceBad: zeros(), once: zeros(), twiceBad: zeros(), twice: zeros(), bad: 0, all: 0 };
}

/** Adds a trial to the counts. */
export function countTrial(
  counts: Counts,
  model: Model,
  { values, place, isBad }: Omit<Trial, "upstream" | "call">,
): void {
  const step = isBad ? 1 : 0;
  counts.all += 1;
  counts.bad += step;
  const reached = model.places.flatMap(({ cures }, index) => (((cures >> place) & 1) === 0 ? [index] : []));
  let first = 0;
  for (const { part } of model.requests) {
    const active = activity(part, values);
    if (active > 0) {
      const [count, countBad] = active === 1 ? [counts.once, counts.onceBad] : [counts.twice, counts.twiceBad];
      for (const index of reached) {
        count[first + index] = (count[first + index] ?? 0) + 1;
        countBad[first + index] = (countBad[first + index] ?? 0) + step;
      }
    }
    first += model.places.length;
  }
}
