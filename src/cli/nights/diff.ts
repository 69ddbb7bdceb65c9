import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { openHistory } from "../../library/nights/open-history.js";
import { diffText } from "../../report/nights/diff-text.js";
import { diffCells } from "../../verdict/nights/diff-cells.js";
import { sideCells } from "../../verdict/nights/side-cells.js";
import { print } from "../shell/print.js";
import { printLines } from "../shell/print-lines.js";
import { diffSide } from "./diff-side.js";
import type { RunPlaces } from "./judging/run-lines.js";

export type DiffOptions = RunPlaces & { readonly history?: string; readonly all?: true; readonly json?: true };

/** `llm-parity diff A B`: what changed between two runs, nights, or a baseline and either. Resolves with the exit code: it judges nothing. */
export async function diff(before: string, after: string, options: DiffOptions): Promise<ExitCode> {
  const history = await openHistory(options.history ?? null, process.env);
  try {
    const old = await diffSide(before, history, options);
    const now = await diffSide(after, history, options);
    const cells = diffCells(sideCells(old.lines), sideCells(now.lines));
    if (options.json === true) {
      print(JSON.stringify({ schemaVersion: 1, before: old.title, after: now.title, cells }, null, 2));
    } else {
      printLines(diffText({ before: old.title, after: now.title, cells, all: options.all === true }));
    }
    return exitCodes.fine;
  } finally {
    await history.close();
  }
}
