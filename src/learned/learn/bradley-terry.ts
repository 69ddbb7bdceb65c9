import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { Battle } from "../data/battles.js";
import { sigmoid } from "./softmax.js";

/** Rating points for odds of e to one. 400 points are odds of ten to one. */
const pointsPerNat = 400 / Math.LN10;

const meanRating = 1000;

/**
 * The ridge penalty on the natural logarithm of ratings. Without it, a model that never lost would have an infinite rating.
 * It moves the ratings of models that both won and lost by less than a point.
 */
const ridge = 1e-3;

/**
 * The maximum-likelihood ratings for the battles (Bradley and Terry 1952), by Newton's method, in the order of `models`.
 * A draw is half a win for each model.
 */
export function rateModels(models: readonly string[], battles: readonly Battle[]): readonly number[] {
  const wins = winsOf(models, battles);
  let strengths = models.map(() => 0);
  for (let step = 0; step < maxSteps; step += 1) {
    const change = newtonStep(wins, strengths);
    const size = Math.max(...change.map(Math.abs));
    // Far from the optimum a full step can overshoot: no step is longer than one nat.
    const scale = Math.min(1, 1 / Math.max(size, 1));
    strengths = strengths.map((strength, index) => strength + scale * (change[index] ?? 0));
    if (size < 1e-10) break;
  }
  return strengths.map((strength) => meanRating + pointsPerNat * strength);
}

const maxSteps = 200;

/** `wins[i][j]`: how often model i won against model j. */
function winsOf(models: readonly string[], battles: readonly Battle[]): Matrix {
  const wins = Matrix.zeros(models.length, models.length);
  const places = new Map(models.map((model, index) => [model, index]));
  for (const { winner, loser, isDraw } of battles) {
    const [won, lost] = [places.get(winner), places.get(loser)];
    if (won === undefined || lost === undefined) continue;
    wins.set(won, lost, wins.get(won, lost) + (isDraw ? 0.5 : 1));
    if (isDraw) wins.set(lost, won, wins.get(lost, won) + 0.5);
  }
  return wins;
}

function newtonStep(wins: Matrix, strengths: readonly number[]): readonly number[] {
  const gradient = Matrix.columnVector(strengths.map((strength) => -ridge * strength));
  const curvature = Matrix.eye(strengths.length).mul(ridge);
  for (const [one, strength] of strengths.entries()) {
    for (let other = 0; other < one; other += 1) {
      const played = wins.get(one, other) + wins.get(other, one);
      if (played === 0) continue;
      const chance = sigmoid(strength - (strengths[other] ?? 0));
      const surplus = wins.get(one, other) - played * chance;
      const bend = played * chance * (1 - chance);
      for (const [row, sign] of [
        [one, 1],
        [other, -1],
      ] as const) {
        gradient.set(row, 0, gradient.get(row, 0) + sign * surplus);
        curvature.set(row, row, curvature.get(row, row) + bend);
      }
      // Use one number for both sides: the decomposition refuses a matrix that is not exactly symmetric.
      curvature.set(one, other, -bend);
      curvature.set(other, one, -bend);
    }
  }
  return new CholeskyDecomposition(curvature).solve(gradient).to1DArray();
}
