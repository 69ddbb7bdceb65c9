import { logChoose } from "../../statistics/log-factorial.js";
import type { Counts } from "../night.js";
import { betaBinomial } from "../probability/beta-binomial.js";
import type { Known } from "../probability/predict.js";
import { posteriorWeights, rateNodes } from "../probability/rate-nodes.js";

/** Today's request beside the bytes of the last good night, both sent today, in turns. */
export type CounterTest = { readonly ours: Counts; readonly theirs: Counts };

export type WhoQuestion = {
  /** Body (a nonce replaced by a placeholder), headers but credentials, endpoint, client and adapter: as in the last good night? */
  readonly request: "equal" | "changed" | "unknown";
  /** The replies of the last good night are judged today as then; null: they were not judged again. */
  readonly judgedAlike: boolean | null;
  /** null: not made yet. */
  readonly test: CounterTest | null;
  /** What the baseline says of the cell. */
  readonly known: Known;
  readonly correlation: number;
};

/** Why it is so, or why it cannot be said. */
export type WhyWho =
  | "rules-changed"
  | "same-request"
  | "judge-again"
  | "counter-test"
  | "test-needed"
  | "test-too-small"
  | "test-undecided";

/**
 * Who changed. `we`: our request or our rules. `both`: the old bytes are worse than they were, and the new ones differ from them.
 * `nothing`: both are today as the baseline was. `more`: trials of each to ask next; 0: none would help.
 */
export type Who = {
  readonly who: "provider" | "we" | "both" | "nothing" | "cannot-tell";
  readonly why: WhyWho;
  readonly more: number;
};

/** The counter-test: trials of each at a time, at most so many, and how likely an answer has to be. */
export const counterTest = { batch: 20, most: 60, confidence: 0.9 } as const;

/** How likely each answer is beforehand: two changes in one night are rarer than one. */
const beforehand = { provider: 0.35, we: 0.35, both: 0.06, nothing: 0.24 } as const;

/** A rate that changed is at least so far from the baseline's. */
const leastChange = 0.1;

/**
 * Decides who changed, first from what needs no call. An equal request is proof that it was not we only where the last good replies are
 * judged today as they were then.
 */
export function whoChanged(question: WhoQuestion): Who {
  const { request, judgedAlike, test } = question;
  if (judgedAlike === false) return { who: "we", why: "rules-changed", more: 0 };
  if (request === "equal") {
    return judgedAlike === true
      ? { who: "provider", why: "same-request", more: 0 }
      : { who: "cannot-tell", why: "judge-again", more: 0 };
  }
  if (test === null) return { who: "cannot-tell", why: "test-needed", more: counterTest.batch };
  return fromTest(question, test);
}

function fromTest({ known, correlation }: WhoQuestion, test: CounterTest): Who {
  const asked = Math.min(test.ours.eligible, test.theirs.eligible);
  const likely = likelihoods(test, { known, correlation });
  const total = answers.reduce((sum, answer) => sum + beforehand[answer] * likely[answer], 0);
  const who = answers.find((answer) => beforehand[answer] * likely[answer] >= counterTest.confidence * total);
  if (asked >= counterTest.batch && who !== undefined) return { who, why: "counter-test", more: 0 };
  const more = Math.max(0, Math.min(counterTest.batch, counterTest.most - asked));
  const isSmall = asked < counterTest.batch;
  return { who: "cannot-tell", why: isSmall ? "test-too-small" : "test-undecided", more };
}

const answers = ["provider", "we", "both", "nothing"] as const;

type Basis = Pick<WhoQuestion, "known" | "correlation">;

/** The probability of the counts under each answer. A rate that changed may be any that is not near the baseline's. */
function likelihoods({ ours, theirs }: CounterTest, { known, correlation }: Basis) {
  const effect = 1 + Math.max(0, known.perNight - 1) * correlation;
  const asBefore = posteriorWeights(known.bad / effect, (known.eligible - known.bad) / effect);
  const any = changedRates((known.bad + 0.5) / (known.eligible + 1));
  const both = { eligible: ours.eligible + theirs.eligible, bad: ours.bad + theirs.bad };
  // Of one night and one rate, the two counts are as likely as their sum times how it falls apart.
  const split = splitOf(ours, theirs);
  return {
    nothing: meanOver(asBefore, both, correlation) * split,
    provider: meanOver(any, both, 0) * split,
    we: meanOver(asBefore, theirs, correlation) * meanOver(any, ours, 0),
    both: meanOver(any, theirs, 0) * meanOver(any, ours, 0),
  };
}

function changedRates(before: number): Float64Array {
  const weights = posteriorWeights(0, 0).map((weight, at) =>
    Math.abs((rateNodes[at] ?? 0) - before) < leastChange ? 0 : weight,
  );
  const total = weights.reduce((all, one) => all + one, 0);
  return weights.map((weight) => weight / total);
}

function meanOver(weights: Float64Array, { eligible, bad }: Counts, correlation: number): number {
  return rateNodes.reduce((sum, rate, at) => {
    const weight = weights[at] ?? 0;
    return weight < 1e-15 ? sum : sum + weight * (betaBinomial(eligible, rate, correlation)[bad] ?? 0);
  }, 0);
}

/** P(these bad trials among ours | so many among all): hypergeometric, since all trials have one rate. */
function splitOf(ours: Counts, theirs: Counts): number {
  const total = ours.eligible + theirs.eligible;
  const bad = ours.bad + theirs.bad;
  return Math.exp(logChoose(ours.eligible, ours.bad) + logChoose(theirs.eligible, theirs.bad) - logChoose(total, bad));
}
