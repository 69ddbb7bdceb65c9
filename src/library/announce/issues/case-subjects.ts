import type { CaseFacts } from "../../../report/nights/case-issue.js";
import type { CaseNight } from "../../../report/nights/case-marker.js";
import type { CellResult, CellState, ColumnResult, GateResult } from "../../../verdict/regression/gate-result.js";

/** What a night means for a case. `unclear`: it neither counts as good nor begins anew. */
export type Meaning = "bad" | "good" | "unclear";

/** A cell or a column, tonight. `opens`: it is worth an issue where it has none. */
export type Subject = {
  readonly facts: Omit<CaseFacts, "link">;
  readonly meaning: Meaning;
  readonly opens: boolean;
  readonly night: CaseNight;
  /** Tonight's p value: the surest comes first. */
  readonly worse: number;
};

/** Findings of a cell tonight, by its name. */
export type Findings = ReadonlyMap<string, CaseFacts["findings"]>;

/** A cell that is not even suspected after the first trials; it is what the gate asks before it asks more. */
const notSuspected = 0.15;

const meanings: { readonly [state in CellState]: Meaning | "by-p" } = {
  regressed: "bad",
  "regressed-2-of-3": "bad",
  suspicious: "bad",
  fixed: "good",
  unchanged: "by-p",
  incident: "unclear",
  learning: "unclear",
  "rules-changed": "unclear",
  "not-measured": "unclear",
  "not-measured-well": "unclear",
  new: "unclear",
  gone: "unclear",
};

/** Every cell and column of a night, by name. The cells of a column that regressed open no issues of their own. */
export function subjectsOf(result: GateResult, findings: Findings): ReadonlyMap<string, Subject> {
  const whole = new Set(result.columns.filter(({ state }) => state === "regressed").map(({ column }) => column));
  return new Map([
    ...result.columns.map((column) => [columnName(column.column), columnSubject(column, result)] as const),
    ...result.cells.map((cell) => [cell.cell, cellSubject(cell, { result, whole, findings })] as const),
  ]);
}

/** A column's name among the subjects: no cell has it, since the target of a cell has a `/` before any blank. */
export function columnName(column: string): string {
  return `column ${column}`;
}

type Around = { readonly result: GateResult; readonly whole: ReadonlySet<string>; readonly findings: Findings };

function cellSubject(cell: CellResult, { result, whole, findings }: Around): Subject {
  const { state, tonight, baseline, firstNights, lastGood } = cell;
  const isRegressed = state === "regressed" || state === "regressed-2-of-3";
  return {
    facts: {
      ...{ kind: "cell", subject: cell.cell, baseline, firstNights, lastGood, likely: [] },
      findings: findings.get(cell.cell) ?? [],
    },
    meaning: meaningOf(cell),
    opens: isRegressed && !whole.has(cell.column),
    night: { night: result.night, state, bad: tonight?.bad ?? null, eligible: tonight?.eligible ?? null },
    worse: cell.worse ?? 1,
  };
}

function meaningOf({ state, tonight, worse, redInBaseline }: CellResult): Meaning {
  const meaning = meanings[state];
  if (meaning === "bad") return "bad";
  if (tonight === null || tonight.eligible === 0) return "unclear";
  if (meaning !== "by-p") return meaning;
  // A baseline that was made of the failure itself does not tell that it is gone.
  if (redInBaseline || worse === null) return "unclear";
  return worse > notSuspected ? "good" : "unclear";
}

function columnSubject({ column, state, likely, since }: ColumnResult, { cells, night }: GateResult): Subject {
  const own = cells.filter((cell) => cell.column === column).map(meaningOf);
  const good = own.filter((meaning) => meaning === "good").length;
  const isGood = state === "unchanged" && !own.includes("bad") && own.length > 0 && good * 2 >= own.length;
  return {
    facts: {
      ...{ kind: "column", subject: columnName(column), baseline: null, findings: [], likely },
      ...{ firstNights: since === null ? null : [since], lastGood: null },
    },
    meaning: state === "regressed" ? "bad" : isGood ? "good" : "unclear",
    opens: state === "regressed",
    night: { night, state, bad: null, eligible: null },
    worse: 0,
  };
}
