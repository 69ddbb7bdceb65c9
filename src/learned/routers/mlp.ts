import { z } from "zod";
import type { TrainingSet } from "../data/training-set.js";
import { defineRouter } from "../define-router.js";
import { network, outputOf } from "../learn/network.js";
import { type NetworkSettings, networkSettings } from "../learn/network-settings.js";
import { softmax, softmaxLoss } from "../learn/softmax.js";
import { trainNetwork } from "../learn/train-network.js";
import { type Ranked, rankingOf } from "../ranking.js";

const body = z
  .strictObject({ models: z.array(z.string()).min(1), network })
  .refine(({ models, network: { layers } }) => layers.at(-1)?.bias.length === models.length, "one output a model");

type Stored = z.input<typeof body>;
type Body = z.output<typeof body>;

/**
 * A multi-layer perceptron that predicts the best model from a query's embedding, with the `hparam` of scikit-learn's
 * MLPClassifier. The only solver is `adam`. Score: the softmax probability over all models.
 */
export const mlp = defineRouter({
  name: "mlp",
  aliases: ["mlprouter"],
  sentence: "Classifies a query by its best model with a small neural network.",
  isTrainable: true,
  needsEmbedding: true,
  withoutEffect: { learning_rate: "adam has no schedule" },
  topLevel: [],
  hparam: networkSettings,
  body,
  train,
  rank,
});

function train({ models, examples, seed }: TrainingSet, settings: NetworkSettings): Stored {
  const labels = examples.map(({ best }) => models.indexOf(best));
  const trained = trainNetwork({
    inputs: examples.map(({ embedding }) => embedding),
    outputs: models.length,
    lossOf: (index, output) => softmaxLoss(output, labels[index] ?? 0),
    settings,
    seed,
  });
  return { models: [...models], network: trained };
}

function rank(trained: Body, embedding: readonly number[]): readonly Ranked[] {
  return rankingOf(trained.models, softmax(outputOf(trained.network, embedding)));
}
