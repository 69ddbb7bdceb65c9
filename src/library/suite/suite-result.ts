import { join } from "node:path";
import type { Target } from "../../chat/target.js";
import { matrixMarkdown } from "../../report/markdown.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import type { Transcript } from "../../transcript/transcript.js";
import { matrixJson } from "../../verdict/matrix/matrix-json.js";
import type { MatrixResults } from "../../verdict/matrix/results-schema.js";
import type { ExitCode } from "../exit-code.js";
import { usualPagePlace } from "../reports/page-place.js";
import { rememberRun } from "../reports/run-of-result.js";
import type { Conclusion } from "./conclude-run.js";
import type { RunResult } from "./run-result.js";

/** What a suite has shown. */
export type SuiteResult = {
  /** True for exit code 0: every red cell is expected, every request met its recording, and something was measured. */
  readonly passed: boolean;
  /** What `llm-parity run` would end with. */
  readonly exitCode: ExitCode;
  /** The cells and the compared pairs: what `run --json` prints, by `schemas/matrix.schema.json`. */
  readonly results: MatrixResults;
  /** The report, as in `reports/compatibility-matrix.md`. */
  readonly markdown: string;
  /** Requests without a recording and recordings without a request, each a sentence; empty: they match. */
  readonly mismatches: readonly string[];
  /** Every trial with its requests and replies. */
  readonly transcripts: readonly Transcript[];
  /** Where the evidence lies; null: a replay leaves none. */
  readonly runDirectory: string | null;
};

/** What a run has produced, of which targets, and from which recordings. */
type MadeResult = { readonly result: RunResult; readonly targets: readonly Target[]; readonly fixtures: string };

/** Throws SecretInFixtureError when the result would hold a secret. */
export function suiteResult({ bundle, mismatches, exitCode, shown }: Conclusion, made: MadeResult): SuiteResult {
  const { result } = made;
  const results = matrixJson(bundle.matrix);
  const markdown = matrixMarkdown(bundle, usualPagePlace(reportsFolder(result)));
  refuseLeaks("the result", result.leaks?.(`${JSON.stringify(results)}${markdown}`) ?? []);
  const { transcripts, runDirectory } = result;
  const found = { passed: exitCode === 0, exitCode, results, markdown, mismatches, transcripts, runDirectory };
  return rememberRun(found, { ...made, result: shown, bundle, night: null, history: new Map(), tiedViews: null });
}

/** Where the command writes the reports of a run, and of the whole default suite. */
function reportsFolder({ runDirectory }: RunResult): string {
  return runDirectory === null ? "reports" : join(runDirectory, "reports");
}
