import type { StoredVerdict } from "./stored-verdict.js";

/** Verdicts on the same bytes, by two sets of rules. `where`: the run, or what else they are of. */
export type TwiceJudged = {
  readonly where: string;
  readonly before: readonly StoredVerdict[];
  readonly after: readonly StoredVerdict[];
};

/** A finding that a cell now has in another number of trials. `check`: those that raise it. */
export type FlippedFinding = {
  readonly check: string;
  readonly finding: string;
  readonly severity: "bad" | "note";
  readonly before: number;
  readonly after: number;
};

/** A cell on which another verdict is given. `was` and `is`: null, it had or has none. */
export type Flip = {
  readonly where: string;
  readonly cell: string;
  readonly was: StoredVerdict | null;
  readonly is: StoredVerdict | null;
  /** `[]`: only its trials count otherwise. */
  readonly findings: readonly FlippedFinding[];
};

/** The cells whose verdict, or a finding of it, is another one now, in the order of the new verdicts; those that are gone at the end. */
export function flipsOf({ where, before, after }: TwiceJudged): readonly Flip[] {
  const old = new Map(before.map((one) => [one.cell, one]));
  const now = new Set(after.map(({ cell }) => cell));
  const flips = after.map((is) => flipOf({ where, cell: is.cell, was: old.get(is.cell) ?? null, is }));
  const gone = before.filter(({ cell }) => !now.has(cell));
  return [...flips.filter(isFlipped), ...gone.map((was) => flipOf({ where, cell: was.cell, was, is: null }))];
}

function flipOf(pair: Omit<Flip, "findings">): Flip {
  return { ...pair, findings: changedFindings(pair.was?.findings ?? [], pair.is?.findings ?? []) };
}

function isFlipped({ was, is, findings }: Flip): boolean {
  return was === null || is === null || findings.length > 0 || outcomeOf(was) !== outcomeOf(is);
}

/** The outcome in one line: `bad 3/3, claim fail`; null: `none`. */
export function outcomeOf(verdict: StoredVerdict | null): string {
  if (verdict === null) return "none";
  const { observed, claim, eligible, bad } = verdict;
  return `${observed}${eligible === 0 ? "" : ` ${bad} of ${eligible} bad`}${claim === null ? "" : `, claim ${claim}`}`;
}

type Findings = StoredVerdict["findings"];

function changedFindings(before: Findings, after: Findings): readonly FlippedFinding[] {
  const counts = new Map<string, { found: Findings[number]; before: number; after: number }>();
  const keyOf = ({ id, cause, severity, checks }: Findings[number]) => JSON.stringify([checks, id, cause, severity]);
  for (const found of before) counts.set(keyOf(found), { found, before: found.n, after: 0 });
  for (const found of after) {
    counts.set(keyOf(found), { found, before: counts.get(keyOf(found))?.before ?? 0, after: found.n });
  }
  return [...counts.values()].flatMap(({ found, ...n }) => {
    if (n.before === n.after) return [];
    const { id, cause, severity, checks } = found;
    return [{ check: checks.join(", "), finding: cause === null ? id : `${id} (${cause})`, severity, ...n }];
  });
}
