import { limitsOf } from "../../src/verdict/regression/levels/limits.js";
import { twoStages } from "../../src/verdict/regression/levels/two-stages.js";
import { mirrored, type Prepared, prepare } from "../../src/verdict/regression/question.js";
import { mean, type Part, share, table } from "./part.js";
import { learn, makeWorld, nightId, type World } from "./world.js";

/** A change that has to be found: within so many nights in at least `wanted` of the cases. null: printed only. */
type Wanted = {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly night: number;
  readonly correlation: number;
  readonly wanted: number | null;
};

/** Rates of bad trials. */
const changes: readonly Wanted[] = [
  { name: "good 1 to .6", from: 0, to: 0.4, night: 1, correlation: 0, wanted: 0.95 },
  { name: "good 1 to .6", from: 0, to: 0.4, night: 1, correlation: 0.02, wanted: 0.95 },
  { name: "good 1 to .6", from: 0, to: 0.4, night: 1, correlation: 0.05, wanted: null },
  { name: "good 1 to .6", from: 0, to: 0.4, night: 2, correlation: 0.05, wanted: 0.95 },
  { name: "good 1 to .6", from: 0, to: 0.4, night: 2, correlation: 0.1, wanted: null },
  { name: "good 1 to .8", from: 0, to: 0.2, night: 1, correlation: 0.02, wanted: null },
  { name: "good 1 to .8", from: 0, to: 0.2, night: 2, correlation: 0.02, wanted: null },
  { name: "good 1 to .8", from: 0, to: 0.2, night: 3, correlation: 0.02, wanted: 0.9 },
  { name: "good 1 to .8", from: 0, to: 0.2, night: 3, correlation: 0.05, wanted: null },
  { name: "fixed, bad .3 to 0", from: 0.3, to: 0, night: 1, correlation: 0.02, wanted: null },
  { name: "fixed, bad .3 to 0", from: 0.3, to: 0, night: 2, correlation: 0, wanted: 0.98 },
  { name: "fixed, bad .3 to 0", from: 0.3, to: 0, night: 2, correlation: 0.02, wanted: 0.98 },
  { name: "fixed, bad .3 to 0", from: 0.3, to: 0, night: 2, correlation: 0.05, wanted: null },
];

export type DetectionOptions = { readonly seed: number; readonly suites: number };

/** How many extra cells of the changing rate each suite has. */
const extra = 8;

/** Changes in suites of 168 cells with 8 × 12 trials in the baseline and the correlation estimated from 30 nights. */
export function proveDetection(options: DetectionOptions): Part {
  const made = new Map<string, readonly Suite[]>();
  const rows = changes.map((change) => {
    const key = `${change.from} ${change.correlation}`;
    const suites = made.get(key) ?? suitesOf(change, options);
    made.set(key, suites);
    return { change, value: mean(suites.map((suite) => foundBy(suite, change))) };
  });
  return {
    title: `Changes found, ${options.suites} suites a line`,
    lines: table(
      ["change", "correlation", "by night", "found", "wanted"],
      rows.map(({ change: { name, correlation, night, wanted }, value }) => [
        name,
        correlation,
        night,
        share(value),
        wanted ?? "–",
      ]),
    ),
    missed: rows.flatMap(({ change: { name, correlation, night, wanted }, value }) =>
      wanted !== null && value < wanted
        ? [`${name} at ${correlation} by night ${night}: ${share(value)}, wanted ${wanted}`]
        : [],
    ),
  };
}

type Suite = { readonly world: World; readonly prepared: Prepared };

/** Suites with {@link extra} cells of the rate before the change, after 30 nights. */
function suitesOf({ from, correlation }: Wanted, { seed, suites }: DetectionOptions): readonly Suite[] {
  return Array.from({ length: suites }, (_, at) => {
    const correlations = [correlation, correlation, correlation, correlation];
    const made = makeWorld({ seed: seed * 1019 + at, kind: "as measured", cells: 168, correlations });
    const world = { ...made, cells: made.cells.map((cell, index) => (index < extra ? { ...cell, rate: from } : cell)) };
    const tonight = { id: nightId(9999), rules: "r1", cells: [] };
    return { world, prepared: prepare({ ...learn(world, "full", 30, 8), tonight }) };
  });
}

/** The exact probability, averaged over the cells that change. */
function foundBy({ world, prepared }: Suite, { from, to, night }: Wanted): number {
  const isWorse = from < to;
  const { levels } = isWorse ? prepared.worse : prepared.better;
  return mean(
    world.cells.slice(0, extra).flatMap(({ cell, correlation }) => {
      const ready = prepared.ready.get(cell);
      if (ready === undefined) return [];
      const known = isWorse ? ready.known : mirrored(ready.known);
      const limits = limitsOf(known, ready.correlation, { size: prepared.size, levels });
      const stages = twoStages(prepared.size, isWorse ? to : 1 - to, correlation);
      const tonight = stages(limits.suspect, limits.regressed);
      const quiet = 1 - stages(limits.suspect, limits.suspicious);
      return [1 - missedAll({ quiet, suspicious: 1 - quiet - tonight }, night)];
    }),
  );
}

/** No night reports by itself, and of three nights running at most one is suspicious. */
function missedAll(
  { quiet, suspicious }: { readonly quiet: number; readonly suspicious: number },
  nights: number,
): number {
  const isMissed = (pattern: readonly boolean[]) =>
    pattern.every((one, at) => !one || !(pattern[at - 1] === true || pattern[at - 2] === true));
  let sum = 0;
  for (let bits = 0; bits < 2 ** nights; bits += 1) {
    const pattern = Array.from({ length: nights }, (_, at) => (bits >> at) % 2 === 1);
    const probability = pattern.reduce((all, one) => all * (one ? suspicious : quiet), 1);
    sum += isMissed(pattern) ? probability : 0;
  }
  return sum;
}
