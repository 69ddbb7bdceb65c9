import { z } from "zod";
import { day, kebabName } from "../names.js";

/** Prompts below which a test of identity would say too little. */
const fewest = 12;

/** A file of one-word questions, as a person writes it. */
export const batteryFile = z
  .strictObject({
    battery: kebabName,
    edition: z.int().min(1).describe("Raised whenever a prompt changes: other questions have other answers."),
    title: z.string().min(1),
    basis: z
      .array(z.strictObject({ source: z.string().min(1), date: day }))
      .min(1)
      .describe("Why the answers to such questions tell models apart."),
    prompts: z
      .array(
        z.strictObject({
          id: kebabName,
          ask: z.string().min(1).max(400, "a prompt has at most 400 characters: each is asked many times"),
          because: z.string().min(1).describe("Why its answers are spread."),
        }),
      )
      .min(fewest, `a battery has at least ${fewest} prompts`),
  })
  .meta({
    id: "battery",
    title: "llm-parity battery",
    description: "One-word questions without a right answer, for `llm-parity identity`.",
  });

/** A file of one-word questions that was read. */
export type Battery = z.output<typeof batteryFile>;
