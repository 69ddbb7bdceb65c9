import type { Bundle } from "../../report/bundle.js";
import { terminalTables } from "../../report/terminal.js";
import { refuseLeaks } from "../../runner/refuse-leaks.js";
import { draftEntry } from "../../verdict/baseline.js";
import { matrixJson } from "../../verdict/matrix/matrix-json.js";
import type { Obtained } from "../run/obtain.js";
import type { RunOptions } from "../run/run-options.js";
import { paintFor } from "../shell/paint.js";
import { harmless, print, say } from "../shell/print.js";
import { shown } from "../shell/shared-options.js";

/** The matrix on standard output (a table, or JSON), and what a person should know about it on standard error. */
export async function showMatrix(
  { matrix }: Bundle,
  { obtained, options, mismatches }: { obtained: Obtained; options: RunOptions; mismatches: readonly string[] },
): Promise<void> {
  const text =
    options.json === true
      ? JSON.stringify(matrixJson(matrix), null, 2)
      : terminalTables(matrix.tables, await paintFor(process.stdout), process.stdout.columns ?? null);
  refuseLeaks("standard output", obtained.leaks?.(text) ?? []);
  print(text);
  if (matrix.authored)
    say("AUTHORED: no vendor traffic. ✓ and ✗ are observations of our own bytes; nothing here is a claim.");
  for (const mismatch of mismatches) say(harmless(mismatch));
  for (const line of differencesOf(obtained)) say(harmless(line));
  const { known } = matrix;
  if (known.expected.length > 0)
    say(
      `${known.expected.length} red ${known.expected.length === 1 ? "cell is" : "cells are"} listed in ${shown(options.known)}, so the run is fine with them.`,
    );
  for (const message of known.messages) say(harmless(message));
  for (const first of known.unexpected.slice(0, 1)) {
    const today = options.today ?? new Date().toISOString().slice(0, 10);
    say(harmless(`  → what is expected goes into ${shown(options.known)}: ${draftEntry(first, today)}`));
  }
  if (obtained.runDirectory !== null) say(`evidence: ${shown(obtained.runDirectory)}`);
  if (options.reports !== false) say(reportsLine(options.reports, mismatches.length === 0));
}

function reportsLine(folder: string, written: boolean): string {
  if (written) return `reports: ${shown(folder)}/compatibility-matrix.md and .json`;
  return `reports: ${shown(folder)} is as it was: recordings that do not fit their requests are no ground for a report`;
}

function differencesOf({ transcripts }: Obtained): readonly string[] {
  return transcripts.flatMap(({ cell, trial, turns }) =>
    turns.flatMap(({ step, otherReading }) =>
      (otherReading?.differences ?? []).map(
        (text) =>
          `${cell.scenario} on ${cell.target}, trial ${trial}, step ${step}: the clients read differently: ${text}`,
      ),
    ),
  );
}
