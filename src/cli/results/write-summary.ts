import { join } from "node:path";
import type { Choice } from "../../library/choose.js";
import { formatPath } from "../../library/format-path.js";
import { type JudgedRun, summariseRun, summaryText } from "../../library/nights/summarise-run.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import { runFiles } from "../../runner/store/run-files.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { systemTexts } from "../../source/system-texts.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";
import { log } from "../shell/print.js";

/** What the summary of a run is made from: the verdicts of its matrix, and the scenarios that judged it. */
export function judgedRun({ scenarios, suite }: Choice, { verdicts }: Matrix): JudgedRun {
  return { verdicts, scenarios, suite: suite.name };
}

/**
 * Writes `summary.jsonl` into the folder of a run, whole or not at all. Where the folder cannot be written it says so, since the journal
 * has everything. Throws SecretInFixtureError when it would hold a secret.
 */
export async function writeSummary(
  run: StoredRun,
  judged: JudgedRun,
  leaks: ((text: string) => readonly string[]) | null,
): Promise<void> {
  const file = join(run.path, runFiles.summary);
  const text = summaryText(summariseRun(run, judged));
  refuseLeaks(formatPath(file), leaks?.(text) ?? []);
  try {
    await writeAtomically(file, text);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    log(
      `summary: ${formatPath(file)} was not written: ${systemTexts[String(error.code)] ?? error.message}; \`llm-parity report\` makes it again`,
    );
  }
}
