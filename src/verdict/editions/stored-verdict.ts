import { z } from "zod";
import { cellKey } from "../nights/cell-key.js";
import { findingLine } from "../summary/finding-line.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { findingIds, type Verdict } from "../verdict.js";

const text = z.string();
const count = z.number().int().min(0);

/** What is kept of a verdict, so that a later one can be held against it. */
export const storedVerdictSchema = z.strictObject({
  cell: text.describe("<target>/<scenario>, and the client where it is not the SDK."),
  observed: z.enum(["ok", "bad", "mixed", "blocked", "unsupported", "not-run"]),
  claim: z.enum(["pass", "fail", "flaky", "inconclusive"]).nullable(),
  eligible: count,
  bad: count,
  findings: z.array(
    z.strictObject({
      id: z.enum(findingIds),
      cause: text.nullable(),
      severity: z.enum(["bad", "note"]),
      n: count.min(1).describe("Trials that have it."),
      checks: z.array(text).describe("The checks that raised it."),
    }),
  ),
});

export type StoredVerdict = z.infer<typeof storedVerdictSchema>;

/** What is kept of a verdict. */
export function storedVerdict(verdict: Verdict): StoredVerdict {
  const { cell, observed, claim, trials, findings } = verdict;
  return {
    ...{ cell: cellKey(cell), observed, claim, eligible: trials.eligible, bad: trials.bad },
    findings: findings.map((found) => findingLine(found, verdict)),
  };
}

/** What a line of a summary keeps of a verdict. */
export function verdictOfLine(line: CellSummary): StoredVerdict {
  const { observed, claim, trials, findings } = line;
  return { cell: cellKey(line), observed, claim, eligible: trials.eligible, bad: trials.bad, findings };
}
