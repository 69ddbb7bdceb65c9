/** A model and how well it suits a query. The meaning of `score` depends on the router. */
export type Ranked = { readonly model: string; readonly score: number };

/** Models with their scores, best first; equal scores keep the order of `models`. */
export function rankingOf(models: readonly string[], scores: ArrayLike<number>): readonly Ranked[] {
  const ranked = models.map((model, index) => ({ model, score: scores[index] ?? 0 }));
  return ranked.toSorted((a, b) => b.score - a.score);
}
