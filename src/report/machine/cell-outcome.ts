import type { Sheet, SheetCell } from "../sheet/sheet.js";

/** What a cell is in the formats of test reports. `error`: something should have been measured and was not. */
export const statuses = ["passed", "failed", "error", "skipped"] as const;
export type CellStatus = (typeof statuses)[number];

/** `why`: in one word, from a closed list. */
export type CellOutcome = { readonly status: CellStatus; readonly why: OutcomeReason };

export type OutcomeReason =
  | "known"
  | "regressed"
  | "incident"
  | "not-measured"
  | "fail"
  | "flaky"
  | "bad"
  | "mixed"
  | "blocked"
  | "harness"
  | "unsupported"
  | "not-run"
  | "pass"
  | "ok";

type Judged = { readonly cell: SheetCell; readonly isRed: boolean };
type Rule = { readonly when: (judged: Judged) => boolean; readonly status: CellStatus; readonly why: OutcomeReason };

/**
 * The first rule that holds decides. A red cell fails as it fails the run; one that known.yaml lists is skipped, as an expected failure is in
 * pytest's JUnit files (pytest-dev/pytest, `src/_pytest/junitxml.py`, 2026-11-29), also where a night says that it got worse.
 */
const rules: readonly Rule[] = [
  { when: ({ cell }) => cell.known?.state === "expected", status: "skipped", why: "known" },
  { when: ({ cell }) => cell.night?.state.startsWith("regressed") === true, status: "failed", why: "regressed" },
  { when: ({ cell }) => cell.night?.state === "incident", status: "error", why: "incident" },
  { when: ({ cell }) => cell.night?.state === "not-measured", status: "error", why: "not-measured" },
  { when: ({ cell, isRed }) => isRed && cell.claim === "fail", status: "failed", why: "fail" },
  { when: ({ cell, isRed }) => isRed && cell.claim === "flaky", status: "failed", why: "flaky" },
  { when: ({ cell, isRed }) => isRed && cell.observed === "bad", status: "failed", why: "bad" },
  { when: ({ isRed }) => isRed, status: "failed", why: "mixed" },
  { when: ({ cell }) => cell.observed === "unsupported", status: "skipped", why: "unsupported" },
  { when: ({ cell }) => cell.observed === "blocked", status: "error", why: "blocked" },
  { when: ({ cell }) => cell.observed === "not-run" && ours.has(cell.reason ?? ""), status: "error", why: "harness" },
  { when: ({ cell }) => cell.observed === "not-run", status: "skipped", why: "not-run" },
  { when: ({ cell }) => cell.claim === "pass", status: "passed", why: "pass" },
];

/** Reasons that are a fault of this program or of its recordings. */
const ours = new Set(["replay-miss", "harness-fault"]);

export function outcomeOf(cell: SheetCell, kind: Sheet["kind"]): CellOutcome {
  const rule = rules.find(({ when }) => when({ cell, isRed: isRed(cell, kind) }));
  return rule === undefined ? { status: "passed", why: "ok" } : { status: rule.status, why: rule.why };
}

/** Recordings have no entry of known.yaml: there any bad trial makes a cell red. */
function isRed({ known, trials }: SheetCell, kind: Sheet["kind"]): boolean {
  return kind === "recordings" ? trials.bad > 0 : known?.state === "unexpected";
}
