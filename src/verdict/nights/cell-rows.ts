import { missedNights } from "./calendar.js";
import type { CellNight } from "./cell-night.js";
import { ourChanges, type Setting, type SettingChange, theirChanges, tokenChange } from "./setting.js";

/**
 * One night of a cell's history. `missed`: no run that night. `not-asked`: its runs do not have the cell. `not-measured`: no trial of it is
 * evidence. Neither of them is a good night. `masked`: an incident of its column. `rules`: judged by other rules than the newest night.
 */
export type CellRow = {
  readonly night: string;
  readonly state: "measured" | "masked" | "other-rules" | "not-measured" | "not-asked" | "missed";
  /** Null for a night that was missed or not asked. */
  readonly cell: CellNight | null;
  /** What we sent otherwise than in the night before that has the cell, and how the service named itself otherwise. */
  readonly ours: readonly SettingChange[];
  readonly theirs: readonly SettingChange[];
};

/** `ids`: the nights that are there, oldest first; `cells`: the cell in those that have it. Missed nights between them are rows too. */
export function cellRows(ids: readonly string[], cells: readonly CellNight[]): readonly CellRow[] {
  const [first, last] = [ids[0], ids.at(-1)];
  if (first === undefined || last === undefined) return [];
  const missed = missedNights(ids, { first, last, most: Number.POSITIVE_INFINITY });
  const own = new Map(changedNights(cells).map((row) => [row.night, row]));
  const rows = ids.map((night) => own.get(night) ?? emptyRow(night, "not-asked"));
  return [...rows, ...missed.map((night) => emptyRow(night, "missed"))].toSorted((a, b) =>
    a.night < b.night ? -1 : 1,
  );
}

/** The nights that say how the cell is: those that were measured, judged by the rules of the newest, and not masked. */
export function tellingNights(cells: readonly CellNight[]): readonly CellNight[] {
  const rules = cells.at(-1)?.rules;
  return cells.filter((one) => stateOf(one, rules) === "measured");
}

function changedNights(cells: readonly CellNight[]): readonly CellRow[] {
  const rules = cells.at(-1)?.rules;
  const seen: Setting[] = [];
  return cells.map((cell) => {
    const before = seen.at(-1) ?? null;
    const isSame =
      before !== null && (before === cell.setting || JSON.stringify(before) === JSON.stringify(cell.setting));
    const state = stateOf(cell, rules);
    if (isSame || cell.eligible === 0) return { night: cell.night, state, cell, ours: [], theirs: [] };
    const tokens = tokenChange(seen, cell.setting);
    seen.push(cell.setting);
    if (before === null) return { night: cell.night, state, cell, ours: [], theirs: [] };
    const theirs = [...theirChanges(before, cell.setting), ...(tokens === null ? [] : [tokens])];
    return { night: cell.night, state, cell, ours: ourChanges(before, cell.setting), theirs };
  });
}

function stateOf(cell: CellNight, rules: string | undefined): CellRow["state"] {
  if (cell.masked) return "masked";
  if (cell.eligible === 0) return "not-measured";
  return cell.rules === rules ? "measured" : "other-rules";
}

function emptyRow(night: string, state: "not-asked" | "missed"): CellRow {
  return { night, state, cell: null, ours: [], theirs: [] };
}
