import {
  claimOfSample,
  type SequentialRule,
  sequentialBounds,
  sequentialIntervalKind,
} from "../statistics/sequential-test.js";
import { claimOf, failureInterval, intervalKind, type Sample } from "../statistics/statistics.js";
import type { Claim, Finding } from "../verdict.js";
import type { ProfileTrial } from "./profile-trial.js";
import type { StatementCell } from "./statement-schema.js";

/** What the trials of a cell show. */
export type CellCounts = Pick<
  StatementCell,
  "result" | "why" | "trials" | "interval" | "intervalKind" | "findings" | "beside"
>;

/**
 * Counts the trials of a cell over all runs,. `sequential`: the rule that stopped some of them; null: their
 * number never depended on what they showed. Trials of different upstreams are never pooled.
 */
export function countCell(trials: readonly ProfileTrial[], sequential: SequentialRule | null): CellCounts {
  const eligible = trials.filter(({ outcome }) => outcome !== "excluded");
  const sample = { bad: eligible.filter(({ outcome }) => outcome === "bad").length, eligible: eligible.length };
  const excluded = countsOf(trials.flatMap(({ reason }) => reason ?? []));
  const upstreams = new Set(eligible.map(({ upstream }) => upstream)).size;
  const { claim, interval, kind } = measure(sample, sequential);
  const shown = upstreams > 1 ? null : claim;
  return {
    result: sample.eligible === 0 ? "skipped" : (shown ?? "inconclusive"),
    why: whyNot({ sample, excluded, upstreams, claim: shown }),
    trials: { ...sample, excluded },
    interval: interval === null ? null : [rounded(interval[0]), rounded(interval[1])],
    intervalKind: interval === null ? null : kind,
    findings: findingCounts(eligible.map(({ failing }) => failing)),
    beside: findingCounts(eligible.map(({ beside }) => beside)),
  };
}

type Measured = {
  readonly claim: Claim | null;
  readonly interval: readonly [number, number] | null;
  readonly kind: string;
};

/** By all trials: a test that stopped in one run says nothing of those of the next. */
function measure(sample: Sample, rule: SequentialRule | null): Measured {
  if (rule === null) return { claim: claimOf(sample), interval: failureInterval(sample), kind: intervalKind };
  return {
    claim: sample.eligible === 0 ? null : claimOfSample(sample, false, rule),
    interval: sample.eligible === 0 ? null : sequentialBounds(sample, rule),
    kind: sequentialIntervalKind(rule),
  };
}

type Shown = {
  readonly sample: Sample;
  readonly excluded: { readonly [reason: string]: number };
  readonly upstreams: number;
  readonly claim: Claim | null;
};

function whyNot({ sample, excluded, upstreams, claim }: Shown): string | null {
  if (sample.eligible === 0) return Object.keys(excluded).sort().join(", ") || "not-asked";
  if (upstreams > 1) return `${upstreams} upstreams answered`;
  return claim === null || claim === "inconclusive" ? "too few trials" : null;
}

function findingCounts(trials: readonly (readonly Finding[])[]): StatementCell["findings"] {
  const counts = new Map<string, StatementCell["findings"][number]>();
  for (const findings of trials) {
    const own = new Map(findings.map((one) => [JSON.stringify([one.id, one.cause]), one]));
    for (const [key, { id, cause }] of own) counts.set(key, { id, cause, n: (counts.get(key)?.n ?? 0) + 1 });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

function countsOf(words: readonly string[]): { readonly [word: string]: number } {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As many digits on every machine. */
function rounded(rate: number): number {
  return Math.round(rate * 1e6) / 1e6;
}
