import { z } from "zod";
import { kebabName, toolName } from "../names.js";
import { parameters } from "./parameters.js";

const count = z.int().min(1).max(1_000_000);
const finishes = ["stop", "tool-calls", "length", "content-filter", "error", "other"] as const;

const kinds = {
  contains: z
    .array(z.string().min(1))
    .min(1)
    .describe("The text has at least one of these; case does not count.")
    .optional(),
  textAbove: count.describe("The text has more characters than this.").optional(),
  outputTokensAbove: count.describe("The service reports more output tokens than this.").optional(),
  callsAtLeast: count.describe("The reply has so many calls, or more.").optional(),
  callsTool: toolName.describe("The reply calls this tool.").optional(),
  isJson: z.literal(true).describe("The text is one JSON object and nothing else.").optional(),
  matchesSchema: z
    .record(z.string(), z.json())
    .describe("The text is one JSON object that fits this schema.")
    .optional(),
  repeatsAbove: z.number().gt(0).lt(1).describe("More than this share of the words was in the text before.").optional(),
  reasons: z.literal(true).describe("The reply shows or counts reasoning.").optional(),
  reasoningTokensAbove: count.describe("The service reports more reasoning tokens than this.").optional(),
  cached: z.literal(true).describe("The service reports prompt tokens from its cache.").optional(),
  sameReply: z.literal(true).describe("The two steps of the side have the same text and the same calls.").optional(),
  logprobs: z.literal(true).describe("Log probabilities of the text came.").optional(),
  finish: z.array(z.enum(finishes)).min(1).describe("The reply ended so.").optional(),
};

const measure = z
  .strictObject(kinds)
  .refine((value) => Object.keys(value).length === 1, `write exactly one of: ${Object.keys(kinds).join(", ")}`)
  .meta({ minProperties: 1, maxProperties: 1 });

const steps = z.union([kebabName, z.array(kebabName).min(1).max(2)]);

/** One comparison of a scenario file. */
export const comparisonFile = z.strictObject({
  parameter: z.enum(parameters).describe("The one thing that the changed steps send otherwise; repeat: nothing."),
  label: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe("The row of the page, where the parameter does not say it: the keyword of a schema."),
  base: steps
    .optional()
    .describe("The step without the change; two for sameReply. Left out only for repeat, which needs none."),
  changed: steps.describe("The step with the change; two for sameReply."),
  measure: measure.describe("What is looked for in the replies of both sides."),
  effect: z.enum(["adds", "removes"]).describe("What the parameter does to it, by its documented meaning."),
});

export type ComparisonFile = z.output<typeof comparisonFile>;
export type MeasureFile = z.output<typeof measure>;
