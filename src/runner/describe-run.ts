import type { PlannedCase } from "./plan.js";
import type { DatasetFacts, RunFacts } from "./store/run-directory.js";
import type { FixtureOrigin } from "./store/save-fixture.js";

/** What describes a run, beside its cases. */
export type RunDescription = {
  readonly startedAt: Date;
  /** The arguments of the command line. */
  readonly arguments: readonly string[];
  readonly versions: { readonly [name: string]: string };
  readonly seed: number;
  /** The data set that is asked; absent: scenarios are. */
  readonly dataset?: DatasetFacts;
  /** The rule by which trials are stopped; absent: their number is fixed. */
  readonly sequential?: { readonly [member: string]: number };
};

/** The facts in `run.json`. The id of a run is its start time, made fit for a file name. */
export function runFacts(
  cases: readonly PlannedCase[],
  { startedAt, arguments: words, versions, seed, dataset, sequential }: RunDescription,
): RunFacts {
  const iso = startedAt.toISOString();
  return {
    id: iso.replace(/[:.]/g, "-"),
    startedAt: iso,
    arguments: words,
    versions,
    // The cases of a data set are its rows, for every target.
    cases: dataset === undefined ? cases.map(caseFacts) : [],
    ...(dataset === undefined ? {} : { dataset }),
    seed,
    ...(sequential === undefined ? {} : { sequential }),
  };
}

/** The origin of a run's bytes: the services, or the simulator. */
export function runOrigin(
  source: "live" | "simulated",
  { startedAt, versions }: Pick<RunDescription, "startedAt" | "versions">,
): FixtureOrigin {
  const isLive = source === "live";
  return {
    source: isLive ? "recorded" : "authored",
    recordedAt: isLive ? startedAt.toISOString() : null,
    after: isLive ? null : "the simulator of llm-parity",
    note: null,
    endpoint: null,
    versions,
  };
}

function caseFacts({ target, scenario, trials }: PlannedCase): RunFacts["cases"][number] {
  return { target: target.id, scenario: scenario.id, trials };
}
