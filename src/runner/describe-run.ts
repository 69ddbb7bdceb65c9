import { randomBytes } from "node:crypto";
import type { EditionName } from "../scenario/edition/edition-name.js";
import type { PlannedCase } from "./plan.js";
import type { Shard } from "./shard.js";
import { type DatasetFacts, hashesOf, type RunFacts } from "./store/run-facts.js";
import type { FixtureOrigin } from "./store/save-fixture.js";

/** What describes a new run, beside its cases. */
export type RunDescription = {
  readonly startedAt: Date;
  readonly mode: RunFacts["mode"];
  /** The options of its command, see `RunFacts`; never a secret. */
  readonly options: { readonly [name: string]: unknown };
  readonly versions: { readonly [name: string]: string };
  /** Of the program's checkout; null: it is installed. */
  readonly commit: string | null;
  /** The edition of the conformance suite; absent: what is asked belongs to none. */
  readonly edition?: EditionName;
  readonly seed: number;
  /** True: vary the prompt of every trial. */
  readonly nonce: boolean;
  /** Of those variations; absent: made of the time and `seed`. */
  readonly nonceSeed?: number;
  /** The data set that is asked; absent: scenarios are. */
  readonly dataset?: DatasetFacts;
  /** The rule by which trials are stopped; absent: their number is fixed. */
  readonly sequential?: { readonly [member: string]: number };
  /** The first trials of each case, of which the others depend; absent: all are planned alike. */
  readonly screenTrials?: number;
  /** The part of the plan that is asked, and all cases of the plan; absent: the run asks them all. */
  readonly shard?: { readonly part: Shard; readonly whole: readonly PlannedCase[] };
};

/** The facts in `run.json`. */
export function runFacts(asked: readonly PlannedCase[], description: RunDescription): RunFacts {
  const { startedAt, mode, options, versions, commit, edition } = description;
  const { seed, nonce, dataset, sequential, screenTrials, shard } = description;
  const cases = shard?.whole ?? asked;
  const iso = startedAt.toISOString();
  return {
    id: `${iso.replace(/[:.]/g, "-")}-${randomBytes(2).toString("hex")}`,
    startedAt: iso,
    mode,
    workingFolder: process.cwd(),
    options,
    versions,
    commit,
    ...(edition === undefined ? {} : { edition }),
    // The cases of a data set are its rows, for every target.
    cases: dataset === undefined ? caseFacts(cases) : [],
    targets: [...new Map(cases.map(({ target }) => [target.id, target])).values()],
    // Its own hash stands for them.
    hashes: { ...hashesOf(cases), ...(dataset === undefined ? {} : { scenarios: {}, tools: {} }) },
    seed,
    nonceSeed: nonce ? (description.nonceSeed ?? startedAt.getTime() ^ seed) : null,
    dataset: dataset ?? null,
    sequential: sequential ?? null,
    ...(screenTrials === undefined ? {} : { screenTrials }),
    shard: shard?.part ?? null,
  };
}

/** What a plan asks, as `run.json` has it. */
export function caseFacts(cases: readonly PlannedCase[]): RunFacts["cases"] {
  return cases.map(({ target, scenario, trials }) => ({ target: target.id, scenario: scenario.id, trials }));
}

/** The origin of a run's bytes: the services, or the simulator. */
export function runOrigin({
  mode,
  startedAt,
  versions,
}: Pick<RunFacts, "mode" | "startedAt" | "versions">): FixtureOrigin {
  const isLive = mode === "live";
  return {
    source: isLive ? "recorded" : "authored",
    recordedAt: isLive ? startedAt : null,
    after: isLive ? null : "the simulator of llm-parity",
    note: null,
    endpoint: null,
    versions,
  };
}
