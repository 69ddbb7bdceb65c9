import { betaBinomial, upperTails } from "./beta-binomial.js";
import { posteriorWeights, rateNodes } from "./rate-nodes.js";
import { remembered } from "./remembered.js";

/** What is known of a cell's failure rate: `bad` of `eligible` trials, about `perNight` of them in each night. */
export type Known = { readonly bad: number; readonly eligible: number; readonly perNight: number };

/** How a night of a cell is expected to be, as far as its baseline and the column's correlation say. */
export type Prediction = {
  /** P(at least so many bad trials), at index 0 … n. */
  readonly tails: Float64Array;
  /**
   * The root of the probability that two nights both have at least so many. Both nights are compared with the same baseline: if it was
   * too good by luck, they are both too bad, so that their probabilities must not be multiplied. Never below `tails`.
   */
  readonly repeated: Float64Array;
};

const keepProbabilities = remembered<readonly Float64Array[]>(400);
const keepTails = remembered<readonly Float64Array[]>(400);
const keepPrediction = remembered<Prediction>(20_000);

/**
 * Predicts a night of `trials` trials. The failure rate is integrated over its posterior, from Jeffreys' prior, where trials of one
 * night count less the more they resemble each other: `eligible / (1 + (perNight − 1) · correlation)` of them.
 */
export function predict(known: Known, trials: number, correlation: number): Prediction {
  const { bad, eligible, perNight } = known;
  return keepPrediction(`${bad} ${eligible} ${perNight} ${trials} ${correlation}`, () => {
    const effect = 1 + Math.max(0, perNight - 1) * correlation;
    const weights = posteriorWeights(bad / effect, (eligible - bad) / effect);
    return averaged(nodeTails(trials, correlation), weights, trials);
  });
}

/** The probabilities of 0 … n bad trials at each of the nodes. */
export function nodeProbabilities(trials: number, correlation: number): readonly Float64Array[] {
  return keepProbabilities(`${trials} ${correlation}`, () =>
    Array.from(rateNodes, (rate) => betaBinomial(trials, rate, correlation)),
  );
}

/** The upper tails at each of the nodes. */
function nodeTails(trials: number, correlation: number): readonly Float64Array[] {
  return keepTails(`${trials} ${correlation}`, () => nodeProbabilities(trials, correlation).map(upperTails));
}

function averaged(nodes: readonly Float64Array[], weights: Float64Array, trials: number): Prediction {
  const tails = new Float64Array(trials + 1);
  const repeated = new Float64Array(trials + 1);
  nodes.forEach((node, at) => {
    const weight = weights[at] ?? 0;
    if (weight === 0) return;
    for (let bad = 0; bad <= trials; bad += 1) {
      const tail = node[bad] ?? 0;
      tails[bad] = (tails[bad] ?? 0) + weight * tail;
      repeated[bad] = (repeated[bad] ?? 0) + weight * tail * tail;
    }
  });
  return { tails, repeated: repeated.map(Math.sqrt) };
}
