import { type Shard, shardOf } from "../../runner/shard.js";
import type { RunFacts } from "../../runner/store/run-facts.js";
import { caseKey } from "../../runner/store/trial-key.js";
import type { FoundTrials } from "./best-records.js";
import type { PlannedRun } from "./refuse-unequal.js";

type PlannedCells = RunFacts["cases"];

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
    const cells = cases.filter((one) => !parts.some((shard) => isOf(one, shard))).length;
    return cells === 0 ? [] : [{ shard: null, cells }];
  }
  const given = new Set(parts.map(({ index }) => index));
  return Array.from({ length: of }, (_, at) => ({ index: at + 1, of }))
    .filter(({ index }) => !given.has(index))
    .map((shard) => ({ shard, cells: cases.filter((one) => isOf(one, shard)).length }));
}

/** The runs whose trials are not all there, with how many are not. A run whose trials a test stops is not counted. */
export function unfinishedRuns(runs: readonly PlannedRun[], { trials }: FoundTrials): readonly UnfinishedRun[] {
  return runs.flatMap((run) => {
    const { cases, shard, sequential } = run.facts;
    if (sequential !== null) return [];
    const own = shard === null ? cases : cases.filter((one) => isOf(one, shard));
    const unmade = own.reduce((sum, one) => sum + unmadeOf(one, trials), 0);
    return unmade === 0 ? [] : [{ run, trials: unmade }];
  });
}

function unmadeOf(one: PlannedCells[number], trials: FoundTrials["trials"]): number {
  const made = Array.from({ length: one.trials }, (_, at) => trials.get(`${caseKey(one)} ${at + 1}`)).flatMap(
    (found) => found ?? [],
  );
  // One trial says of the whole case that it is not supported, or has no key.
  const kind = made[0]?.transcript.notRun?.kind;
  return made.length > 0 && (kind === "unsupported" || kind === "credentials") ? 0 : one.trials - made.length;
}

function isOf(one: PlannedCells[number], { index, of }: Shard): boolean {
  return shardOf(one, of) === index;
}
