import { z } from "zod";
import { defineRouter } from "../define-router.js";
import { rankingOf } from "../ranking.js";
import { sizes, sizesOf } from "./sizes.js";

/** Every query goes to the model with the largest `size` in billions. Score: the size. */
export const largest = defineRouter({
  name: "largest",
  aliases: ["largest_llm"],
  sentence: "Asks the model with the most parameters, whatever the query.",
  isTrainable: false,
  needsEmbedding: false,
  withoutEffect: {},
  topLevel: [],
  hparam: z.strictObject({}),
  body: sizes,
  train: sizesOf,
  rank: ({ models }) =>
    rankingOf(
      models.map(({ model }) => model),
      models.map(({ billions }) => billions),
    ),
});
