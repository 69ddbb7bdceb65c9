import type { CaseFacts } from "../../../report/nights/case-issue.js";
import type { CaseNight } from "../../../report/nights/case-marker.js";
import type { CellState, ColumnResult } from "../../../verdict/regression/gate-result.js";
import type { ToldCell, ToldGate } from "../../../verdict/regression/gate-result-schema.js";

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
export function subjectsOf(result: ToldGate): ReadonlyMap<string, Subject> {
  const whole = new Set(result.columns.filter(({ state }) => state === "regressed").map(({ column }) => column));
  return new Map([
    ...result.columns.map((column) => [columnName(column.column), columnSubject(column, result)] as const),
    ...result.cells.map((cell) => [cell.cell, cellSubject(cell, { night: result.night, whole })] as const),
  ]);
}

/** A column's name among the subjects: no cell has it, since the target of a cell has a `/` before any blank. */
export function columnName(column: string): string {
  return `column ${column}`;
}

type Around = { readonly night: string; readonly whole: ReadonlySet<string> };

function cellSubject(cell: ToldCell, { night, whole }: Around): Subject {
  const { state, tonight, baseline, firstNights, lastGood, known, details } = cell;
  const isRegressed = state === "regressed" || state === "regressed-2-of-3";
  return {
    facts: {
      ...{ kind: "cell", subject: cell.cell, baseline, firstNights, lastGood, likely: [] },
      findings: details?.findings ?? [],
      sameRequest: details?.request === "equal",
    },
    meaning: meaningOf(cell),
    // What known.yaml expects has its report already.
    opens: isRegressed && known === null && !whole.has(cell.column),
    night: { night, state, bad: tonight?.bad ?? null, eligible: tonight?.eligible ?? null },
    worse: cell.worse ?? 1,
  };
}

function meaningOf({ state, tonight, worse, redInBaseline }: ToldCell): Meaning {
  const meaning = meanings[state];
  if (meaning === "bad") return "bad";
  if (tonight === null || tonight.eligible === 0) return "unclear";
  if (meaning !== "by-p") return meaning;
  // A baseline that was made of the failure itself does not tell that it is gone.
  if (redInBaseline || worse === null) return "unclear";
  return worse > notSuspected ? "good" : "unclear";
}

function columnSubject({ column, state, likely, since }: ColumnResult, { cells, night }: ToldGate): Subject {
  const own = cells.filter((cell) => cell.column === column).map(meaningOf);
  const good = own.filter((meaning) => meaning === "good").length;
  const isGood = state === "unchanged" && !own.includes("bad") && own.length > 0 && good * 2 >= own.length;
  return {
    facts: {
      ...{ kind: "column", subject: columnName(column), baseline: null, findings: [], likely },
      sameRequest: false,
      ...{ firstNights: since === null ? null : [since], lastGood: null },
    },
    meaning: state === "regressed" ? "bad" : isGood ? "good" : "unclear",
    opens: state === "regressed",
    night: { night, state, bad: null, eligible: null },
    worse: 0,
  };
}
