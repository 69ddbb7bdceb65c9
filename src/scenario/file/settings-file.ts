import { z } from "zod";
import { toolName } from "../names.js";

const jsonObject = z.record(z.string(), z.json());

const reasoning = z
  .union([
    z.enum(["default", "off", "on"]),
    z.strictObject({
      mode: z.enum(["default", "off", "on"]),
      effort: z.string().nullable().default(null),
      budgetTokens: z.int().min(1).max(1_000_000).nullable().default(null),
    }),
  ])
  .nullable()
  .describe("How much the model may reason. null or default: nothing is sent about it.");

const responseFormat = z.union([
  z.enum(["text", "json-object"]),
  z.strictObject({ name: toolName, schema: jsonObject, strict: z.boolean().nullable().default(null) }),
]);

const penalty = z
  .number()
  .min(-2)
  .max(2)
  .nullable()
  .describe("Above 0: words that were used already become less likely. null: nothing is sent.");

/** The settings that every scenario writes out. */
const written = {
  maxOutputTokens: z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .describe("Tokens, reasoning included. null: nothing is sent."),
  temperature: z.number().min(0).max(2).nullable().describe("null: nothing is sent, the service's default applies."),
  topP: z.number().min(0).max(1).nullable().describe("null: nothing is sent, the service's default applies."),
  reasoning,
};

/** The settings that may be left out, which says that nothing is sent. */
const optional = {
  topK: z.int().min(1).max(100_000).nullable(),
  seed: z.int().nullable(),
  presencePenalty: penalty,
  frequencyPenalty: penalty,
  stopSequences: z.array(z.string().min(1)).min(1).max(16).nullable(),
  responseFormat: responseFormat.nullable(),
  toolChoice: z.union([z.enum(["auto", "none", "required"]), z.strictObject({ tool: toolName })]).nullable(),
  parallelToolCalls: z.boolean().nullable(),
  choices: z.int().min(1).max(128).nullable().describe("How many replies to generate; the first is read and judged."),
  logprobs: z
    .int()
    .min(0)
    .max(20)
    .nullable()
    .describe("Log probabilities with so many alternatives to each token; 0: of the chosen tokens alone."),
  logitBias: z
    .record(z.string().regex(/^\d+$/, "write the number of a token"), z.number().min(-100).max(100))
    .nullable()
    .describe("What is added to the score of tokens, by their number in the model's vocabulary."),
};

const betas = z
  .array(z.string().regex(/^[\w.-]{1,100}$/, "write the name of a beta: letters, digits and . _ -"))
  .min(1)
  .max(16)
  .describe("Betas of Anthropic, by name. Messages, Claude on Bedrock and OpenRouter take them; others get a warning.");

/** The settings of a scenario. */
export const settings = z
  .strictObject({
    ...written,
    topK: optional.topK.default(null),
    seed: optional.seed.default(null),
    presencePenalty: optional.presencePenalty.default(null),
    frequencyPenalty: optional.frequencyPenalty.default(null),
    stopSequences: optional.stopSequences.default(null),
    responseFormat: optional.responseFormat.default(null),
    toolChoice: optional.toolChoice.default(null),
    parallelToolCalls: optional.parallelToolCalls.default(null),
    choices: optional.choices.default(null),
    logprobs: optional.logprobs.default(null),
    logitBias: optional.logitBias.default(null),
    // Without a default: a scenario that does not write it keeps its hash.
    betas: betas.optional(),
  })
  .describe("Limits and sampling, always said: null means that nothing is sent.");

/** The settings of one step: what is not written is as in the scenario. */
export const stepSettings = z
  .strictObject({ ...written, ...optional, betas: betas.nullable() })
  .partial()
  .refine((value) => Object.keys(value).length > 0, "write at least one setting, or leave settings out")
  .meta({ minProperties: 1 })
  .describe("What this step sends instead of the scenario's settings; null: nothing is sent.");

export type SettingsFile = z.output<typeof settings>;
export type StepSettingsFile = z.output<typeof stepSettings>;
