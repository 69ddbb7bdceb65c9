import type { RunFacts } from "../../src/runner/store/run-facts.js";

/** The facts of a run that planned nothing. */
export function emptyRunFacts(change: Partial<RunFacts> = {}): RunFacts {
  return {
    id: "one",
    startedAt: "2026-02-10T00:00:00.000Z",
    mode: "simulator",
    workingFolder: "/",
    options: {},
    versions: {},
    cases: [],
    targets: [],
    hashes: { scenarios: {}, tools: {}, targets: {} },
    seed: 1,
    nonceSeed: null,
    dataset: null,
    sequential: null,
    shard: null,
    ...change,
  };
}
