import { z } from "zod";
import { askedApiNames } from "../../chat/api.js";

/** The parameters of a request that a service may ignore or refuse. */
const ignorable = [
  "stopSequences",
  "maxOutputTokens",
  "temperature",
  "topP",
  "topK",
  "seed",
  "presencePenalty",
  "frequencyPenalty",
  "parallelToolCalls",
  "toolChoice",
  "responseFormat",
  "reasoning",
  "choices",
  "logprobs",
] as const;
export type IgnoredParameter = (typeof ignorable)[number];
export const ignoredParameter = z.enum(ignorable);

const one = <T extends z.ZodType>(item: T) => z.union([item.transform((value) => [value]), z.array(item).min(1)]);

/**
 * The conditions of a rule. Every given member must hold.
 * `step`: `first` has no model reply before it, `after-tool` follows a tool result, `later` is any but the first.
 * `moved`: the request ignores an upstream, so that another one answers.
 * `busy`: other requests are being answered.
 * `parameter`: the request says something about one of these. `nth`: only these matching requests, counted from 1. `probability`: the share of the remaining requests, from the seed.
 */
export const whenSchema = z
  .strictObject({
    api: one(z.enum(askedApiNames())).nullable().default(null),
    step: z.enum(["any", "first", "after-tool", "later"]).default("any"),
    tools: z.boolean().nullable().default(null),
    moved: z.boolean().nullable().default(null),
    busy: z.boolean().nullable().default(null),
    scenario: one(z.string()).nullable().default(null),
    parameter: one(ignoredParameter).nullable().default(null),
    nth: one(z.int().min(1)).nullable().default(null),
    probability: z.number().min(0).max(1).default(1),
  })
  .prefault({});

export type When = z.infer<typeof whenSchema>;
