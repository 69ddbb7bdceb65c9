import { type StopRule, stopInOrder } from "../../runner/stop-rule.js";
import type { Transcript } from "../../transcript/transcript.js";
import { effectRule, isSettledEffect, type TrialEffect } from "../../verdict/effects/decide-effect.js";
import { decideByUpstream, saysSomething } from "../../verdict/effects/judge-effects.js";
import { trialEffect } from "../../verdict/effects/trial-effect.js";
import { judgeTrial } from "../../verdict/judge-trial.js";
import { type SequentialRule, sequentialClaim } from "../../verdict/statistics/sequential-test.js";
import { upstreamOf } from "../../verdict/upstream.js";
import type { TrialVerdict } from "../../verdict/verdict.js";

/** A finished trial. `effects`: of each comparison of the scenario; null: the trial says nothing about them. */
type Outcome = Pick<TrialVerdict, "outcome"> & {
  readonly upstream: string | null;
  readonly effects: readonly TrialEffect[] | null;
  readonly comparisons: number;
};

/** After this many excluded trials and no eligible one, more trials will not help: the account or the route is blocked. */
const hopeless = 3;

/**
 * Settles a case once the sequential test has decided, or once its first trials were all excluded. A case that compares parameters is settled
 * once every comparison is decided.
 */
export function stopWhenDecided(rule: SequentialRule): StopRule {
  return stopInOrder<Outcome>({
    outcomeOf: ({ scenario, target: { capabilities, upstreamName } }, transcript) =>
      outcomeOf(transcript, judgeTrial(transcript, scenario, { capabilities, upstreamName }), scenario.compare),
    isDecided: (outcomes) => isDecided(outcomes, rule),
  });
}

function outcomeOf(
  transcript: Transcript,
  judged: TrialVerdict,
  comparisons: readonly Parameters<typeof trialEffect>[1][],
): Outcome {
  const effects = saysSomething(judged) ? comparisons.map((one) => trialEffect(transcript, one)) : null;
  return { outcome: judged.outcome, upstream: upstreamOf(transcript), effects, comparisons: comparisons.length };
}

function isDecided(outcomes: readonly Outcome[], rule: SequentialRule): boolean {
  const comparisons = outcomes[0]?.comparisons ?? 0;
  const eligible = outcomes.filter(({ outcome }) => outcome !== "excluded");
  if (eligible.length === 0) return outcomes.length >= hopeless;
  if (comparisons > 0) return eligible.length >= effectRule.cap || areCompared(outcomes, comparisons, rule);
  const failures = eligible.map(({ outcome }) => outcome === "bad");
  return sequentialClaim(failures, rule) !== null;
}

/** An ignored parameter makes every trial bad: as many are asked as the claim needs that the cell fails. */
function areCompared(outcomes: readonly Outcome[], comparisons: number, rule: SequentialRule): boolean {
  const told = outcomes.flatMap(({ upstream, effects }) => (effects === null ? [] : [{ upstream, effects }]));
  const decisions = Array.from({ length: comparisons }, (_, index) =>
    decideByUpstream(
      told.flatMap(({ upstream, effects }) => {
        const effect = effects[index];
        return effect === undefined ? [] : [{ upstream, effect }];
      }),
    ),
  );
  if (!decisions.every(isSettledEffect)) return false;
  const isIgnored = decisions.some(({ verdict }) => verdict === "ignored");
  return (
    !isIgnored ||
    sequentialClaim(
      told.map(() => true),
      rule,
    ) !== null
  );
}
