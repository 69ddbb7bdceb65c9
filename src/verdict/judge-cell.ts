import type { Scenario } from "../scenario/scenario.js";
import type { CellIdentity, Transcript } from "../transcript/transcript.js";
import { countFindings } from "./count-findings.js";
import { effectTrials } from "./effects/effect-trials.js";
import type { EffectVerdict } from "./effects/effect-verdict.js";
import { withEffects } from "./effects/ignored-trials.js";
import { judgeEffects } from "./effects/judge-effects.js";
import { countExcluded, nothingObserved } from "./exclusion.js";
import { exercisesOf } from "./exercises-of.js";
import { type JudgeOptions, judgeTrial } from "./judge-trial.js";
import { repliesOf } from "./replies-of.js";
import { furtherTrials } from "./statistics/further-trials.js";
import {
  defaultRule,
  type SequentialRule,
  type SequentialState,
  sequentialIntervalKind,
  sequentialTest,
} from "./statistics/sequential-test.js";
import { claimOf, failureInterval, intervalKind, type Sample } from "./statistics/statistics.js";
import type { Claim, Observed, TrialCounts, TrialVerdict, Verdict } from "./verdict.js";

/**
 * Judges all trials of one cell. `claim` is null with fewer than two eligible trials, with trials of different upstreams
 * (which are never pooled into a claim), and for authored bytes, which show no vendor's behaviour.
 * Throws RangeError for an empty list, and for transcripts of different cells.
 *
 * @example
 * const verdict = judgeCell(transcripts, scenario, { capabilities: target.capabilities });
 * console.log(verdict.observed, verdict.claim, verdict.trials);
 */
export function judgeCell(transcripts: readonly Transcript[], scenario: Scenario, options: JudgeOptions): Verdict {
  const [first] = transcripts;
  if (first === undefined) throw new RangeError("a cell needs at least one transcript");
  requireOneCell(transcripts, first.cell);
  const { judged, effects } = judgeTrials(transcripts, scenario, options);
  const { sequential } = options;
  const test =
    sequential === undefined ? null : { rule: sequential, ...sequentialTest(eligibleOutcomes(judged), sequential) };
  const verdict = verdictOf(judged, test);
  const isAuthored = transcripts.some(({ provenance }) => provenance.source === "authored");
  return {
    ...(isAuthored ? { ...verdict, ...noVendor } : verdict),
    sampling: test === null ? "fixed" : "sequential",
    ...repliesOf(eligibleOf(transcripts, judged)),
    cell: first.cell,
    exercises: exercisesOf(scenario, first.cell.api),
    ...comparedOf(evidenceOf(transcripts, judged, test), effects, judged),
    ...(effects.length === 0 ? {} : { effects }),
  };
}

/** The trials, and what all of them together say about the parameters that the scenario compares. */
function judgeTrials(transcripts: readonly Transcript[], scenario: Scenario, options: JudgeOptions) {
  const trials = transcripts
    .map((transcript) => ({ transcript, judged: judgeTrial(transcript, scenario, options) }))
    .sort((a, b) => a.judged.trial - b.judged.trial);
  const effects = judgeEffects(trials, scenario.compare);
  const judged = trials.map((one) => one.judged);
  return { judged: effects.length === 0 ? judged : withEffects(judged, effects, scenario.compare), effects };
}

/** The upstreams and request ids inside authored bytes are invented: they are no evidence, and no verdict names them. */
const noVendor: Pick<Verdict, "upstreams" | "requestIds"> = { upstreams: {}, requestIds: [] };

/** The sequential test that stopped the trials; null: their number was fixed in advance. */
type Test = (SequentialState & { readonly rule: SequentialRule }) | null;

/** The outcomes of the eligible trials, in order; true: bad. */
export function eligibleOutcomes(judged: readonly TrialVerdict[]): readonly boolean[] {
  return judged.filter(({ outcome }) => outcome !== "excluded").map(({ outcome }) => outcome === "bad");
}

function eligibleOf(transcripts: readonly Transcript[], judged: readonly TrialVerdict[]): readonly Transcript[] {
  const eligible = new Set(judged.filter(({ outcome }) => outcome !== "excluded").map(({ trial }) => trial));
  return transcripts.filter(({ trial }) => eligible.has(trial));
}

type Judgement = Pick<
  Verdict,
  "observed" | "reason" | "reasonText" | "trials" | "findings" | "upstreams" | "requestIds" | "judged"
>;

function verdictOf(judged: readonly TrialVerdict[], test: Test): Judgement {
  const trials = countTrials(judged, test);
  const nothing = trials.eligible === 0 ? nothingObserved(judged) : null;
  return {
    observed: nothing?.observed ?? observedOf(trials),
    reason: nothing?.reason ?? null,
    reasonText: nothing?.reasonText ?? null,
    trials,
    findings: countFindings(judged),
    upstreams: countUpstreams(judged),
    requestIds: [...new Set(judged.flatMap(({ requestIds }) => requestIds))],
    judged,
  };
}

function evidenceOf(
  transcripts: readonly Transcript[],
  judged: readonly TrialVerdict[],
  test: Test,
): Pick<Verdict, "claim" | "further" | "provenance" | "sampleText"> {
  // A trial that was not run has no bytes, so its provenance is only the plan's. Prefer a trial with turns.
  const answered = transcripts.find(({ turns }) => turns.length > 0);
  const claim = cellClaim(judged, transcripts, test);
  return {
    claim,
    further: claim === "inconclusive" ? furtherTrials(sampleOf(judged), test?.rule ?? defaultRule) : null,
    provenance: answered === undefined ? null : shownProvenance(answered.provenance),
    sampleText:
      judged.findLast(({ outcome, lastText }) => outcome !== "excluded" && lastText !== null)?.lastText ?? null,
  };
}

/** Trials that compare parameters are counted for the comparison: without a claim, only its being undecided asks for more. */
function comparedOf<Evidence extends Pick<Verdict, "claim" | "further">>(
  evidence: Evidence,
  effects: readonly EffectVerdict[],
  judged: readonly TrialVerdict[],
): Evidence {
  if (effects.length === 0 || evidence.claim !== "inconclusive") return evidence;
  const { eligible } = sampleOf(judged);
  const isOpen = effects.some(({ reason }) => reason === "too-few-trials");
  const further = {
    expected: Math.max(1, effectTrials.needed - eligible),
    most: Math.max(1, effectTrials.most - eligible),
  };
  return isOpen ? { ...evidence, further } : { ...evidence, claim: null, further: null };
}

/** Authored bytes came from no endpoint and no region. */
function shownProvenance(provenance: Transcript["provenance"]): Transcript["provenance"] {
  return provenance.source === "authored" ? { ...provenance, endpoint: null, region: null } : provenance;
}

function cellClaim(judged: readonly TrialVerdict[], transcripts: readonly Transcript[], test: Test): Claim | null {
  if (transcripts.some(({ provenance }) => provenance.source === "authored")) return null;
  const eligible = judged.filter(({ outcome }) => outcome !== "excluded");
  if (new Set(eligible.map(({ upstream }) => upstream)).size > 1) return null;
  // A test that was stopped before it decided (by a budget or a signal) supports no other claim.
  if (test !== null) return eligible.length === 0 ? null : (test.claim ?? "inconclusive");
  return claimOf(sampleOf(judged));
}

function sampleOf(judged: readonly TrialVerdict[]): Sample {
  const outcomes = eligibleOutcomes(judged);
  return { bad: outcomes.filter((isBad) => isBad).length, eligible: outcomes.length };
}

function countTrials(judged: readonly TrialVerdict[], test: Test): TrialCounts {
  const ok = judged.filter(({ outcome }) => outcome === "ok").length;
  const bad = judged.filter(({ outcome }) => outcome === "bad").length;
  const fixed = failureInterval({ bad, eligible: ok + bad });
  const interval = fixed === null || test === null ? fixed : test.interval;
  return {
    attempted: judged.filter(wasAttempted).length,
    eligible: ok + bad,
    ok,
    bad,
    excluded: countExcluded(judged),
    interval,
    intervalKind: interval === null ? null : test === null ? intervalKind : sequentialIntervalKind(test.rule),
  };
}

/** A trial that sent no request is not an attempt. */
function wasAttempted({ reason, checks }: TrialVerdict): boolean {
  const unasked: readonly (string | null)[] = ["no-recording", "budget", "column-stopped", "unsupported"];
  return checks.length > 0 || !unasked.includes(reason);
}

function observedOf({ ok, bad }: TrialCounts): Observed {
  if (ok > 0 && bad > 0) return "mixed";
  return bad > 0 ? "bad" : "ok";
}

function countUpstreams(judged: readonly TrialVerdict[]): Verdict["upstreams"] {
  // A gateway may call its upstream `constructor`.
  const counts = new Map<string, readonly [ok: number, eligible: number]>();
  for (const { outcome, upstream } of judged) {
    if (upstream === null || outcome === "excluded") continue;
    const [ok, eligible] = counts.get(upstream) ?? [0, 0];
    counts.set(upstream, [ok + (outcome === "ok" ? 1 : 0), eligible + 1]);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function requireOneCell(transcripts: readonly Transcript[], cell: CellIdentity): void {
  const expected = identityText(cell);
  const other = transcripts.find((transcript) => identityText(transcript.cell) !== expected);
  if (other !== undefined)
    throw new RangeError(`trials of ${expected} and ${identityText(other.cell)} are not one cell`);
}

/** A cell's identity as one line, for grouping transcripts and for messages. */
export function identityText(cell: CellIdentity): string {
  const { target, providerModelId, region, upstreamPin, scenario, scenarioVersion, client } = cell;
  const where = [region, upstreamPin].filter((part) => part !== null).join(" ");
  return `${scenario} v${scenarioVersion} × ${target} (${[providerModelId, where, client].filter((part) => part !== "").join(", ")})`;
}
