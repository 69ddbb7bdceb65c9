import { join } from "node:path";
import type { Choice, ChoiceOptions } from "../../library/choose.js";
import type { RunResult } from "../../library/suite/run-result.js";
import type { Layer } from "../../verdict/checks/rule.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";

/** Where reports go. `folder` null: they are not written, for the reason `why`; null: none were to be. */
export type ReportPlace = { readonly folder: string } | { readonly folder: null; readonly why: string | null };

/** What decides it. `typed`: the value of `--reports`; false: `--no-reports`. `isStopped`: a signal has cut the run short. */
export type PlacedRun = {
  readonly typed: string | false | undefined;
  readonly result: Pick<RunResult, "runDirectory">;
  readonly choice: Choice;
  readonly options: ChoiceOptions & { readonly layer?: Layer };
  readonly matrix: Matrix;
  readonly isStopped: boolean;
};

/**
 * The place of a run's reports: what was typed, else the folder of the run. A replay has none: the whole default suite has
 * `reports`, which no smaller one takes the place of.
 */
export function reportPlace({ typed, result: { runDirectory }, ...run }: PlacedRun): ReportPlace {
  if (typed === false) return { folder: null, why: null };
  if (typed !== undefined) return { folder: typed };
  if (runDirectory !== null) return { folder: runFolder(runDirectory) };
  const why = smaller(run);
  return why === null ? { folder: "reports" } : { folder: null, why };
}

/** The folder of a run's own reports. */
export function runFolder(runDirectory: string): string {
  return join(runDirectory, "reports");
}

/** Why a replay is not the whole default suite; null: it is. */
function smaller({ choice, options, matrix, isStopped }: Omit<PlacedRun, "typed" | "result">): string | null {
  const { catalog, suite } = choice;
  const { model, provider, api, target, scenario, layer } = options;
  if (isStopped) return "this replay was stopped";
  if (suite.name !== catalog.defaults.replay) return `this is the suite "${suite.name}"`;
  if (layer === "strict") return "this replay is judged by the specifications";
  if ([model, provider, api, target, scenario].some((names) => names !== undefined)) return "this replay is filtered";
  return matrix.verdicts.some(({ provenance }) => provenance !== null) ? null : "nothing was replayed";
}
