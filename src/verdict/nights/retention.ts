import type { NightFacts } from "./night-schema.js";

/** Why the trials of a night stay whole. */
export type KeptBecause = "recent" | "baseline" | "known.yaml" | "case" | "named";

/** What of the past is needed whole. `recent`: so many of the newest nights. The others: days and ids of runs. */
export type Needs = {
  readonly recent: number;
  readonly baseline: readonly string[];
  readonly known: readonly string[];
  readonly cases: readonly string[];
  readonly named: readonly string[];
};

/** A night and what becomes of the trials of its runs; `because` null: they are thinned. */
export type Retained = { readonly night: NightFacts; readonly because: KeptBecause | null };

/**
 * Which nights keep all of their trials: the newest ones, those of the baseline, and those that known.yaml, a case or a person names, by the
 * day of the night or by the id of a run; known.yaml and cases also by the day on which a run started. Summaries are kept for ever. `nights`:
 * oldest first.
 */
export function retain(nights: readonly NightFacts[], needs: Needs): readonly Retained[] {
  const recent = nights.slice(Math.max(0, nights.length - needs.recent)).map(({ id }) => id);
  return nights.map((night) => {
    const runs = night.runs.map(({ id }) => id);
    const days = night.runs.map(({ startedAt }) => startedAt.slice(0, 10));
    const reasons: readonly (readonly [KeptBecause, named: readonly string[], names: readonly string[]])[] = [
      ["recent", recent, [night.id]],
      ["baseline", needs.baseline, [night.id]],
      ["known.yaml", needs.known, [night.id, ...runs, ...days]],
      ["case", needs.cases, [night.id, ...runs, ...days]],
      ["named", needs.named, [night.id, ...runs]],
    ];
    const found = reasons.find(([, named, names]) => names.some((name) => named.includes(name)));
    return { night, because: found?.[0] ?? null };
  });
}

/** The days (`YYYY-MM-DD`) and ids of runs that a text names. */
export function namedIn(text: string): readonly string[] {
  return [...new Set(text.match(/\d{4}-\d{2}-\d{2}(?:T[\dA-Za-z-]+)?/g) ?? [])];
}
