import type { Example } from "./example.js";

/** Two models that answered the same query. Of a draw, `winner` is the one that was chosen. */
export type Battle = { readonly winner: string; readonly loser: string; readonly isDraw: boolean };

/**
 * The best model of a query against every other one that answered it, as the seed pairs them. A model that scored as well is
 * no loser: the seed counts it as one.
 */
export function battlesOf({ best, scores }: Example): readonly Battle[] {
  const most = scores.get(best);
  return [...scores].flatMap(([model, score]) =>
    model === best ? [] : [{ winner: best, loser: model, isDraw: score === most }],
  );
}
