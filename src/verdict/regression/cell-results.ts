import { claimOf } from "../statistics/statistics.js";
import { type Compared, compareCell } from "./compare-cell.js";
import type { CellResult, CellState } from "./gate-result.js";
import { isMeasuredWell, pooled } from "./measured.js";
import type { NightCell } from "./night.js";
import { isLarge, type Prepared } from "./question.js";

/** What tonight says of one cell, before its column is looked at. */
export type CellFinding = {
  readonly result: CellResult;
  readonly measured: NightCell | null;
  readonly compared: Compared | null;
};

/** All cells of tonight and of the baseline, each for itself. */
export function cellFindings(prepared: Prepared): readonly CellFinding[] {
  const tonight = new Map(prepared.tonight.cells.map((cell) => [cell.cell, cell]));
  const names = new Set([...tonight.keys(), ...prepared.pinned.keys()]);
  return [...names].map((name) => findingOf(prepared, name, tonight.get(name) ?? null));
}

function findingOf(prepared: Prepared, name: string, measured: NightCell | null): CellFinding {
  const pinned = prepared.pinned.get(name) ?? null;
  const ready = prepared.ready.get(name) ?? null;
  const isReady = ready !== null && measured !== null && isMeasuredWell(measured);
  const compared = isReady ? compareCell(prepared, ready, measured) : null;
  const state = compared === null ? uncomparedState(prepared, name, measured) : comparedState(compared);
  const baseline = pinned === null ? null : pooled(pinned.nights);
  return {
    measured,
    compared,
    result: {
      cell: name,
      column: measured?.column ?? pinned?.column ?? "",
      suite: measured === null ? (pinned?.suite ?? null) : measured.suite,
      state,
      tonight: measured === null ? null : { eligible: measured.eligible, bad: measured.bad },
      baseline: baseline === null ? null : { eligible: baseline.eligible, bad: baseline.bad },
      worse: compared?.worse ?? null,
      better: compared?.better ?? null,
      redInBaseline: baseline !== null && isRedClaim(claimOf(baseline)),
      learning: state === "learning" ? learned(prepared, name, measured) : null,
      firstNights: null,
      lastGood: null,
    },
  };
}

function isRedClaim(claim: ReturnType<typeof claimOf>): boolean {
  return claim === "fail" || claim === "flaky";
}

function comparedState({ regressed, fixed }: Compared): CellState {
  if (regressed === "tonight") return "regressed";
  if (regressed === "two-of-three") return "regressed-2-of-3";
  if (fixed === "tonight" || fixed === "two-of-three") return "fixed";
  return regressed === "suspicious" ? "suspicious" : "unchanged";
}

/** The state of a cell that has no claim in the baseline, or no good measurement tonight. */
function uncomparedState(prepared: Prepared, name: string, measured: NightCell | null): CellState {
  const pinned = prepared.pinned.get(name) ?? null;
  if (measured === null) return "gone";
  if (pinned === null) {
    if (prepared.baseline === null) return "learning";
    return nightsBefore(prepared, measured) === 0 ? "new" : "learning";
  }
  const isClaim = isLarge(pinned, prepared.size);
  if (isClaim && measured.eligible === 0) return "not-measured";
  if (prepared.baseline?.rules !== prepared.tonight.rules) return "rules-changed";
  return isClaim ? "not-measured-well" : "learning";
}

function nightsBefore({ columns }: Prepared, { cell, column }: NightCell): number {
  const facts = columns.get(column);
  return facts?.earlier.filter(({ id, cells }) => cells.has(cell) && !facts.outages.has(id)).length ?? 0;
}

/** Nights of the baseline; of a cell that it lacks, all measured nights, tonight among them. */
function learned(prepared: Prepared, name: string, measured: NightCell | null): CellResult["learning"] {
  const of = prepared.size.baselineNights;
  const pinned = prepared.pinned.get(name);
  if (pinned !== undefined) return { night: pinned.nights.length, of };
  if (measured === null) return { night: 0, of };
  const isCounted =
    isMeasuredWell(measured) && !prepared.columns.get(measured.column)?.outages.has(prepared.tonight.id);
  return { night: nightsBefore(prepared, measured) + (isCounted ? 1 : 0), of };
}
