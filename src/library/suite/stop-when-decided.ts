import { type StopRule, stopInOrder } from "../../runner/stop-rule.js";
import { judgeTrial } from "../../verdict/judge-trial.js";
import { type SequentialRule, sequentialTest } from "../../verdict/statistics/sequential-test.js";
import type { TrialVerdict } from "../../verdict/verdict.js";

type Outcome = TrialVerdict["outcome"];

/** After this many excluded trials and no eligible one, more trials will not help: the account or the route is blocked. */
const hopeless = 3;

/** Settles a case once the sequential test has decided, or once its first trials were all excluded. */
export function stopWhenDecided(rule: SequentialRule): StopRule {
  return stopInOrder<Outcome>({
    outcomeOf: ({ scenario, target: { capabilities, upstreamName } }, transcript) =>
      judgeTrial(transcript, scenario, { capabilities, upstreamName }).outcome,
    isDecided: (outcomes) => isDecided(outcomes, rule),
  });
}

function isDecided(outcomes: readonly Outcome[], rule: SequentialRule): boolean {
  const eligible = outcomes.filter((outcome) => outcome !== "excluded");
  if (eligible.length === 0) return outcomes.length >= hopeless;
  const failures = eligible.map((outcome) => outcome === "bad");
  return sequentialTest(failures, rule).claim !== null;
}
