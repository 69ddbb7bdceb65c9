import { groupBy } from "../../chat/group-by.js";
import type { Comparison } from "../../scenario/compare/comparison.js";
import type { Transcript } from "../../transcript/transcript.js";
import { shortened } from "../compare-text.js";
import { isUnsupported } from "../exclusion.js";
import { upstreamOf } from "../upstream.js";
import type { TrialVerdict } from "../verdict.js";
import { decideEffect, isSettledEffect, type TrialEffect } from "./decide-effect.js";
import { constraintOf, type EffectDecision, type EffectVerdict, type Shown } from "./effect-verdict.js";
import { measureWords } from "./measures/registry.js";
import { trialEffect } from "./trial-effect.js";

/** A trial with its verdict: excluded ones say nothing, unless the exclusion is what the comparison is about. */
type Tried = { readonly transcript: Transcript; readonly judged: TrialVerdict };

/**
 * What the trials of a cell say about each comparison of its scenario, in the scenario's order. Trials of different upstreams decide nothing
 * together.
 */
export function judgeEffects(trials: readonly Tried[], comparisons: readonly Comparison[]): readonly EffectVerdict[] {
  const counted = trials
    .filter(({ judged }) => saysSomething(judged))
    .toSorted((a, b) => a.judged.trial - b.judged.trial)
    .map(({ transcript }) => transcript);
  const unasked = counted.find(({ notRun }) => notRun?.kind === "unsupported")?.notRun?.reason ?? null;
  if (unasked !== null) return comparisons.map((comparison) => notAsked(comparison, unasked));
  return comparisons.map((comparison) => {
    const effects = counted.map((transcript) => ({
      upstream: upstreamOf(transcript),
      effect: trialEffect(transcript, comparison),
    }));
    return verdictOf(
      comparison,
      effects.map(({ effect }) => effect),
      decideByUpstream(effects),
    );
  });
}

/** Trials of different upstreams are never pooled: those that decide have to agree. */
export function decideByUpstream(
  trials: readonly { readonly upstream: string | null; readonly effect: TrialEffect }[],
): EffectDecision {
  const groups = [...groupBy(trials, ({ upstream }) => upstream ?? "").values()];
  const decisions = groups.map((group) => decideEffect(group.map(({ effect }) => effect)));
  const [first, ...others] = decisions.filter(({ verdict }) => verdict !== "unknown");
  if (first !== undefined && others.every(({ verdict }) => verdict === first.verdict)) return first;
  if (first !== undefined) return { verdict: "unknown", reason: "several-upstreams" };
  return decisions.find((one) => !isSettledEffect(one)) ?? decisions[0] ?? decideEffect([]);
}

/** Does a trial count for the comparisons? A refused setting excludes its trial as unsupported. */
export function saysSomething({ outcome, reason }: Pick<TrialVerdict, "outcome" | "reason">): boolean {
  return outcome !== "excluded" || isUnsupported(reason);
}

function verdictOf(comparison: Comparison, effects: readonly TrialEffect[], decision: EffectDecision): EffectVerdict {
  const { parameter, label, effect } = comparison;
  const rounds = effects.flatMap((one) => (one.kind === "measured" ? [one] : []));
  const shown = (isPlain: readonly boolean[]): Shown => ({
    shown: isPlain.filter((plain) => plain === (effect === "removes")).length,
    replies: isPlain.length,
  });
  const counts = {
    base: comparison.base.length === 0 ? null : shown(rounds.map(({ base }) => base === true)),
    changed: shown(rounds.map(({ changed }) => changed)),
    refused: effects.filter(({ kind }) => kind === "refused").length,
    leftOut: effects.filter(({ kind }) => kind === "left-out").length,
  };
  const seen = seenText(comparison, { ...counts, ...decision }, effects);
  return { parameter, label, ...decision, constraint: constraintOf(decision), ...counts, seen };
}

/** A source says that the target does not support what the comparison needs. */
function notAsked({ parameter, label, base }: Comparison, seen: string): EffectVerdict {
  const decision: EffectDecision = { verdict: "unknown", reason: "documented" };
  const none = { shown: 0, replies: 0 };
  const counts = { base: base.length === 0 ? null : none, changed: none, refused: 0, leftOut: 0 };
  return { parameter, label, ...decision, constraint: constraintOf(decision), ...counts, seen: `not asked: ${seen}` };
}

type Counts = Pick<EffectVerdict, "base" | "changed" | "refused" | "leftOut" | "verdict" | "reason">;

function seenText(comparison: Comparison, counts: Counts, effects: readonly TrialEffect[]): string {
  const { label, measure } = comparison;
  const { base, changed, refused } = counts;
  const messageOf = (kind: TrialEffect["kind"]) =>
    effects.flatMap((one) => (one.kind === kind && one.kind !== "measured" ? [shortened(one.message)] : []))[0] ?? "";
  if (counts.verdict === "cannot-be-said") return `not sent: ${messageOf("left-out")}`;
  if (counts.verdict === "refused")
    return `refused with ${label} in ${refused} of ${effects.length}, and answered without it: ${messageOf("refused")}`;
  if (changed.replies === 0)
    return messageOf("silent") === "" ? "no trial measured it" : `not measured: ${messageOf("silent")}`;
  const without = base === null ? "" : ` without ${label}, and`;
  const before = base === null ? "" : `in ${base.shown} of ${base.replies}${without} `;
  const also = refused === 0 ? "" : `; refused in ${refused}`;
  return `a reply ${measureWords(measure)} ${before}in ${changed.shown} of ${changed.replies} with it${also}`;
}
