import { fisherExact } from "../statistics/fisher-exact.js";
import { holmAdjusted } from "../statistics/holm.js";
import { failureInterval } from "../statistics/statistics.js";
import { ourChanges, type SameRequest, type SettingChange, sameRequest, theirChanges, tokenChange } from "./setting.js";
import type { SideCell } from "./side-cells.js";

/**
 * What became of a cell. `worse`, `better`: beyond chance. `within-chance`: other counts, which chance may explain. `same`: equal rates.
 * `not-measured`: no eligible trial on one side, or on both. `other-rules`: judged by different rules, so that its counts are not compared.
 */
export const diffStates = [
  "worse",
  "better",
  "within-chance",
  "same",
  "new",
  "gone",
  "not-measured",
  "other-rules",
] as const;
export type DiffState = (typeof diffStates)[number];

/** The trials of a cell on one side. `interval`: of the rate of bad trials; null without a trial. */
export type DiffCounts = Pick<SideCell, "eligible" | "bad" | "excluded" | "reason" | "findings"> & {
  readonly interval: readonly [number, number] | null;
};

/** A cell on both sides. */
export type CellDiff = {
  readonly cell: string;
  readonly column: string;
  readonly state: DiffState;
  /** Null: this side does not have the cell. */
  readonly before: DiffCounts | null;
  readonly after: DiffCounts | null;
  /** Of equal rates (Fisher, two-sided), adjusted for the number of compared cells (Holm); null: not compared. */
  readonly p: number | null;
  /** Whether we asked the same; null: one side does not have the cell. */
  readonly request: SameRequest | null;
  /** What we sent otherwise, and how the service names itself otherwise, the tokens of equal requests included. */
  readonly ours: readonly SettingChange[];
  readonly theirs: readonly SettingChange[];
};

/** The level at which a difference is beyond chance: at most so many comparisons of equal sides report any. */
export const diffLevel = 0.05;

type Side = ReadonlyMap<string, SideCell>;

/** Compares two sides cell by cell: those of `after` in its order, then those that are gone. */
export function diffCells(before: Side, after: Side): readonly CellDiff[] {
  const keys = [...new Set([...after.keys(), ...before.keys()])];
  const pairs = keys.map((cell) => ({ cell, old: before.get(cell) ?? null, now: after.get(cell) ?? null }));
  const compared = pairs.flatMap(({ cell, old, now }) =>
    old !== null && now !== null && isCompared(old, now) ? [{ cell, old, now }] : [],
  );
  const adjusted = holmAdjusted(compared.map(({ old, now }) => fisherExact(old, now)));
  const p = new Map(compared.map(({ cell }, at) => [cell, adjusted[at] ?? 1]));
  return pairs.map((pair) => diffOf(pair, p.get(pair.cell) ?? null));
}

type Pair = { readonly cell: string; readonly old: SideCell | null; readonly now: SideCell | null };

function diffOf({ cell, old, now }: Pair, p: number | null): CellDiff {
  const both = old !== null && now !== null ? { old, now } : null;
  const tokens = both === null ? null : tokenChange([both.old.setting], both.now.setting);
  return {
    ...{ cell, column: (now ?? old)?.column ?? "", state: stateOf({ cell, old, now }, p) },
    ...{ before: countsOf(old), after: countsOf(now), p },
    request: both === null ? null : sameRequest(both.old.setting, both.now.setting),
    ours: both === null ? [] : ourChanges(both.old.setting, both.now.setting),
    theirs:
      both === null ? [] : [...theirChanges(both.old.setting, both.now.setting), ...(tokens === null ? [] : [tokens])],
  };
}

function stateOf({ old, now }: Pair, p: number | null): DiffState {
  if (old === null) return "new";
  if (now === null) return "gone";
  if (old.eligible === 0 || now.eligible === 0) return "not-measured";
  if (p === null) return "other-rules";
  const difference = now.bad / now.eligible - old.bad / old.eligible;
  if (difference === 0) return "same";
  if (p > diffLevel) return "within-chance";
  return difference > 0 ? "worse" : "better";
}

function isCompared(old: SideCell, now: SideCell): boolean {
  return old.eligible > 0 && now.eligible > 0 && old.rules.join() === now.rules.join();
}

function countsOf(side: SideCell | null): DiffCounts | null {
  if (side === null) return null;
  const { eligible, bad, excluded, reason, findings } = side;
  return { eligible, bad, excluded, reason, findings, interval: failureInterval({ eligible, bad }) };
}
