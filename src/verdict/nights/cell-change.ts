import { firstBadNight } from "../regression/change/first-bad-night.js";
import type { Counts } from "../regression/night.js";
import { fisherExact } from "../statistics/fisher-exact.js";
import type { CellNight } from "./cell-night.js";
import { diffLevel } from "./diff-cells.js";
import { ourChanges, type SameRequest, type SettingChange, sameRequest, theirChanges } from "./setting.js";

/** A change of a cell's rate, and what is known of who changed. */
export type CellChange = {
  readonly direction: "worse" | "better";
  /** The nights in which it may have begun, oldest first, with 90 %: never one alone where more may be it. */
  readonly firstNights: readonly string[];
  /** The measured night before them; null: none is there. */
  readonly lastBefore: string | null;
  /** The trials before and from the likeliest night on. */
  readonly before: Counts;
  readonly since: Counts;
  /** Of equal rates before and since, for all nights in which a change may have begun. */
  readonly p: number;
  /** Whether the night before and the first one after the set sent the same; null: no night is before. */
  readonly request: SameRequest | null;
  readonly ours: readonly SettingChange[];
  readonly theirs: readonly SettingChange[];
};

/** How much nights of a column have in common where that is not measured: what the gate assumes then. */
const assumedCorrelation = 0.05;

/**
 * The change of a cell in these nights, which were measured by one set of rules, oldest first; null: none beyond chance, by its trials
 * alone, whatever night it may have begun in.
 */
export function cellChange(nights: readonly CellNight[], correlation = assumedCorrelation): CellChange | null {
  const dated = nights.map(({ night, eligible, bad }) => ({ id: night, eligible, bad }));
  const found = firstBadNight({ nights: dated, known: null, correlation });
  const at = dated.findIndex(({ id }) => id === found?.likeliest);
  if (found === null || at <= 0) return null;
  const [before, since] = [total(dated.slice(0, at)), total(dated.slice(at))];
  const p = Math.min(1, fisherExact(before, since) * (nights.length - 1));
  if (p > diffLevel) return null;
  const old = nights.findLast(({ night }) => night === found.lastGood) ?? null;
  const now = nights.find(({ night }) => night === found.set.at(-1)) ?? null;
  const sides = old === null || now === null ? null : { old: old.setting, now: now.setting };
  return {
    direction: since.bad / since.eligible > before.bad / before.eligible ? "worse" : "better",
    ...{ firstNights: found.set, lastBefore: found.lastGood, before, since, p },
    request: sides === null ? null : sameRequest(sides.old, sides.now),
    ours: sides === null ? [] : ourChanges(sides.old, sides.now),
    theirs: sides === null ? [] : theirChanges(sides.old, sides.now),
  };
}

function total(nights: readonly Counts[]): Counts {
  return nights.reduce((sum, { eligible, bad }) => ({ eligible: sum.eligible + eligible, bad: sum.bad + bad }), {
    eligible: 0,
    bad: 0,
  });
}
