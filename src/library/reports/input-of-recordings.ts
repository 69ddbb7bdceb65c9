import { observedMarkdown } from "../../report/observed/markdown.js";
import type { ReportInput } from "../../report/reporters/reporter.js";
import { sheetOfRecordings } from "../../report/sheet/sheet-of-recordings.js";
import type { ExchangeResult } from "../../verdict/matrix/results-schema.js";
import type { ObservedMatrix } from "../../verdict/observed/observed-matrix.js";
import { observedResults } from "../recordings/judge-recordings.js";
import { flagWords, shellWord } from "../suite/shell-word.js";
import { programVersion } from "../versions.js";
import { once } from "./once.js";
import { type Leaks, reportTools } from "./report-tools.js";

/** Judged recordings. `exchanges`: the verdict on each, which JSON alone shows. */
export type ReportedRecordings = {
  readonly matrix: ObservedMatrix;
  readonly exchanges: readonly ExchangeResult[];
  readonly paths: readonly string[];
  readonly format: string | null;
  readonly includeContent: boolean;
};

/** What every reporter is given of judged recordings. Only verdicts are kept of them, so that no page shows a request or a reply. */
export function inputOfRecordings(judged: ReportedRecordings, leaks: Leaks): ReportInput {
  const { matrix, exchanges } = judged;
  const versions = { "llm-parity": programVersion() };
  const sheet = once(() => sheetOfRecordings(matrix, { command: commandOf(judged), versions }));
  return {
    get sheet() {
      return sheet();
    },
    evidence: () => ({ trials: [], leftOut: [] }),
    markdown: () => observedMarkdown(matrix),
    json: once(() => observedResults(matrix, exchanges)),
    tools: reportTools(leaks),
  };
}

function commandOf({ matrix, paths, format, includeContent }: ReportedRecordings): string {
  return [
    "llm-parity judge",
    ...(format === null ? [] : [flagWords("--format", format)]),
    ...(includeContent ? ["--include-content"] : []),
    ...(matrix.layer === "strict" ? ["--layer strict"] : []),
    ...paths.map(shellWord),
  ].join(" ");
}
