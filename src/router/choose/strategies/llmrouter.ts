import { z } from "zod";
import { defaultEmbedding, embeddingSettings } from "../../../learned/embed/embedding-settings.js";
import type { Choose } from "../decision.js";
import { defineStrategy, firstOf, type Rank } from "./define-strategy.js";

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
    if (modelFileOf(settings) !== undefined) return [];
    const hint = "train one with llm-parity train, and add router.model_path";
    return [{ path: ["strategy"], of: "value", message: "llmrouter needs a model file", hint }];
  },
  choose: (settings, { openRanker }) => {
    const { embedding = defaultEmbedding } = settings;
    return byRanking(openRanker({ modelFile: modelFileOf(settings) ?? "", embedding }));
  },
});

type Paths = { readonly model_path?: string | undefined };

function modelFileOf(settings: Paths & { readonly llmrouter?: Paths | undefined }): string | undefined {
  return settings.llmrouter?.model_path ?? settings.model_path;
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
