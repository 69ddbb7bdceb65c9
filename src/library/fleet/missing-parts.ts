import { isInShard, type Shard } from "../../runner/shard.js";
import { caseKey } from "../../runner/store/trial-key.js";
import { unmadeTrials } from "../../runner/store/unmade-trials.js";
import type { FoundTrials } from "./best-records.js";
import type { PlannedRun } from "./refuse-unequal.js";

/** Cells that no run was to ask. `shard`: the part that they are; null: the runs were cut in different ways. */
export type MissingPart = { readonly shard: Shard | null; readonly cells: number };

/** A run that has not made all its trials. */
export type UnfinishedRun = { readonly run: PlannedRun; readonly trials: number };

/** The parts of the plan that none of the runs was to ask, in their order. */
export function missingParts(runs: readonly PlannedRun[]): readonly MissingPart[] {
  const shards = runs.map(({ facts }) => facts.shard);
  const [first] = runs;
  if (first === undefined || shards.includes(null)) return [];
  const parts = shards.filter((shard) => shard !== null);
  const of = parts[0]?.of ?? 1;
  const { cases } = first.facts;
  if (parts.some((shard) => shard.of !== of)) {
    const cells = cases.filter((one) => !parts.some((shard) => isInShard(one, shard))).length;
    return cells === 0 ? [] : [{ shard: null, cells }];
  }
  const given = new Set(parts.map(({ index }) => index));
  return Array.from({ length: of }, (_, at) => ({ index: at + 1, of }))
    .filter(({ index }) => !given.has(index))
    .map((shard) => ({ shard, cells: cases.filter((one) => isInShard(one, shard)).length }));
}

/** The runs whose trials are not all there, with how many are not. A run whose trials a test stops is not counted. */
export function unfinishedRuns(runs: readonly PlannedRun[], { trials }: FoundTrials): readonly UnfinishedRun[] {
  return runs.flatMap((run) => {
    const unmade = unmadeTrials(run.facts, (one) =>
      Array.from({ length: one.trials }, (_, at) => trials.get(`${caseKey(one)} ${at + 1}`)).flatMap(
        (found) => found?.transcript ?? [],
      ),
    );
    return unmade === 0 ? [] : [{ run, trials: unmade }];
  });
}
