import { UsageError } from "../../library/usage-error.js";
import { storedOptions } from "../results/recall-run.js";
import { readStoredRun } from "../results/stored-run.js";
import type { RunOptions } from "./run.js";
import type { DatasetWords } from "./run-dataset.js";

/** `name`: the run's folder, its id, or `last`. `retryExcluded`: see `Continued`. `anew`: options that take the place of its own. */
export type ResumeWords = {
  readonly name: string;
  readonly runs: string;
  readonly retryExcluded: boolean;
  readonly anew: Partial<
    Pick<
      RunOptions,
      "maxCalls" | "maxCost" | "maxMinutes" | "progress" | "reporter" | "embed" | "annotations" | "verbose"
    >
  >;
};

/** `llm-parity run --resume`: continues a run with the options that it was started with. Resolves with the exit code. */
export async function resume({ name, runs, retryExcluded, anew }: ResumeWords): Promise<number> {
  const { path, facts } = readStoredRun(name, runs);
  if (facts === null) {
    throw new UsageError(
      `${path} was made by an earlier version of llm-parity, which did not keep what it had planned`,
      {
        hint: "`llm-parity report` shows it; start a new run.",
      },
    );
  }
  const stored = storedOptions(facts) as unknown as RunOptions & Partial<DatasetWords>;
  const { dataset, ...options } = { ...stored, ...anew };
  const continued = { path, facts, retryExcluded };
  if (dataset === undefined) {
    const { run } = await import("./run.js");
    return run(options, continued);
  }
  if (anew.reporter !== undefined) {
    throw new UsageError("--reporter has no effect: a data set has figures, not cells", {
      hint: "Drop --reporter.",
    });
  }
  const { runDataset } = await import("./run-dataset.js");
  return runDataset({ ...options, dataset }, continued);
}
