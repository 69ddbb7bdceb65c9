import type { ArmNumbers } from "../hypotheses/coordinates.js";
import { activities } from "../hypotheses/flat-parts.js";
import type { Model } from "../hypotheses/model.js";

/** One trial: how it was asked, and whether it was bad. */
export type Trial = ArmNumbers & { readonly isBad: boolean; readonly upstream: string | null; readonly call: number };

/**
 * Bad of all trials, in one number: two of them are added and taken from each other as numbers are. At most 32,767 trials; `allIn` and
 * `badIn` read it.
 */
export type BadOfAll = number;

const oneTrial = 1 << 16;

/** Makes one number of two. */
export function badOfAll(bad: number, all: number): BadOfAll {
  return all * oneTrial + bad;
}

export function allIn(counted: BadOfAll): number {
  return counted >> 16;
}

export function badIn(counted: BadOfAll): number {
  return counted & (oneTrial - 1);
}

/** For each hypothesis of a model the trials that it expects to fail, for one cause (`once`) and for two (`twice`). `total`: all trials. */
export type Counts = { readonly once: Int32Array; readonly twice: Int32Array; total: BadOfAll };

/** Counts no trial. */
export function emptyCounts({ requests, places }: Pick<Model, "requests" | "places">): Counts {
  const size = requests.length * places.length;
  return { once: new Int32Array(size), twice: new Int32Array(size), total: 0 };
}

/** Adds a trial to the counts. */
export function countTrial(
  counts: Counts,
  { flat, places }: Pick<Model, "flat" | "places">,
  { values, place, isBad }: Omit<Trial, "upstream" | "call">,
): void {
  const { once, twice } = counts;
  const one = badOfAll(isBad ? 1 : 0, 1);
  counts.total += one;
  const steps = Int32Array.from(places, ({ cures }) => (((cures >> place) & 1) === 0 ? one : 0));
  const active = activities(flat, values);
  for (let request = 0, first = 0; request < active.length; request += 1, first += steps.length) {
    if (active[request] === 0) continue;
    const count = active[request] === 1 ? once : twice;
    for (let at = 0; at < steps.length; at += 1) count[first + at] = (count[first + at] ?? 0) + (steps[at] ?? 0);
  }
}
