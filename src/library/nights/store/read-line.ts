import type { CellSummary } from "../../../verdict/summary/summary-schema.js";
import { summaryVersion } from "../../../verdict/summary/summary-version.js";
import { HistoryError } from "../history.js";
import { faultIn, type Shape } from "./shape.js";

/** Reads one line of a summary. `place`: where it is, for messages. Throws HistoryError for a line of another form, and for damage. */
export function readLine(value: unknown, place: string): CellSummary {
  const version = versionOf(value);
  if (typeof version === "number" && version !== summaryVersion) throw otherForm(version, place);
  const fault = faultIn(value, lineShape);
  if (fault === null) return value as CellSummary;
  throw new HistoryError(`${place}: is not a line of a summary: ${fault}`, makeAgain);
}

const ranked = (value: Shape) => ({ most: [{ value, n: "count" }] }) as const;

/** What is read of a line; a test holds that a line without any of it is refused. */
const lineShape: Shape = {
  schemaVersion: "count",
  ...{ run: "text?", suite: "text?", rules: "text", target: "text", model: "text", provider: "text", api: "text" },
  ...{ client: "text", adapter: "text", scenario: "text", reason: "text?" },
  trials: { eligible: "count", ok: "count", bad: "count", unavailable: "count", excluded: {} },
  findings: [{ id: "text", severity: "text", n: "count", checks: ["text"] }],
  opening: {
    ...{ requests: ranked("text"), headers: ranked("text"), endpoints: ranked("text"), varied: "flag" },
    tokensByUpstream: [{ upstream: "text?", inputTokens: ranked("count") }],
  },
  replies: {
    ...{ models: ranked("text"), upstreams: ranked("text"), fingerprints: ranked("text"), headers: ["text"] },
  },
};
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
