import { fisherExact } from "../statistics/fisher-exact.js";
import type { Sample } from "../statistics/statistics.js";
import { type AgainCall, experimentResult } from "./experiment-result.js";

/** `still`: it fails as it did. `fixed`: it no longer does. `changed`: something else than before. `undecided`: too little was seen. */
export const recheckWords = ["still", "changed", "fixed", "undecided"] as const;

/** What a recheck shows, and why, in sentences. */
export type RecheckDecision = { readonly decision: (typeof recheckWords)[number]; readonly says: readonly string[] };

/** Which calls a record counts. `asked-again`: those asked again when the bundle was made. `trials`: other trials with the same body. `other-bodies`: other trials of its cell, which give only an idea of its rate. */
export const recordedKinds = ["asked-again", "trials", "other-bodies"] as const;

/** What was recorded of a request, without the shown call: that one was chosen for its outcome, so it says nothing about the rate. */
export type RecordedSide = Sample & { readonly of: (typeof recordedKinds)[number] };

/**
 * `findings`: the bad ones of the shown failing call. `working` null: the bundle has no working request. `redacted`: the requests from whose
 * stored body something was taken out.
 */
export type RecordedCase = {
  readonly findings: readonly string[];
  readonly failing: RecordedSide;
  readonly working: RecordedSide | null;
  readonly redacted: readonly AgainCall["arm"][];
};

/**
 * The error rate of each of the two comparisons with what was recorded. If nothing has changed, `fixed` or `changed` is said in at most
 * 5 % of rechecks, for both comparisons together: by exact enumeration at most 4.0 % for the failing request (`fixed` alone 1.4 %) and
 * 1.0 % for the working one, over records of 1–80 calls, all rates, and 3–100 pairs. It holds for calls with one rate.
 */
export const recheckAlpha = 0.025;

const [fewestPairs, mostPairs] = [3, 30];

/**
 * How many pairs to ask by default: the fewest for which a request that never fails now would count as fixed, between 3 and 30. So 3 where
 * it failed 10 of 10 times, 20 where it failed 4 of 10. 30 where no such number suffices: a rare failure is then seen again, or nothing
 * is decided.
 */
export function pairsToAsk({ bad, eligible }: Sample): number {
  for (let pairs = fewestPairs; pairs < mostPairs; pairs += 1) {
    if (fisherExact({ bad, eligible }, { bad: 0, eligible: pairs }) < recheckAlpha) return pairs;
  }
  return mostPairs;
}

/**
 * Decides a recheck by Fisher's exact test against what was recorded; the number of pairs was fixed before the first call. Rules, the
 * first that fits: no reply that counts: `undecided`. The working request fails more often than it did: `changed`. Failures of another
 * kind only: `changed`. Failures of the recorded kind at another rate: `changed`; at the same rate: `still`, unless the working request
 * fails about as often now (`undecided`). No failure: `fixed` where the record makes that unlikely by chance, else `undecided`.
 */
export function decideRecheck(calls: readonly AgainCall[], recorded: RecordedCase): RecheckDecision {
  const now = countsOf(calls, recorded.findings);
  const [decision, because] = ruleOf(now, recorded);
  const taken = recorded.redacted.map(redactedText);
  return { decision, says: [failingText(now, recorded), ...workingText(now, recorded), ...taken, because] };
}

/** `same`: bad as recorded. `other`: bad otherwise. `working` null: it was not asked, for the bundle has none. */
type Now = {
  readonly same: number;
  readonly other: number;
  readonly otherFindings: readonly string[];
  readonly eligible: number;
  readonly excluded: readonly string[];
  readonly working: Sample | null;
};

function countsOf(calls: readonly AgainCall[], findings: readonly string[]): Now {
  const { failing, working } = experimentResult(calls);
  const bad = calls.filter(({ arm, outcome }) => arm === "failing" && outcome === "bad");
  const other = bad.filter((call) => !call.findings.some((id) => findings.includes(id)));
  return {
    same: bad.length - other.length,
    other: other.length,
    otherFindings: [...new Set(other.flatMap((call) => call.findings))],
    eligible: failing.eligible,
    excluded: [...new Set(calls.flatMap(({ reason }) => reason ?? []))],
    working,
  };
}

type Rule = readonly [decision: RecheckDecision["decision"], because: string];

function ruleOf(now: Now, { failing, working }: RecordedCase): Rule {
  const again = { bad: now.same, eligible: now.eligible };
  const control = now.working ?? { bad: 0, eligible: 0 };
  if (now.eligible === 0) return ["undecided", "No reply to the failing request counts."];
  if (working !== null && control.eligible === 0) return ["undecided", "No reply to the working request counts."];
  if (working !== null && isWorse(control, working)) return ["changed", "The working request fails too now."];
  if (now.same === 0 && now.other > 0) return ["changed", "The failing request fails in another way now."];
  if (now.same === 0) return noFailure(again, failing);
  if (failing.of !== "other-bodies" && isOther(again, failing)) {
    return ["changed", `It fails ${rate(again) > rate(failing) ? "more" : "less"} often than it did.`];
  }
  if (control.bad > 0 && !isWorse(again, control)) {
    return ["undecided", "The working request fails about as often now, so the two no longer differ; ask more pairs."];
  }
  return ["still", "It fails as it did."];
}

function noFailure(again: Sample, failing: RecordedSide): Rule {
  if (isOther(again, failing)) return ["fixed", "It does not fail any more."];
  const needed = pairsToAsk(failing);
  const isEnough = fisherExact(failing, { bad: 0, eligible: needed }) < recheckAlpha;
  return [
    "undecided",
    isEnough
      ? `That may be chance; ${needed} pairs without a failure would settle it.`
      : "That may be chance: too few calls were recorded for a rate.",
  ];
}

function isOther(one: Sample, other: Sample): boolean {
  return other.eligible > 0 && fisherExact(one, other) < recheckAlpha;
}

function isWorse(one: Sample, other: Sample): boolean {
  return isOther(one, other) && rate(one) > rate(other);
}

function rate({ bad, eligible }: Sample): number {
  return eligible === 0 ? 0 : bad / eligible;
}

function failingText(now: Now, { findings, failing }: RecordedCase): string {
  const kind = findings.length === 0 ? "" : ` with ${findings.join(", ")}`;
  const other = now.other === 0 ? "" : `, ${now.other} otherwise (${now.otherFindings.join(", ")})`;
  const excluded = now.excluded.length === 0 ? "" : ` Left out: ${now.excluded.join(", ")}.`;
  return `The failing request: ${now.same} of ${now.eligible} replies fail${kind}${other}; recorded ${recordedText(failing)}.${excluded}`;
}

function workingText({ working: now }: Now, { working }: RecordedCase): readonly string[] {
  if (working === null) return ["The bundle has no working request, so nothing was asked beside it."];
  const { bad, eligible } = now ?? { bad: 0, eligible: 0 };
  return [`The working request: ${bad} of ${eligible} replies fail; recorded ${recordedText(working)}.`];
}

function recordedText({ bad, eligible, of }: RecordedSide): string {
  if (eligible === 0) return "the shown call alone";
  const counts = `${bad} of ${eligible}`;
  if (of === "asked-again") return `${counts} when it was asked again for the bundle`;
  return `${counts} besides the shown call${of === "trials" ? "" : ", with other bodies"}`;
}

function redactedText(arm: AgainCall["arm"]): string {
  return `The stored ${arm} request has REDACTED in it, so other bytes were sent than those that were recorded.`;
}
