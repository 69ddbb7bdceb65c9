import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { runFiles } from "../../runner/store/run-files.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import { parseJson } from "../../wire/json.js";
import { formatPath } from "../format-path.js";
import { HistoryError } from "./history.js";
import { readLine } from "./store/read-line.js";

/**
 * The lines of the `summary.jsonl` of a run, which is made again from the journal where this gives null: it is not there, an older program
 * wrote it, it is damaged, or trials were made since. Throws HistoryError for one that a newer program wrote.
 */
export function storedLines(path: string): readonly CellSummary[] | null {
  const file = join(path, runFiles.summary);
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  const journal = statSync(join(path, runFiles.journal), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (written === undefined || written < journal) return null;
  const texts = readFileSync(file, "utf8").split("\n");
  const lines: CellSummary[] = [];
  for (const [at, text] of texts.entries()) {
    if (text === "") continue;
    const parsed = parseJson(text);
    if (!parsed.ok) return null;
    try {
      lines.push(readLine(parsed.value, `${formatPath(file)}, line ${at + 1}`));
    } catch (error) {
      if (error instanceof HistoryError && error.isNewer) throw error;
      return null;
    }
  }
  return lines;
}
