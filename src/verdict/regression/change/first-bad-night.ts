import type { Counts } from "../night.js";
import { addTo } from "../probability/add-to.js";
import { type Known, nodeProbabilities } from "../probability/predict.js";
import { normalised, posteriorWeights } from "../probability/rate-nodes.js";

/** A night of the cell whose change is dated. */
export type DatedNight = Counts & { readonly id: string };

/** `set`: the nights in which the change may have begun, oldest first. `lastGood`: the one before; null: none was looked at. */
export type FirstBad = {
  readonly set: readonly string[];
  readonly likeliest: string;
  readonly lastGood: string | null;
};

export type Dating = {
  /** The measured nights up to tonight, oldest first, without masked ones. */
  readonly nights: readonly DatedNight[];
  /** What was known before; null: no baseline. */
  readonly known: Known | null;
  readonly correlation: number;
  /** The probability that the set has the night. Default .9. */
  readonly confidence?: number;
};

/** So many nights are looked at first; more, where the change may be older than they are. */
const window = 14;

/**
 * Dates a change by the likelihood of two segments: the nights before it at the rate of the baseline, those from it on at one other
 * rate, with beta-binomial nights, so that one odd night does not make a date. Null without a night. The set has no gaps.
 */
export function firstBadNight(dating: Dating): FirstBad | null {
  const { nights, confidence = 0.9 } = dating;
  for (let looked = window; ; looked *= 2) {
    const some = nights.slice(-looked);
    const found = setOf(weightsOf({ ...dating, nights: some }), confidence);
    if (found === null) return null;
    const [from, to, likeliest] = found;
    if (from > 0 || looked >= nights.length) {
      return {
        set: some.slice(from, to + 1).map(({ id }) => id),
        likeliest: some[likeliest]?.id ?? "",
        lastGood: some[from - 1]?.id ?? null,
      };
    }
  }
}

/** The probability that the change began with each night, if each is as likely beforehand. */
export function weightsOf({ nights, known, correlation }: Dating): Float64Array {
  const effect = 1 + Math.max(0, (known?.perNight ?? 0) - 1) * correlation;
  const before = posteriorWeights((known?.bad ?? 0) / effect, ((known?.eligible ?? 0) - (known?.bad ?? 0)) / effect);
  const likelihoods = nights.map((night) => logLikelihoods(night, correlation));
  const good = evidences(likelihoods, before);
  const bad = evidences(likelihoods.toReversed(), posteriorWeights(0, 0)).toReversed();
  const logs = Float64Array.from(nights, (_, at) => (good[at] ?? 0) + (bad[at] ?? 0));
  return normalised(logs);
}

/** ln P(night | rate), at each of the nodes. */
function logLikelihoods({ eligible, bad }: Counts, correlation: number): Float64Array {
  return Float64Array.from(nodeProbabilities(eligible, correlation), (pmf) =>
    Math.log(Math.max(1e-300, pmf[bad] ?? 0)),
  );
}

/** ln of the mean likelihood of the first 0, 1, … all nights over the rates. */
function evidences(nights: readonly Float64Array[], weights: Float64Array): readonly number[] {
  const sums = weights.map(Math.log);
  return [
    0,
    ...nights.map((night) => {
      addTo(sums, night, { weight: 1 });
      const highest = Math.max(...sums);
      return highest + Math.log(sums.reduce((all, one) => all + Math.exp(one - highest), 0));
    }),
  ];
}

/** From the likeliest night to both sides, always to the likelier one, until they are likely enough together. */
function setOf(
  weights: Float64Array,
  confidence: number,
): readonly [from: number, to: number, likeliest: number] | null {
  if (weights.length === 0) return null;
  const likeliest = weights.indexOf(Math.max(...weights));
  let [from, to] = [likeliest, likeliest];
  let sum = weights[likeliest] ?? 0;
  while (sum < confidence && (from > 0 || to < weights.length - 1)) {
    const [left, right] = [weights[from - 1] ?? -1, weights[to + 1] ?? -1];
    if (left >= right) from -= 1;
    else to += 1;
    sum += Math.max(left, right);
  }
  return [from, to, likeliest];
}
