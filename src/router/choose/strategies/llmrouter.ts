import { z } from "zod";
import { defaultEmbedding, embeddingSettings } from "../../../learned/embed/embedding-settings.js";
import { lookUpRouter, whyNoRouter } from "../../../learned/registry.js";
import type { Choose } from "../decision.js";
import { defineStrategy, firstOf, type Rank, type StrategyMistake } from "./define-strategy.js";

const text = z.string().min(1);

/** Chooses by the ranking of a trained model. */
export const llmrouter = defineStrategy({
  name: "llmrouter",
  sentence: "by a router that `llm-parity train` made",
  schema: z.object({
    llmrouter: z
      .strictObject({ name: text.optional(), config_path: text.optional(), model_path: text.optional() })
      .optional(),
    name: text.optional().describe("As llmrouter.name."),
    config_path: text.optional(),
    model_path: text.optional().describe("As llmrouter.model_path: a file of `llm-parity train`."),
    embedding: embeddingSettings.optional(),
  }),
  lacks: (settings) => {
    const name = nameOf(settings);
    const unknown = name === undefined || lookUpRouter(name) !== null ? [] : [unknownRouter(settings, name)];
    if (modelFileOf(settings) !== undefined || unknown.length > 0) return unknown;
    const training = settings.llmrouter?.config_path ?? settings.config_path ?? "TRAINING_FILE";
    const train = `llm-parity train --router ${name ?? "NAME"} --config ${training} --output FILE`;
    const hint = `train one with ${train}, and add router.model_path: FILE (or --load-model-path FILE)`;
    return [{ path: ["strategy"], of: "value", message: "llmrouter needs a model file", hint }];
  },
  choose: (settings, { openRanker }) => {
    const { embedding = defaultEmbedding } = settings;
    const router = nameOf(settings) ?? null;
    return byRanking(openRanker({ modelFile: modelFileOf(settings) ?? "", router, embedding }));
  },
});

type Keys = { readonly name?: string | undefined; readonly model_path?: string | undefined };
type Settings = Keys & { readonly llmrouter?: Keys | undefined };

function modelFileOf(settings: Settings): string | undefined {
  return settings.llmrouter?.model_path ?? settings.model_path;
}

function nameOf(settings: Settings): string | undefined {
  return settings.llmrouter?.name ?? settings.name;
}

function unknownRouter(settings: Settings, name: string): StrategyMistake {
  const path = settings.llmrouter?.name === undefined ? ["name"] : ["llmrouter", "name"];
  const { message, hint } = whyNoRouter(name);
  return { path, of: "value", message, hint };
}

/** Chooses the model that a trained model ranks highest for the text; the first model, with a warning, if the ranking fails. */
export function byRanking(rank: Rank): Choose {
  return async ({ text }, names, signal) => {
    try {
      const ranked = (await rank(text, signal)).find(({ model }) => names.includes(model));
      if (ranked !== undefined) return { first: ranked.model, reason: `ranked first, ${ranked.score.toFixed(3)}` };
      return { first: firstOf(names), reason: "the ranking names no model of this router: the first" };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        first: firstOf(names),
        reason: "the ranking failed: the first",
        warnings: [`the ranking failed: ${why}`],
      };
    }
  };
}
