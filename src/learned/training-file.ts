import { z } from "zod";
import { weights } from "./data/weights.js";
import type { LearnedRouter } from "./define-router.js";
import { embeddingSettings } from "./embed/embedding-settings.js";

const path = z.string();

const dataPath = z.strictObject({
  query_data_train: path.optional(),
  query_data_test: path.optional(),
  query_embedding_data: path.optional().describe("Taken for the seed's sake and ignored."),
  routing_data_train: path.optional(),
  routing_data_test: path.optional(),
  llm_data: path.optional(),
  llm_embedding_data: path.optional().describe("Taken for the seed's sake and ignored."),
});

const modelPath = z.strictObject({
  ini_model_path: path.optional().describe("Taken for the seed's sake and ignored."),
  save_model_path: path.optional(),
  load_model_path: path.optional(),
});

/** The settings of a training file that every router has. `embedding` is ours, the rest are the seed's. */
export const commonSettings = z.object({
  data_path: dataPath,
  model_path: modelPath.prefault({}),
  metric: z.strictObject({ weights: weights.prefault({}) }).prefault({}),
  embedding: embeddingSettings.optional(),
  api_endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Where `infer`, `chat` and `serve` ask models of llm_data that have no api_endpoint of their own."),
});

/** The schema of a router's training file: the common settings, its `hparam`, and its top-level keys. */
export function trainingFile({ hparam, topLevel }: Pick<LearnedRouter, "hparam" | "topLevel">): z.ZodType {
  const members = Object.entries(hparam.shape);
  const inside = members.filter(([key]) => !topLevel.includes(key));
  const atTop = members.filter(([key]) => topLevel.includes(key));
  return z.strictObject({
    ...commonSettings.shape,
    hparam: z.strictObject(Object.fromEntries(inside)).prefault({}),
    ...Object.fromEntries(atTop),
  });
}
