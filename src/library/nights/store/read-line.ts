import { type CellSummary, cellSummarySchema, summaryVersion } from "../../../verdict/summary/summary-schema.js";
import { HistoryError } from "../history.js";

/** Reads one line of a summary. `place`: where it is, for messages. Throws HistoryError for a line of another form, and for damage. */
export function readLine(value: unknown, place: string): CellSummary {
  const version = versionOf(value);
  if (typeof version === "number" && version !== summaryVersion) throw otherForm(version, place);
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined ? "" : `: ${[...issue.path, issue.message].join(" ")}`;
  throw new HistoryError(`${place}: is not a line of a summary${where}`, makeAgain);
}

const schema = cellSummarySchema();
const makeAgain = "Make the summaries of that night again from its runs: llm-parity rejudge NIGHT.";

function otherForm(version: number, place: string): HistoryError {
  return version > summaryVersion
    ? newerFormat(`${place}: is a line of form ${version}; this program reads form ${summaryVersion}`)
    : new HistoryError(
        `${place}: is a line of form ${version}, and this program reads form ${summaryVersion}`,
        makeAgain,
      );
}

/** The error of something that a newer version wrote. */
export function newerFormat(message: string): HistoryError {
  const hint = "A newer llm-parity wrote it: use that version, or a history of its own for this one.";
  return new HistoryError(message, hint, true);
}

function versionOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "schemaVersion" in value ? value.schemaVersion : null;
}
