import { countOf, type SeenAnswers } from "./seen-answers.js";

/** The share of answers that is kept for those that came from neither side yet. */
const novelty = 0.1;

/**
 * The probability that side A gave the answer, from the answers to the same prompt before: each side has a distribution of its own, which
 * is expected to be like both together. `concentration`: how many answers that expectation is worth.
 */
export function guessByAnswer({ counts, totals }: SeenAnswers, answer: string, concentration: number): number {
  const seenA = countOf(counts.A, answer);
  const seenB = countOf(counts.B, answer);
  const expected = (concentration * (seenA + seenB + novelty)) / (totals.A + totals.B + 1);
  const ofA = (seenA + expected) / (totals.A + concentration);
  const ofB = (seenB + expected) / (totals.B + concentration);
  return ofA / (ofA + ofB);
}
