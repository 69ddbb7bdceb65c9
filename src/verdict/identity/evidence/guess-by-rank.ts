import type { Side } from "../call.js";
import { countOf, type SeenAnswers } from "./seen-answers.js";

/** The rank of an answer among all that were seen of its prompt before it. */
export type Rank = "new" | "commonest" | "other";

/** Answers to a prompt that have to be there before a rank says anything. */
const enough = 3;

/** Null: too few answers came before. */
export function rankOf({ counts, totals }: SeenAnswers, answer: string): Rank | null {
  if (totals.A + totals.B < enough) return null;
  const own = countOf(counts.A, answer) + countOf(counts.B, answer);
  if (own === 0) return "new";
  for (const side of [counts.A, counts.B]) {
    for (const name of side.keys()) if (countOf(counts.A, name) + countOf(counts.B, name) > own) return "other";
  }
  return "commonest";
}

/** How often each side gave an answer of each rank, over all prompts: flatter or steadier answers show here first. */
export type RankCounts = { readonly [rank in Rank]: { [side in Side]: number } };

export function noRanks(): RankCounts {
  return { new: { A: 0, B: 0 }, commonest: { A: 0, B: 0 }, other: { A: 0, B: 0 } };
}

/** The probability that side A gave an answer of this rank; four calls are taken to have been equal before the first. */
export function guessByRank(ranks: RankCounts, rank: Rank): number {
  const { A, B } = ranks[rank];
  return (A + 2) / (A + B + 4);
}
