import type { CellResult, GateResult } from "../regression/gate-result.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { cellKey } from "./cell-key.js";
import { ourChanges, type SameRequest, type SettingChange, sameRequest, settingOf, theirChanges } from "./setting.js";
import { countingLines, type StoredNight } from "./stored-night.js";

/** What tonight shows of a cell that changed. `request` null: no earlier night measured it. */
export type CellDetails = {
  readonly findings: readonly { readonly id: string; readonly n: number }[];
  /** Whether we sent the same as in the last good night. */
  readonly request: SameRequest | null;
  readonly ours: readonly SettingChange[];
  readonly theirs: readonly SettingChange[];
};

const telling: ReadonlySet<CellResult["state"]> = new Set(["regressed", "regressed-2-of-3", "fixed", "suspicious"]);

/** The details of the cells that changed, by cell. `earlier`: the nights before, oldest first. */
export function cellDetails(
  { cells }: GateResult,
  { earlier, tonight }: { readonly earlier: readonly StoredNight[]; readonly tonight: StoredNight },
): ReadonlyMap<string, CellDetails> {
  const now = linesOf(tonight);
  const nights = new Map<string, ReadonlyMap<string, CellSummary>>();
  const lineIn = (night: StoredNight, cell: string) => {
    const lines = nights.get(night.id) ?? linesOf(night);
    nights.set(night.id, lines);
    return lines.get(cell);
  };
  return new Map(
    cells.flatMap(({ cell, state, lastGood }) => {
      const line = now.get(cell);
      if (line === undefined || !telling.has(state)) return [];
      const before = earlier
        .filter(({ id }) => lastGood === null || id <= lastGood)
        .toReversed()
        .flatMap((night) => lineIn(night, cell) ?? [])
        .find(({ trials }) => trials.eligible > 0);
      return [[cell, detailsOf(before ?? null, line)] as const];
    }),
  );
}

function detailsOf(before: CellSummary | null, line: CellSummary): CellDetails {
  const bad = line.findings.filter(({ severity }) => severity === "bad");
  const findings = bad.map(({ id, n }) => ({ id, n })).toSorted((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1));
  if (before === null) return { findings, request: null, ours: [], theirs: [] };
  const [was, is] = [settingOf(before), settingOf(line)];
  return { findings, request: sameRequest(was, is), ours: ourChanges(was, is), theirs: theirChanges(was, is) };
}

function linesOf(night: StoredNight): ReadonlyMap<string, CellSummary> {
  return new Map(countingLines(night).counting.map((line) => [cellKey(line), line]));
}
