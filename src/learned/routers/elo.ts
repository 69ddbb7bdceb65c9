import { z } from "zod";
import { battlesOf } from "../data/battles.js";
import type { TrainingSet } from "../data/training-set.js";
import { defineRouter } from "../define-router.js";
import { rateModels } from "../learn/bradley-terry.js";
import { type Ranked, rankingOf } from "../ranking.js";
import { TrainingError } from "../training-error.js";

const body = z.strictObject({
  ratings: z
    .array(z.strictObject({ model: z.string(), rating: z.number(), wins: z.int(), draws: z.int(), losses: z.int() }))
    .min(1),
});

type Body = z.output<typeof body>;

/**
 * Elo ratings by maximum likelihood over all battles at once, so that their order does not matter. A battle is the best
 * model of a query against another model. Every query goes to the model with the highest rating. Score: the rating, around
 * a mean of 1000; 400 points are odds of ten to one.
 */
export const elo = defineRouter({
  name: "elo",
  aliases: ["elorouter"],
  sentence: "Asks the model with the highest Elo rating over all training queries, whatever the query.",
  isTrainable: true,
  needsEmbedding: false,
  withoutEffect: {},
  topLevel: [],
  hparam: z.strictObject({}),
  body,
  train,
  rank,
});

function train({ models, examples }: TrainingSet): Body {
  const battles = examples.flatMap(battlesOf);
  if (battles.length === 0) {
    throw new TrainingError("no two models answered the same query", "add rows of several models for the same queries");
  }
  const ratings = rateModels(models, battles);
  return {
    ratings: models.map((model, index) => ({
      model,
      rating: Number((ratings[index] ?? 0).toFixed(3)),
      wins: battles.filter(({ winner, isDraw }) => winner === model && !isDraw).length,
      draws: battles.filter(({ winner, loser, isDraw }) => isDraw && (winner === model || loser === model)).length,
      losses: battles.filter(({ loser, isDraw }) => loser === model && !isDraw).length,
    })),
  };
}

function rank({ ratings }: Body): readonly Ranked[] {
  return rankingOf(
    ratings.map(({ model }) => model),
    ratings.map(({ rating }) => rating),
  );
}
