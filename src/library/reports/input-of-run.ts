import { basename } from "node:path";
import type { Target } from "../../chat/target.js";
import type { Bundle } from "../../report/bundle.js";
import { matrixMarkdown } from "../../report/markdown.js";
import type { ReportInput } from "../../report/reporters/reporter.js";
import type { SheetInput } from "../../report/sheet/sheet-of-run.js";
import { sheetOfRun } from "../../report/sheet/sheet-of-run.js";
import type { Evidence } from "../../report/sheet/trial-evidence.js";
import { fixturePath } from "../../runner/store/fixture-path.js";
import { runFiles } from "../../runner/store/run-files.js";
import type { TiedViews } from "../../verdict/client-views/recorded-replies.js";
import { matrixJson } from "../../verdict/matrix/matrix-json.js";
import type { Verdict } from "../../verdict/verdict.js";
import { formatPath } from "../format-path.js";
import { isShipped } from "../shipped-file.js";
import type { RunResult } from "../suite/run-result.js";
import { once } from "./once.js";
import { type Leaks, reportTools } from "./report-tools.js";
import { shardOfRun } from "./shard-of-run.js";

/** A judged run, and what a history says of it. */
export type ReportedRun = {
  readonly bundle: Bundle;
  readonly result: RunResult;
  /** The folder of the recordings, which a replay answered from. */
  readonly fixtures: string;
  /** What the gate says of its night; null: no gate was asked. */
  readonly night: SheetInput["night"];
  /** The earlier nights of each cell by id. */
  readonly history: SheetInput["history"];
  readonly targets: readonly Target[];
  /** What real clients showed of its replies; null: none was asked. */
  readonly tiedViews: TiedViews | null;
  /** Quote what customers wrote; default: its shapes, lengths and hashes. */
  readonly includeContent?: boolean;
};

/** What every reporter is given of a run. Each part but the evidence is made when it is first asked for. */
export function inputOfRun(run: ReportedRun, leaks: Leaks, evidence: Evidence): ReportInput {
  const { bundle, result, night, history } = run;
  const sheet = once(() =>
    sheetOfRun({
      bundle,
      transcripts: result.transcripts,
      run: runOf(result),
      night,
      history,
      fileOf: fileOf(run),
    }),
  );
  return {
    get sheet() {
      return sheet();
    },
    evidence: () => evidence,
    markdown: (place) => matrixMarkdown(bundle, place, night?.cells),
    json: once(() => matrixJson(bundle.matrix)),
    tools: reportTools(leaks),
  };
}

function runOf({ startedAt, runDirectory, commit }: RunResult): SheetInput["run"] {
  if (runDirectory === null) return null;
  return { id: basename(runDirectory), startedAt, commit, ...shardOfRun(runDirectory) };
}

/** Where the exchanges of a cell lie: in its fixture, or in the journal of the run. The path is the same in any working folder. */
function fileOf({ result: { runDirectory }, fixtures }: ReportedRun): (verdict: Verdict) => string | null {
  if (runDirectory !== null) return () => `${basename(runDirectory)}/${runFiles.journal}`;
  const folder = isShipped(fixtures, "fixtures") ? "fixtures" : formatPath(fixtures);
  return ({ provenance, cell: { target, provider, api, model, scenario } }) =>
    provenance === null ? null : fixturePath(folder, { id: target, provider, api, model }, scenario);
}
