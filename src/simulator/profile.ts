import { z } from "zod";
import { oneWordSchema } from "./answer/one-word.js";
import { whenSchema } from "./faults/when.js";
import { faultSchema } from "./faults/wire-fault.js";
import { doors } from "./request/door.js";
import { responsesStyleNames } from "./write/responses/style.js";

/** The body families of InvokeModel. */
export const families = [
  "anthropic",
  "moonshot",
  "mistral-chat",
  "mistral-text",
  "llama",
  "deepseek-r1",
  "deepseek-v3",
  "titan",
  "nova",
  "gpt-oss",
  "cohere",
  "ai21",
] as const;
export type FamilyName = (typeof families)[number];

const reasoningSchema = z
  .strictObject({
    /** The reasoning before a reply whose example has none; null: none. */
    text: z.string().nullable().default(null),
    /** After a tool result: a separate part, or ` <think> … </think>` inside the text, as Kimi does on Bedrock. */
    afterTool: z.enum(["apart", "think-text"]).default("apart"),
    /** true: with a signature, as Claude sends it. */
    signed: z.boolean().default(false),
    /** The member for reasoning in OpenAI's chat form; null: the service's default. */
    member: z.enum(["reasoning", "reasoning_content", "tag"]).nullable().default(null),
  })
  .prefault({});

/** The behaviour of one or more models, as data with sources. Code never tests for a model's name. */
const behaviourSchema = z.strictObject({
  /** Requested model ids, percent-decoded; `*` matches any characters. */
  models: z.array(z.string().min(1)).min(1),
  /** The providers for which it applies; null: all. */
  providers: z
    .array(z.enum(["openrouter", "bedrock", "openai"]))
    .nullable()
    .default(null),
  /** The body family of InvokeModel; null: InvokeModel is refused. */
  family: z.enum(families).nullable().default(null),
  /** The shape of tool-call ids; `per-api`: the usual shape of the API. `numbered`: `call_0`, `call_1`, anew in each reply. */
  toolCallIds: z.enum(["per-api", "native", "tooluse", "call", "nine-alnum", "numbered"]).default("per-api"),
  /** A tool-call id in the history that does not match gives a 400, from the service or from the serving engine. */
  rejectIds: z
    .strictObject({ pattern: z.string(), by: z.enum(["service", "model"]).default("service") })
    .nullable()
    .default(null),
  /** true: a bare model id is refused; an id with a geography prefix, or an ARN, is served. */
  inferenceProfileOnly: z.boolean().default(false),
  retired: z.enum(["end-of-life", "legacy"]).nullable().default(null),
  /** Where Bedrock does not serve it. `as`: it refuses the API, says that the route is not the model's, or knows no such model there. */
  unserved: z
    .array(
      z.strictObject({
        doors: z.array(z.enum(doors)).min(1),
        /** null: every form that is asked there. */
        dialects: z
          .array(z.enum(["chat", "responses", "messages"]))
          .nullable()
          .default(null),
        as: z.enum(["route", "api", "unknown"]).default("route"),
      }),
    )
    .default([]),
  /** Whose bytes of Responses it has; null: those of the endpoint that was asked. */
  responses: z.enum(responsesStyleNames).nullable().default(null),
  /** true: Messages refuses a history that ends with the assistant. */
  noPrefill: z.boolean().default(false),
  noTools: z.boolean().default(false),
  noStreamingTools: z.boolean().default(false),
  /** true: text and tool results in one user turn are refused. */
  noMixedTurns: z.boolean().default(false),
  /** true: `reasoningText.signature` in the history is refused. */
  noReasoningSignature: z.boolean().default(false),
  /** true: Converse streams have an empty text block before and after every part that is not text. */
  emptyTextBlocks: z.boolean().default(false),
  /** true: a vendor's own API refuses any temperature, top-p, number of choices and penalty but its own. */
  fixedSampling: z.boolean().default(false),
  reasoning: reasoningSchema,
  /** OpenRouter's `provider` in replies to a request without a pin. */
  upstream: z.string().default("Simulated"),
  /** The same for a request that ignores that one; a request that ignores both has no upstream left. */
  otherUpstream: z.string().default("Simulated Too"),
  /** The same for a pinned request: slug → name. A slug that is not listed is echoed unchanged. */
  upstreams: z.record(z.string(), z.string()).default({}),
  /** The fewest prompt tokens that a repeated request finds in the cache; null: nothing is cached. */
  cachesFrom: z.int().min(1).nullable().default(null),
  /** `model` in replies; null: the requested id. */
  servedAs: z.string().nullable().default(null),
  delays: z
    .strictObject({
      firstByteMs: z.int().min(0).default(0),
      betweenChunksMs: z.int().min(0).default(0),
    })
    .prefault({}),
  /** Texts that replace the text of an example. */
  replies: z.array(z.strictObject({ when: whenSchema, text: z.string() })).default([]),
  /** How questions that no scenario asks are answered; null: with a sentence that says so. */
  oneWord: oneWordSchema.nullable().default(null),
  faults: z.array(faultSchema).default([]),
});
export type Behaviour = z.infer<typeof behaviourSchema>;

/** A profile file: the models that answer, their behaviour, and the sources for it. */
export const profileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  description: z.string().nullable().default(null),
  sources: z.array(z.strictObject({ source: z.string(), date: z.string() })).default([]),
  models: z.array(behaviourSchema).min(1),
  /** The name of another profile in the same folder, for models that this one does not list; null: they are refused. */
  otherwise: z.string().nullable().default(null),
});
export type Profile = z.infer<typeof profileSchema>;

/** Adds the defaults to a profile made in code. Throws zod's error for an invalid one. */
export function asProfile(profile: z.input<typeof profileSchema>): Profile {
  return profileSchema.parse(profile);
}

/** The first behaviour, in the order of the profiles, that matches the model and the provider; null: none matches. */
export function behaviourFor(
  profiles: readonly Profile[],
  model: string,
  provider: "openrouter" | "bedrock" | "openai",
): Behaviour | null {
  const behaviours = profiles.flatMap(({ models }) => models);
  return (
    behaviours.find(
      ({ models, providers }) =>
        (providers === null || providers.includes(provider)) && models.some((pattern) => isLike(model, pattern)),
    ) ?? null
  );
}

/** The patterns of the profiles, as they were compiled. */
const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const expression = expressions.get(pattern) ?? new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`);
  expressions.set(pattern, expression);
  return expression;
}

/** Matches a model id with a pattern; an ARN also matches by its last segment. */
function isLike(model: string, pattern: string): boolean {
  const expression = expressionOf(pattern);
  return (
    expression.test(model) || (model.startsWith("arn:") && expression.test(model.slice(model.lastIndexOf("/") + 1)))
  );
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
