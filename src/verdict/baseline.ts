import type { KnownDivergence } from "../scenario/known.js";
import type { CellIdentity } from "../transcript/transcript.js";
import { claimText, countedClaim, simulatedMark } from "./claim-text.js";
import type { Verdict } from "./verdict.js";

/**
 * A run compared with known.yaml.
 * `expected`: red cells whose every bad finding is listed and not expired. `unexpected`: the other red cells.
 * `stale`: entries whose cell was observed without the finding that they list. `changed`: entries whose cell claims something
 * other than they expect. `expired`: entries past their date whose finding is still there. `notApplied`: entries of which this
 * run says nothing, with the reason. `messages`: one sentence for each
 * reason why the run fails, with what to edit, in the order of the cells and of the file.
 */
export type KnownComparison = {
  readonly unexpected: readonly Verdict[];
  readonly expected: readonly Verdict[];
  readonly stale: readonly KnownDivergence[];
  readonly changed: readonly KnownDivergence[];
  readonly expired: readonly KnownDivergence[];
  readonly notApplied: readonly NotApplied[];
  readonly messages: readonly string[];
};

/** An entry of which a run says nothing. `detail`: what is in the way of its cell, e.g. `blocked (credentials)`; or null. */
export type NotApplied = {
  readonly entry: KnownDivergence;
  readonly why: NotAppliedReason;
  readonly detail: string | null;
};

/**
 * `simulated`: a simulator was asked, which is no evidence about a vendor. `not-in-run`: the suite or an option leaves the cell
 * out. `no-trials`: no trial of the cell can be judged. `not-seen`: live trials without the finding, too few to call it gone.
 */
export const notAppliedReasons = ["simulated", "not-in-run", "no-trials", "not-seen"] as const;
export type NotAppliedReason = (typeof notAppliedReasons)[number];

/**
 * True when a cell is red. With a claim, `fail` and `flaky` are red; a single bad trial of a cell that passes is listed and not
 * red. Without a claim, any bad trial makes the cell red. An `inconclusive` cell is red when every trial is bad.
 */
export function isRed({ observed, claim }: Pick<Verdict, "observed" | "claim">): boolean {
  if (claim === null) return observed === "bad" || observed === "mixed";
  const counted = countedClaim({ claim });
  return counted === null ? observed === "bad" : counted !== "pass";
}

/**
 * Compares the red cells of a run with the entries of known.yaml. `today`: `YYYY-MM-DD`.
 * An entry for a cell outside this run, or for a cell without an eligible trial, is not judged: there is no evidence. For live
 * trials an entry is stale only when the cell passes, since a few trials may miss the divergence.
 *
 * @example
 * const { unexpected, messages } = compareWithKnown(verdicts, known, "2026-11-20");
 * for (const message of messages) console.error(message);
 */
export function compareWithKnown(
  verdicts: readonly Verdict[],
  known: readonly KnownDivergence[],
  today: string,
): KnownComparison {
  const isExpired = (entry: KnownDivergence) => entry.expires <= today;
  const observed = known.map((entry) => ({ entry, cells: verdicts.filter((verdict) => isObserved(verdict, entry)) }));
  const stale = observed.filter(({ entry, cells }) => cells.length > 0 && cells.every((cell) => isGone(cell, entry)));
  const changed = observed.filter(({ entry, cells }) => cells.some((cell) => claimsDifferently(cell, entry)));
  const expired = observed.filter(({ entry, cells }) => isExpired(entry) && cells.some((cell) => has(cell, entry)));
  const valid = known.filter((entry) => !isExpired(entry));
  const red = verdicts.filter(isRed);
  const unlistedIn = new Map(red.map((verdict) => [verdict, unlisted(verdict, valid)] as const));
  const unexpected = [...unlistedIn].filter(([, findings]) => findings.length > 0);
  const isUnexpected = new Set(unexpected.map(([verdict]) => verdict));
  const entriesOf = (list: typeof observed) => list.map(({ entry }) => entry);
  return {
    unexpected: [...isUnexpected],
    expected: red.filter((verdict) => !isUnexpected.has(verdict)),
    stale: entriesOf(stale),
    changed: entriesOf(changed),
    expired: entriesOf(expired),
    notApplied: known.filter((entry) => !entriesOf(stale).includes(entry)).flatMap((entry) => whyNot(entry, verdicts)),
    messages: [
      ...unexpected.map(([verdict, findings]) => unexpectedText(verdict, findings)),
      ...entriesOf(stale).map(staleText),
      ...changed.map(({ entry, cells }) => changedText(entry, cells)),
      ...entriesOf(expired).map(expiredText),
    ],
  };
}

/** The red cells of a simulated run: a simulator makes no entry stale and excuses no cell, so that no entry applies. */
export function compareSimulated(
  verdicts: readonly Verdict[],
  known: readonly KnownDivergence[],
  today: string,
): KnownComparison {
  const notApplied = known.map((entry) => ({ entry, why: "simulated", detail: null }) as const);
  return { ...compareWithKnown(verdicts, [], today), notApplied };
}

/** Why an entry that is not stale says nothing of any cell; [] where a cell has what it lists. */
function whyNot(entry: KnownDivergence, verdicts: readonly Verdict[]): readonly NotApplied[] {
  const cells = verdicts.filter(({ cell }) => isAbout(entry, cell));
  const [first] = cells;
  if (first === undefined) return [{ entry, why: "not-in-run", detail: null }];
  if (cells.every(({ trials }) => trials.eligible === 0)) {
    const detail = first.reason === null ? first.observed : `${first.observed} (${first.reason})`;
    return [{ entry, why: "no-trials", detail }];
  }
  return cells.some((cell) => has(cell, entry)) ? [] : [{ entry, why: "not-seen", detail: null }];
}

/** True when the entry is about this cell. */
export function isAbout(entry: KnownDivergence, cell: CellIdentity): boolean {
  return entry.scenario === cell.scenario && covers(entry, cell);
}

type Place = Pick<CellIdentity, "model" | "target" | "provider" | "api">;

/** True when the entry is about cells of this place. */
export function covers(entry: KnownDivergence, place: Place): boolean {
  if (entry.model !== place.model) return false;
  if (entry.target !== null) return entry.target === place.target;
  return (entry.provider ?? place.provider) === place.provider && (entry.api ?? place.api) === place.api;
}

function isObserved(verdict: Verdict, entry: KnownDivergence): boolean {
  return isAbout(entry, verdict.cell) && verdict.trials.eligible > 0;
}

/** A recording without the finding is enough; live trials must be numerous enough for the claim `pass`. */
function isGone(verdict: Verdict, entry: KnownDivergence): boolean {
  const isLive = verdict.provenance?.source === "live";
  return !has(verdict, entry) && (!isLive || countedClaim(verdict) === "pass");
}

function claimsDifferently(verdict: Verdict, entry: KnownDivergence): boolean {
  const claim = countedClaim(verdict);
  const isRedClaim = claim === "fail" || claim === "flaky";
  return entry.claim !== null && isRedClaim && claim !== entry.claim && has(verdict, entry);
}

function has(verdict: Verdict, entry: KnownDivergence): boolean {
  return badResults(verdict).some((result) => lists(entry, result));
}

/** A bad finding, and the check that raised it. */
type BadResult = { readonly check: string; readonly finding: string };

function badResults({ judged }: Verdict): readonly BadResult[] {
  return judged.flatMap(({ checks }) =>
    checks.flatMap(({ check, finding }) => (finding?.severity === "bad" ? [{ check, finding: finding.id }] : [])),
  );
}

function lists(entry: KnownDivergence, { check, finding }: BadResult): boolean {
  return (entry.finding ?? finding) === finding && (entry.check ?? check) === check;
}

function unlisted(verdict: Verdict, known: readonly KnownDivergence[]): readonly string[] {
  const about = known.filter((entry) => isAbout(entry, verdict.cell));
  const missing = badResults(verdict).filter((result) => !about.some((entry) => lists(entry, result)));
  return [...new Set(missing.map(({ finding }) => finding))];
}

function unexpectedText(verdict: Verdict, findings: readonly string[]): string {
  const { cell, observed, trials } = verdict;
  const claim = countedClaim(verdict);
  const verb =
    claim === null
      ? `fails${observed === "mixed" ? " at times" : ""}`
      : `${claimVerbs[claim]} by claim${simulatedMark(verdict)}`;
  return `${cell.scenario} on ${cell.target} ${verb}, ${trials.ok} of ${trials.eligible} ok: ${findings.join(", ")}; not listed as known`;
}

const claimVerbs = { fail: "fails", flaky: "is flaky", pass: "passes" } as const;

/** A draft of the known.yaml entry for the first bad finding of a cell; `…` marks what a person must fill in. */
export function draftEntry({ cell, findings }: Verdict, today: string): string {
  const finding = findings.find(({ severity }) => severity === "bad")?.id ?? "…";
  return `- { model: ${cell.model}, target: ${cell.target}, scenario: ${cell.scenario}, finding: ${finding}, bug: …, since: ${today}, expires: … }`;
}

function staleText(entry: KnownDivergence): string {
  return `${entry.place}: stale: ${entryText(entry)} was not observed; remove the entry, or see ${entry.bug}`;
}

function changedText(entry: KnownDivergence, cells: readonly Verdict[]): string {
  const claims = [...new Set(cells.filter((cell) => claimsDifferently(cell, entry)).map(claimText))].join(", ");
  return `${entry.place}: changed: ${entryText(entry)} claims ${claims}, but claim: ${entry.claim} is expected; edit the entry, or see ${entry.bug}`;
}

function expiredText(entry: KnownDivergence): string {
  return `${entry.place}: expired on ${entry.expires}: ${entryText(entry)} is still present; see ${entry.bug}, then extend expires or remove the entry`;
}

function entryText(entry: KnownDivergence): string {
  const what = [entry.finding, entry.check].filter((part) => part !== null).join(" of ");
  return `${what} in ${entry.scenario} on ${entryTarget(entry)}`;
}

function entryTarget({ model, target, provider, api }: KnownDivergence): string {
  return target ?? [model, provider ?? "any provider", api ?? "any API"].join("/");
}
