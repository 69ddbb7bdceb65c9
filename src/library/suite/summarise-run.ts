import { groupBy } from "../../chat/group-by.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { nonceOf } from "../../runner/trial/nonce.js";
import type { Transcript } from "../../transcript/transcript.js";
import { summariseCell, type TrialBytes } from "../../verdict/summary/summarise-cell.js";
import type { Verdict } from "../../verdict/verdict.js";
import { trialBytes } from "./trial-bytes.js";

/**
 * The text of `summary.jsonl`: one line for each cell of the run that has a trial, in the order of `verdicts`. The same journal and
 * verdicts give the same bytes. Throws HarError and SyntaxError for a record that cannot be read.
 */
export function summariseRun(run: StoredRun, verdicts: readonly Verdict[]): string {
  const trialsOf = groupBy(run.transcripts, ({ cell }) => `${cell.target} ${cell.scenario}`);
  const lines = verdicts.flatMap((verdict) => {
    const { target, scenario } = verdict.cell;
    const transcripts = trialsOf.get(`${target} ${scenario}`) ?? [];
    if (transcripts.length === 0) return [];
    const scenarioHash = run.facts?.hashes.scenarios[scenario] ?? null;
    return [
      summariseCell({ verdict, transcripts, bytes: bytesOf(run, transcripts, { target, scenario }), scenarioHash }),
    ];
  });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function bytesOf(
  run: StoredRun,
  transcripts: readonly Transcript[],
  cell: { readonly target: string; readonly scenario: string },
): readonly TrialBytes[] {
  const seed = run.facts?.nonceSeed ?? null;
  const entries = groupBy(run.exchangesOf(cell)?.entries ?? [], ({ trial }) => trial);
  return transcripts.map(({ trial }) =>
    trialBytes(entries.get(trial) ?? [], seed === null ? null : nonceOf(seed, trial)),
  );
}
