import { type CellFinding, cellFindings } from "./cell-results.js";
import { dated } from "./change/dated.js";
import { columnResults } from "./columns/column-results.js";
import { isUnavailability } from "./columns/outages.js";
import { type CellResult, type ColumnResult, cellStates, type GateResult, type LevelsResult } from "./gate-result.js";
import type { ChosenLevels } from "./levels/choose-levels.js";
import { type GateQuestion, prepare } from "./question.js";

/**
 * Compares tonight with the baseline. Pure: the same nights give the same answer. False alarms are limited over all cells together:
 * see `GateResult.regression.falseNights`. A night that was never measured, and a masked one, is never read as a good one.
 */
export function gate(question: GateQuestion): GateResult {
  const prepared = prepare(question);
  const findings = cellFindings(prepared);
  const columns = columnResults(prepared, findings);
  const states = new Map(columns.map((column) => [column.column, column]));
  const cells = findings.map((finding) => {
    const column = states.get(finding.result.column);
    return dated({ prepared, since: column?.since ?? null, measured: finding.measured }, withColumn(finding, column));
  });
  const alarm =
    cells.some(({ state }) => state === "regressed" || state === "regressed-2-of-3") ||
    columns.some(({ state }) => state === "incident" || state === "regressed");
  const notMeasured = cells.some(({ state }) => state === "not-measured") || isNothingMeasured(question);
  return {
    schemaVersion: 1,
    kind: question.kind,
    night: question.tonight.id,
    cells: cells.toSorted(inReadingOrder),
    columns: columns.map((column) => ({ ...column, since: column.since ?? earliest(column, cells) })),
    compared: prepared.ready.size,
    regression: levelsResult(prepared.worse),
    fix: levelsResult(prepared.better),
    ...{ alarm, notMeasured },
    exitCode: alarm ? 1 : notMeasured ? 4 : 0,
  };
}

function levelsResult({ levels, share }: ChosenLevels): LevelsResult {
  return { ...levels, falseNights: share };
}

function isNothingMeasured({ tonight }: GateQuestion): boolean {
  return tonight.cells.every(({ eligible }) => eligible === 0);
}

/** In a night that is masked for its column, a cell claims nothing, unless it fails by its content, or for a second night. */
function withColumn({ result, measured, compared }: CellFinding, column: ColumnResult | undefined): CellResult {
  if (compared === null || measured === null || column === undefined || column.since === null) return result;
  const isAlarm = result.state === "regressed" || result.state === "regressed-2-of-3";
  const isKept = isAlarm && (column.state === "regressed" || !isUnavailability([measured]));
  return isKept ? result : { ...result, state: "incident" };
}

/** Of a column that regressed by its content: the earliest night in which one of its cells may have begun. */
function earliest({ state, column }: ColumnResult, cells: readonly CellResult[]): string | null {
  if (state !== "regressed") return null;
  const starts = cells.flatMap((cell) => (cell.column === column ? (cell.firstNights?.[0] ?? []) : []));
  return starts.sort()[0] ?? null;
}

/** The order of a list of cells: by state, then by name. */
export function inReadingOrder(a: CellResult, b: CellResult): number {
  return cellStates.indexOf(a.state) - cellStates.indexOf(b.state) || (a.cell < b.cell ? -1 : 1);
}
