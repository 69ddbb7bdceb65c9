import type { KnownDivergence } from "../scenario/known.js";
import type { CellIdentity } from "../transcript/transcript.js";
import type { Verdict } from "./verdict.js";

/**
 * A run held against known.yaml.
 * `expected`: red cells whose every bad finding is listed and not expired. `unexpected`: the other red cells.
 * `stale`: entries whose cell was seen without their finding. `expired`: entries that excuse nothing any more, for cells of
 * this run. `messages`: one sentence for each thing that fails the run, in the order of the file and of the cells.
 */
export type KnownComparison = {
  readonly unexpected: readonly Verdict[];
  readonly expected: readonly Verdict[];
  readonly stale: readonly KnownDivergence[];
  readonly expired: readonly KnownDivergence[];
  readonly messages: readonly string[];
};

/** A cell is red when something bad was seen in it; with one trial or many, in all of them or in some. */
export function isRed({ observed }: Verdict): boolean {
  return observed === "bad" || observed === "mixed";
}

/**
 * `today`: `YYYY-MM-DD`. Entries for cells outside this run, and for cells in which nothing could be observed, are left
 * alone: without evidence a divergence is neither there nor gone.
 */
export function compareWithKnown(
  verdicts: readonly Verdict[],
  known: readonly KnownDivergence[],
  today: string,
): KnownComparison {
  const isExpired = (entry: KnownDivergence) => entry.expires <= today;
  const seen = known.map((entry) => ({ entry, cells: verdicts.filter((verdict) => isObserved(verdict, entry)) }));
  const stale = seen.filter(({ entry, cells }) => cells.length > 0 && !cells.some((cell) => has(cell, entry.finding)));
  const expired = seen.filter(({ entry, cells }) => isExpired(entry) && cells.some((cell) => has(cell, entry.finding)));
  const valid = known.filter((entry) => !isExpired(entry));
  const red = verdicts.filter(isRed);
  const unexpected = red.filter((verdict) => unlisted(verdict, valid).length > 0);
  return {
    unexpected,
    expected: red.filter((verdict) => !unexpected.includes(verdict)),
    stale: stale.map(({ entry }) => entry),
    expired: expired.map(({ entry }) => entry),
    messages: [
      ...unexpected.map((verdict) => unexpectedText(verdict, unlisted(verdict, valid))),
      ...stale.map(({ entry }) => staleText(entry)),
      ...expired.map(({ entry }) => `${entry.place}: expired on ${entry.expires}: ${entryText(entry)} is still there`),
    ],
  };
}

/** True when the entry is about this cell. */
export function isAbout(entry: KnownDivergence, cell: CellIdentity): boolean {
  return entry.scenario === cell.scenario && covers(entry, cell);
}

type Place = Pick<CellIdentity, "model" | "target" | "provider" | "api">;

function covers(entry: KnownDivergence, place: Place): boolean {
  if (entry.model !== place.model) return false;
  if (entry.target !== null) return entry.target === place.target;
  return (entry.provider ?? place.provider) === place.provider && (entry.api ?? place.api) === place.api;
}

function isObserved(verdict: Verdict, entry: KnownDivergence): boolean {
  return isAbout(entry, verdict.cell) && verdict.trials.eligible > 0;
}

function has({ findings }: Verdict, finding: string): boolean {
  return findings.some(({ id, severity }) => id === finding && severity === "bad");
}

function unlisted(verdict: Verdict, known: readonly KnownDivergence[]): readonly string[] {
  const listed = known.filter((entry) => isAbout(entry, verdict.cell)).map(({ finding }) => finding);
  const bad = verdict.findings.filter(({ severity }) => severity === "bad").map(({ id }) => id);
  return [...new Set(bad)].filter((id) => !listed.includes(id));
}

function unexpectedText({ cell, observed, trials }: Verdict, findings: readonly string[]): string {
  return `${cell.scenario} on ${cell.target} is ${observed} (${trials.ok}/${trials.eligible} ok): ${findings.join(", ")}, not listed as known`;
}

function staleText(entry: KnownDivergence): string {
  return `${entry.place}: stale: ${entryText(entry)} was not seen; take the entry out, or look at ${entry.bug}`;
}

function entryText(entry: KnownDivergence): string {
  return `${entry.finding} in ${entry.scenario} on ${entryTarget(entry)}`;
}

function entryTarget({ model, target, provider, api }: KnownDivergence): string {
  return target ?? [model, provider ?? "any provider", api ?? "any API"].join("/");
}
