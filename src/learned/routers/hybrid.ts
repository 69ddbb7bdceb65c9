import { z } from "zod";
import { sizedModels } from "../data/model-size.js";
import type { TrainingSet } from "../data/training-set.js";
import { defineRouter } from "../define-router.js";
import { network, outputOf } from "../learn/network.js";
import { networkSettings } from "../learn/network-settings.js";
import { trainNetwork } from "../learn/train-network.js";
import { type Ranked, rankingOf } from "../ranking.js";
import { TrainingError } from "../training-error.js";
import { hybridModes, labelsOf } from "./hybrid-labels.js";

const hparam = networkSettings.extend({
  router_mode: z.enum(hybridModes).default("deterministic"),
  router_tau: z.number().positive().default(0.1),
  router_threshold: z.number().min(0).max(1).default(0.5),
});

const body = z
  .strictObject({ small: z.string(), large: z.string(), threshold: z.number(), network })
  .refine(({ network: { layers } }) => layers.at(-1)?.bias.length === 1, "the network must have one output");

type Hparam = z.output<typeof hparam>;
type Body = z.output<typeof body>;

/**
 * Hybrid LLM (Ding et al. 2024): chooses between the smallest and the largest model. It asks the small one if a network
 * (scikit-learn's MLPRegressor) expects it to do as well. Score: how far that expectation, from 0 to 1, is above
 * `router_threshold` for the small model, and below it for the large one. Models in between are never chosen.
 */
export const hybrid = defineRouter({
  name: "hybrid",
  aliases: ["hybrid_llm"],
  sentence: "Asks the smallest model where it is expected to do as well as the largest, and else the largest.",
  isTrainable: true,
  needsEmbedding: true,
  withoutEffect: { learning_rate: "adam has no schedule" },
  topLevel: ["router_mode", "router_tau", "router_threshold"],
  hparam,
  body,
  train,
  rank,
});

function train(set: TrainingSet, chosen: Hparam): Body {
  const { router_mode: mode, router_tau: tau, router_threshold: threshold, ...settings } = chosen;
  const { small, large } = endsOf(set);
  const both = set.examples.flatMap(({ embedding, scores }) => {
    const [smallScore, largeScore] = [scores.get(small), scores.get(large)];
    if (smallScore === undefined || largeScore === undefined) return [];
    return [{ embedding, gap: smallScore - largeScore }];
  });
  if (both.length === 0) {
    throw new TrainingError(
      `no query was answered by both ${small} and ${large}`,
      "add rows of both for the same queries",
    );
  }
  const labels = labelsOf(
    both.map(({ gap }) => gap),
    { mode, tau },
  );
  const trained = trainNetwork({
    inputs: both.map(({ embedding }) => embedding),
    outputs: 1,
    lossOf: (index, output) => squaredLoss((output[0] ?? 0) - (labels[index] ?? 0)),
    settings,
    seed: set.seed,
  });
  return { small, large, threshold, network: trained };
}

/** The smallest and the largest model with rows. */
function endsOf({ candidates, models }: TrainingSet): { readonly small: string; readonly large: string } {
  const sized = sizedModels(candidates.filter(({ name }) => models.includes(name)));
  const [small, large] = [sized[0], sized.at(-1)];
  if (small === undefined || large === undefined || small.model === large.model) {
    const message = `hybrid needs two models with rows and a size, and has ${sized.map(({ model }) => model).join()}`;
    throw new TrainingError(message, 'give another model of llm_data a size such as "70B", and rows');
  }
  return { small: small.model, large: large.model };
}

function squaredLoss(gap: number): { readonly loss: number; readonly slope: Float64Array } {
  return { loss: (gap * gap) / 2, slope: Float64Array.of(gap) };
}

function rank({ small, large, threshold, network: trained }: Body, embedding: readonly number[]): readonly Ranked[] {
  const expected = Math.min(1, Math.max(0, outputOf(trained, embedding)[0] ?? 0));
  return rankingOf([small, large], [expected - threshold, threshold - expected]);
}
