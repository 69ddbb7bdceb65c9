import type { KnownDivergence } from "../../scenario/known.js";
import { covers } from "../baseline.js";
import { claimOf } from "../statistics/statistics.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { columnKey } from "./cell-key.js";
import { countingLines, type StoredNight } from "./stored-night.js";

/**
 * What the nights say of an entry. `there`: seen in the newest night that measured it. `fixed`: no longer seen, in at least three nights
 * running and in enough trials for the claim `pass` in each of its cells. `not-seen`: not seen lately, in too few nights or trials for that.
 * `not-measured`: no night has a trial of it, or a simulator was asked, which says nothing about a vendor.
 */
export const knownStates = ["there", "fixed", "not-seen", "not-measured"] as const;
export type KnownState = (typeof knownStates)[number];

export type KnownEntryState = {
  readonly entry: KnownDivergence;
  readonly state: KnownState;
  /** The newest night in which it was seen; null: none of these nights. */
  readonly lastSeen: string | null;
  /** Nights and trials that measured it since. */
  readonly since: { readonly nights: number; readonly trials: number };
  /** True: past the day from which on it excuses nothing. */
  readonly expired: boolean;
};

/** So many measured nights running without it make an entry fixed, at least: one good night is no fix. */
export const fixedNights = 3;

/** `nights`: oldest first; `today`: `YYYY-MM-DD`. */
export function knownState(
  entry: KnownDivergence,
  { nights, today }: { readonly nights: readonly StoredNight[]; readonly today: string },
): KnownEntryState {
  const measured = nights.filter(isLive).flatMap((night) => {
    const lines = linesAbout(entry, night);
    return lines.length === 0 ? [] : [{ id: night.id, lines, seen: lines.some((line) => shows(entry, line)) }];
  });
  const at = measured.findLastIndex(({ seen }) => seen);
  const since = measured.slice(at + 1);
  const lines = since.flatMap((night) => night.lines);
  const common = {
    entry,
    lastSeen: measured[at]?.id ?? null,
    since: { nights: since.length, trials: lines.reduce((sum, { trials }) => sum + trials.eligible, 0) },
    expired: entry.expires <= today,
  };
  if (measured.length === 0) return { ...common, state: "not-measured" };
  if (since.length === 0) return { ...common, state: "there" };
  return { ...common, state: since.length >= fixedNights && isGone(lines) ? "fixed" : "not-seen" };
}

function isLive({ runs }: StoredNight): boolean {
  return runs.every(({ mode }) => mode === "live");
}

/** The measured lines of its cells, without those of masked columns. */
function linesAbout(entry: KnownDivergence, night: StoredNight): readonly CellSummary[] {
  return countingLines(night).counting.filter(
    (line) =>
      line.scenario === entry.scenario &&
      covers(entry, line) &&
      line.trials.eligible > 0 &&
      !night.masked.includes(columnKey(line)),
  );
}

function shows(entry: KnownDivergence, { findings }: CellSummary): boolean {
  return findings.some((finding) => listsFinding(entry, finding));
}

/** True for a bad finding that the entry expects, by its id and by the check that raised it. */
export function listsFinding(
  entry: Pick<KnownDivergence, "finding" | "check">,
  { id, severity, checks }: CellSummary["findings"][number],
): boolean {
  return severity === "bad" && (entry.finding ?? id) === id && (entry.check === null || checks.includes(entry.check));
}

/** True where each cell has enough trials without it. */
function isGone(lines: readonly CellSummary[]): boolean {
  const trials = new Map<string, number>();
  for (const { target, client, trials: own } of lines) {
    const key = `${target} ${client}`;
    trials.set(key, (trials.get(key) ?? 0) + own.eligible);
  }
  return [...trials.values()].every((eligible) => claimOf({ bad: 0, eligible }) === "pass");
}
