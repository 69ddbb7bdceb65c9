import { z } from "zod";

const count = z.number().int().min(0);

const reading = z.strictObject({
  interaction: count,
  api: z.string().describe("Without `-stream`."),
  model: z.string().nullable(),
  tokens: count,
});

/** Prompts that a recording both counted and answered. */
export const promptTokens = z
  .array(
    z.strictObject({
      file: z.string(),
      counted: reading,
      reported: reading,
      agrees: z.boolean().nullable().describe("null: of different APIs or models, whose prompts differ."),
    }),
  )
  .describe("Prompts that were counted and answered in one file, with their tokens, caches included; absent: none.");
