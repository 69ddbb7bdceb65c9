import type { Counts } from "../regression/night.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { cellKey, columnKey } from "./cell-key.js";
import { type Setting, settingOf } from "./setting.js";
import { countingLines, excludedTrials, type StoredNight } from "./stored-night.js";

/** One cell in one night: what its history is made of. */
export type CellNight = Counts & {
  readonly night: string;
  readonly run: string | null;
  readonly rules: string;
  readonly column: string;
  /** Trials that are no evidence about the model. */
  readonly excluded: number;
  /** Bad trials that only show that the service was down. */
  readonly unavailable: number;
  readonly screened: Counts | null;
  /** Bad findings and how many trials have them, the most frequent first. */
  readonly findings: readonly { readonly id: string; readonly n: number }[];
  /** Why nothing was measured, in one word; null: something was. */
  readonly reason: string | null;
  /** Measured runs of this night that do not count, since a later one does. */
  readonly replaced: readonly (Counts & { readonly run: string | null })[];
  /** True: the night was an incident of its column. */
  readonly masked: boolean;
  readonly setting: Setting;
};

/** The cell in this night; null: no run of it has the cell. */
export function cellNightOf(night: StoredNight, cell: string): CellNight | null {
  const own = night.lines.filter((line) => cellKey(line) === cell);
  const { counting, replaced } = countingLines({ lines: own });
  const [line] = counting;
  if (line === undefined) return null;
  const { eligible, bad, unavailable, screened } = line.trials;
  const column = columnKey(line);
  return {
    ...{ night: night.id, run: line.run, rules: line.rules, column, eligible, bad, unavailable, screened },
    excluded: excludedTrials(line),
    findings: badFindings([line]),
    reason: line.reason,
    replaced: replaced.map(({ line: one }) => ({ run: one.run, eligible: one.trials.eligible, bad: one.trials.bad })),
    masked: night.masked.includes(column),
    setting: settingOf(line),
  };
}

/** The bad findings of these lines and how many trials have them, the most frequent first. */
export function badFindings(lines: readonly CellSummary[]): CellNight["findings"] {
  const counts = new Map<string, number>();
  for (const { id, severity, n } of lines.flatMap(({ findings }) => findings)) {
    if (severity === "bad") counts.set(id, (counts.get(id) ?? 0) + n);
  }
  return [...counts].map(([id, n]) => ({ id, n })).toSorted((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1));
}
