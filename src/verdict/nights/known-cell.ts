import type { KnownDivergence } from "../../scenario/known.js";
import { isAbout } from "../baseline.js";
import type { GateResult } from "../regression/gate-result.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { cellKey } from "./cell-key.js";
import { listsFinding } from "./known-state.js";
import { countingLines, type StoredNight } from "./stored-night.js";

/** The bug reports of a cell whose every bad finding is expected on this day, `YYYY-MM-DD`; [] where one is not, or it has none. */
export function knownBugs(line: CellSummary, known: readonly KnownDivergence[], today: string): readonly string[] {
  const about = known.filter((entry) => entry.expires > today && isAbout(entry, line));
  const bad = line.findings.filter(({ severity }) => severity === "bad");
  const listed = bad.map((finding) => about.find((entry) => listsFinding(entry, finding)));
  const found = listed.filter((entry) => entry !== undefined);
  return found.length < bad.length ? [] : [...new Set(found.map(({ bug }) => bug))];
}

/**
 * The cells of a night whose bad findings are all expected, with the bug reports. `today`: `YYYY-MM-DD`; null: the present day. A simulator says
 * nothing about a vendor, so that no entry is about its cells.
 */
export function knownCells(
  night: StoredNight,
  known: readonly KnownDivergence[],
  today: string | null,
): ReadonlyMap<string, string> {
  if (night.runs.some(({ mode }) => mode === "simulator")) return new Map();
  const day = today ?? new Date().toISOString().slice(0, 10);
  return new Map(
    countingLines(night).counting.flatMap((line) => {
      const bugs = knownBugs(line, known, day);
      return bugs.length === 0 ? [] : [[cellKey(line), bugs.join(", ")] as const];
    }),
  );
}

/** The result, in which a regression of known cells alone is no alarm. It stays listed. */
export function withKnown(result: GateResult, known: ReadonlyMap<string, string>): GateResult {
  const isNews = (cell: string) => !known.has(cell);
  const alarm =
    result.cells.some(({ state, cell }) => (state === "regressed" || state === "regressed-2-of-3") && isNews(cell)) ||
    result.columns.some(
      ({ state, alarming, since }) =>
        state === "incident" || (state === "regressed" && (since !== null || alarming.some(isNews))),
    );
  return { ...result, alarm, exitCode: alarm ? 1 : result.notMeasured ? 4 : 0 };
}
