import { z } from "zod";
import { whenSchema } from "./faults/when.js";
import { faultSchema } from "./faults/wire-fault.js";

/** Body families of InvokeModel. */
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
    /** Reasoning that is shown before a reply whose example has none; null: none. */
    text: z.string().nullable().default(null),
    /** After a tool result: a part of its own, or ` <think> … </think>` inside the text, as Kimi does on Bedrock. */
    afterTool: z.enum(["apart", "think-text"]).default("apart"),
    /** With a signature, as Claude sends it. */
    signed: z.boolean().default(false),
    /** Member that carries it in OpenAI's chat form; null: as the service does. */
    member: z.enum(["reasoning", "reasoning_content", "tag"]).nullable().default(null),
  })
  .prefault({});

/** How one model, or a group of them, behaves. Data with sources, never a test on a model's name in the code. */
const behaviourSchema = z.strictObject({
  /** Model ids as asked, percent-decoded; `*` stands for any characters. */
  models: z.array(z.string().min(1)).min(1),
  /** Null: whoever asks. */
  providers: z
    .array(z.enum(["openrouter", "bedrock", "openai"]))
    .nullable()
    .default(null),
  /** Body family of InvokeModel; null: InvokeModel is refused. */
  family: z.enum(families).nullable().default(null),
  /** Shape of the ids of tool calls; `per-api`: what the API's own models use. */
  toolCallIds: z.enum(["per-api", "native", "tooluse", "call", "nine-alnum"]).default("per-api"),
  /** A tool-call id in the history that does not match is a 400, of the service or of the serving engine. */
  rejectIds: z
    .strictObject({ pattern: z.string(), by: z.enum(["service", "model"]).default("service") })
    .nullable()
    .default(null),
  /** The bare id is refused; one with a geography before it, or an ARN, is served. */
  inferenceProfileOnly: z.boolean().default(false),
  retired: z.enum(["end-of-life", "legacy"]).nullable().default(null),
  noTools: z.boolean().default(false),
  noStreamingTools: z.boolean().default(false),
  /** Text and tool results in one user turn are refused. */
  noMixedTurns: z.boolean().default(false),
  /** `reasoningText.signature` in the history is refused. */
  noReasoningSignature: z.boolean().default(false),
  /** Converse streams: an empty text block stands around every part that is no text. */
  emptyTextBlocks: z.boolean().default(false),
  reasoning: reasoningSchema,
  /** OpenRouter's `provider` in the replies of an unpinned request. */
  upstream: z.string().default("Simulated"),
  /** The same of a pinned one: slug → name; a slug that is not listed is echoed as it is. */
  upstreams: z.record(z.string(), z.string()).default({}),
  /** `model` in the replies; null: the id that was asked for. */
  servedAs: z.string().nullable().default(null),
  delays: z
    .strictObject({
      firstByteMs: z.int().min(0).default(0),
      betweenChunksMs: z.int().min(0).default(0),
    })
    .prefault({}),
  /** Texts that stand in place of an example's text. */
  replies: z.array(z.strictObject({ when: whenSchema, text: z.string() })).default([]),
  faults: z.array(faultSchema).default([]),
});
export type Behaviour = z.infer<typeof behaviourSchema>;

/** A profile file: who answers, how, and after which document. */
export const profileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  description: z.string().nullable().default(null),
  sources: z.array(z.strictObject({ source: z.string(), date: z.string() })).default([]),
  models: z.array(behaviourSchema).min(1),
  /** Name of the profile file beside this one that answers for models which this one does not know; null: nobody does. */
  otherwise: z.string().nullable().default(null),
});
export type Profile = z.infer<typeof profileSchema>;

/** Fills in what a profile does not say; throws zod's error on a mistake. For profiles made in code. */
export function asProfile(profile: z.input<typeof profileSchema>): Profile {
  return profileSchema.parse(profile);
}

/** The behaviour that answers: the first, over the profiles in order, whose models and providers fit. Null: no one. */
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

/** An ARN is like a pattern also when its last segment is. */
function isLike(model: string, pattern: string): boolean {
  const expression = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`);
  return (
    expression.test(model) || (model.startsWith("arn:") && expression.test(model.slice(model.lastIndexOf("/") + 1)))
  );
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
