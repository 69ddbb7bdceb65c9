import type { CellState, GateResult } from "../../../verdict/regression/gate-result.js";
import { sitePages } from "../paths.js";
import { publicText } from "./public-text.js";
import type { SiteCell, SiteEvent } from "./site-data.js";

/** True for what the gate counts as an alarm of a cell. */
export function isRegressed(state: CellState): boolean {
  return state === "regressed" || state === "regressed-2-of-3";
}

/**
 * What the gate reported in these nights, newest first: regressions and repairs of cells, and incidents of columns. What it reports in one compared night
 * after the other is one event, dated by the first of them.
 */
export function siteEvents(
  gates: ReadonlyMap<string, GateResult>,
  { cells }: { readonly cells: readonly SiteCell[] },
): readonly SiteEvent[] {
  const byKey = new Map(cells.map((cell) => [cell.line.key, cell]));
  const events: SiteEvent[] = [];
  let before = new Map<string, SiteEvent>();
  for (const gate of [...gates.values()].toSorted((a, b) => (a.night < b.night ? -1 : 1))) {
    const now = new Map<string, SiteEvent>();
    for (const event of [...columnEvents(gate), ...cellEvents(gate, byKey)]) {
      const name = `${event.kind} ${event.name}`;
      const earlier = before.get(name);
      const joined = earlier === undefined ? event : { ...earlier, nights: earlier.nights + 1, last: event.night };
      if (earlier === undefined) events.push(joined);
      else events[events.indexOf(earlier)] = joined;
      now.set(name, joined);
    }
    before = now;
  }
  return events.toSorted((a, b) => (a.night < b.night ? 1 : a.night > b.night ? -1 : 0));
}

function columnEvents({ night, columns }: GateResult): readonly SiteEvent[] {
  return columns
    .filter(({ state }) => state === "incident")
    .map(({ column, alarming, cells }) => {
      const text = `${alarming.length} of ${cells} cells alarm together, and most bad trials are 5xx, time-outs or cuts`;
      return { ...first(night), kind: "incident", name: publicText(column), path: sitePages.index, text };
    });
}

function cellEvents({ night, cells }: GateResult, byKey: ReadonlyMap<string, SiteCell>): readonly SiteEvent[] {
  return cells.flatMap(({ cell, state, tonight, baseline }): readonly SiteEvent[] => {
    const kind = isRegressed(state) ? "regressed" : state === "fixed" ? "fixed" : null;
    const shown = byKey.get(cell);
    if (kind === null || shown === undefined) return [];
    const twice = state === "regressed-2-of-3" ? "; two suspicious nights of three" : "";
    const text = `${countsText(tonight)} failing in this night, ${countsText(baseline)} in the baseline${twice}`;
    return [{ ...first(night), kind, name: shown.line.cell, path: shown.path, text }];
  });
}

function first(night: string): Pick<SiteEvent, "night" | "last" | "nights"> {
  return { night, last: night, nights: 1 };
}

function countsText(counts: { readonly eligible: number; readonly bad: number } | null): string {
  return counts === null ? "none" : `${counts.bad} of ${counts.eligible}`;
}
