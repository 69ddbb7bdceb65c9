import { groupBy } from "../../chat/group-by.js";
import type { CellDetails } from "../../verdict/nights/cell-details.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import { cellNightOf } from "../../verdict/nights/cell-night.js";
import { cellRows } from "../../verdict/nights/cell-rows.js";
import type { StoredNight } from "../../verdict/nights/stored-night.js";
import type { CellResult, ColumnResult, GateResult } from "../../verdict/regression/gate-result.js";
import { counted } from "../counted.js";
import { changeText, requestText } from "../nights/change-text.js";
import type { SheetCellNight, SheetNight, SheetPoint } from "./sheet.js";

/** A night as the gate sees it. `details`: of the cells that changed. */
export type NightOfSheet = { readonly result: GateResult; readonly details: ReadonlyMap<string, CellDetails> };

/** What a gate says of a night, for a sheet. */
export function sheetNight({ result }: NightOfSheet): SheetNight {
  const { night, compared, regression, alarm, notMeasured, exitCode, columns } = result;
  return {
    ...{ id: night, compared, alarm, notMeasured, exitCode },
    falseNights: regression.falseNights,
    columns: columns.flatMap(columnSentence),
  };
}

/** What a gate says of each cell, by its id. */
export function cellNights({ result, details }: NightOfSheet): ReadonlyMap<string, SheetCellNight> {
  return new Map(result.cells.map((cell) => [cell.cell, cellNight(cell, details.get(cell.cell) ?? null)]));
}

/** Each cell in these nights, oldest first, by its id. */
export function historyOf(nights: readonly StoredNight[]): ReadonlyMap<string, readonly SheetPoint[]> {
  const ids = nights.map(({ id }) => id);
  const lines = nights.map((night) => groupBy(night.lines, cellKey));
  const cells = new Set(lines.flatMap((own) => [...own.keys()]));
  return new Map(
    [...cells].map((cell) => {
      const own = nights.flatMap(
        (night, at) => cellNightOf({ ...night, lines: lines[at]?.get(cell) ?? [] }, cell) ?? [],
      );
      const rows = cellRows(ids, own);
      return [
        cell,
        rows.map(({ night, state, cell: one }) => ({ night, state, eligible: one?.eligible ?? 0, bad: one?.bad ?? 0 })),
      ];
    }),
  );
}

function cellNight(cell: CellResult, details: CellDetails | null): SheetCellNight {
  const { state, firstNights, lastGood, worse, baseline, tonight } = cell;
  return { state, since: firstNights, lastGood, worse, baseline, tonight, changed: changedText(details) };
}

function changedText(details: CellDetails | null): string | null {
  if (details === null || details.request === null) return null;
  const { request, ours, theirs } = details;
  return [requestText(request), ...[...ours, ...theirs].map(changeText)].join("; ");
}

function columnSentence({ column, state, alarming, cells, since }: ColumnResult): readonly string[] {
  if (state === "unchanged") return [];
  if (state === "not-measured") return [`${column}: not measured`];
  const what = state === "incident" ? "an incident: most bad trials are 5xx, time-outs or cuts" : "regressed";
  return [
    `${column}: ${what}; ${alarming.length} of ${counted(cells, "cell")} alarm${since === null ? "" : `, since ${since}`}`,
  ];
}
