import type { Side } from "../call.js";

/** How often each answer to one prompt was given, by side. */
export type SeenAnswers = {
  readonly counts: { readonly [side in Side]: Map<string, number> };
  readonly totals: { [side in Side]: number };
};

export function noAnswers(): SeenAnswers {
  return { counts: { A: new Map(), B: new Map() }, totals: { A: 0, B: 0 } };
}

/** An answer of a side. `weight`: how much it counts; absent: 1. */
export type AnswerOf = { readonly side: Side; readonly answer: string; readonly weight?: number };

export function addAnswer({ counts, totals }: SeenAnswers, { side, answer, weight = 1 }: AnswerOf): void {
  counts[side].set(answer, countOf(counts[side], answer) + weight);
  totals[side] += weight;
}

export function countOf(counts: ReadonlyMap<string, number>, answer: string): number {
  return counts.get(answer) ?? 0;
}
