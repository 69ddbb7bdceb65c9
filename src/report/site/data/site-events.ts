import type { CellState, GateResult } from "../../../verdict/regression/gate-result.js";
import { sitePages } from "../paths.js";
import { publicText } from "./public-text.js";
import type { SiteCell, SiteEvent } from "./site-data.js";

/** True for what the gate counts as an alarm of a cell. */
export function isRegressed(state: CellState): boolean {
  return state === "regressed" || state === "regressed-2-of-3";
}

/** What the gate reported in these nights, newest first: regressions and repairs of cells, and incidents of columns. */
export function siteEvents(
  gates: ReadonlyMap<string, GateResult>,
  { cells }: { readonly cells: readonly SiteCell[] },
): readonly SiteEvent[] {
  const byKey = new Map(cells.map((cell) => [cell.line.key, cell]));
  return [...gates.values()]
    .toSorted((a, b) => (a.night < b.night ? 1 : -1))
    .flatMap((gate) => [...columnEvents(gate), ...cellEvents(gate, byKey)]);
}

function columnEvents({ night, columns }: GateResult): readonly SiteEvent[] {
  return columns
    .filter(({ state }) => state === "incident")
    .map(({ column, alarming, cells }) => {
      const name = publicText(column);
      const text = `${alarming.length} of ${cells} cells alarm together, and most bad trials are 5xx, time-outs or cuts.`;
      return { night, kind: "incident", name, path: sitePages.index, text };
    });
}

function cellEvents({ night, cells }: GateResult, byKey: ReadonlyMap<string, SiteCell>): readonly SiteEvent[] {
  return cells.flatMap(({ cell, state, tonight, baseline }): readonly SiteEvent[] => {
    const kind = isRegressed(state) ? "regressed" : state === "fixed" ? "fixed" : null;
    const shown = byKey.get(cell);
    if (kind === null || shown === undefined) return [];
    const text = `${countsText(tonight)} bad in this night, ${countsText(baseline)} in the baseline${state === "regressed-2-of-3" ? "; two suspicious nights of three" : ""}.`;
    return [{ night, kind, name: shown.line.cell, path: shown.path, text }];
  });
}

function countsText(counts: { readonly eligible: number; readonly bad: number } | null): string {
  return counts === null ? "none" : `${counts.bad} of ${counts.eligible}`;
}
