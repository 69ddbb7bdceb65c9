import type { Example } from "./example.js";

/** Two models that answered the same query. In a draw, `winner` is the model that counts as the best of the query. */
export type Battle = { readonly winner: string; readonly loser: string; readonly isDraw: boolean };

/**
 * Pairs the best model of a query with every other model that answered it, as the seed does. Unlike in the seed, a model
 * with the same score does not lose: the battle is a draw.
 */
export function battlesOf({ best, scores }: Example): readonly Battle[] {
  const bestScore = scores.get(best);
  return [...scores].flatMap(([model, score]) =>
    model === best ? [] : [{ winner: best, loser: model, isDraw: score === bestScore }],
  );
}
