import type { FurtherTrials } from "../verdict.js";
import { claimOfSample, type SequentialRule } from "./sequential-test.js";
import type { Sample } from "./statistics.js";

/** The further trials of a sample with at least one eligible trial, by the sequential rule. */
export function furtherTrials({ bad, eligible }: Sample, rule: SequentialRule): FurtherTrials {
  const most = Math.max(0, rule.cap - eligible);
  const rate = bad / eligible;
  for (let more = 1; more <= most; more += 1) {
    const claim = claimOfSample({ bad: bad + rate * more, eligible: eligible + more }, false, rule);
    if (claim !== null && claim !== "inconclusive") return { expected: more, most };
  }
  return { expected: null, most };
}
