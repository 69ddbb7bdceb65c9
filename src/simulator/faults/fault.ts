import { z } from "zod";
import { whenSchema } from "./when.js";

/** Ways in which the model says the wrong thing; none has a parameter. */
const plainAnswerFaults = [
  "reasoning-only",
  "describes-call",
  "ignores-result",
  "repeats-call",
  "promise",
  "tool-use-without-block",
  "stop-with-calls",
  "finish-missing",
  "finish-twice",
  "malformed-tool-use",
  "malformed-output",
  "args-empty",
  "args-wrong-type",
  "phantom-call",
  "id-missing",
  "id-duplicate",
  "id-reused",
  "id-mangled",
  "index-missing",
  "index-reused",
  "index-split",
  "harmony-preamble",
  "filtered",
  "refusal",
  "usage-missing",
] as const;

/** How a call looks when the serving engine's parser missed it; the first four were seen of Kimi on Bedrock. */
const callDialects = ["xml", "native", "bare-json", "section-end-json", "llama-json", "python-tag"] as const;
export type CallDialect = (typeof callDialects)[number];
const dialect = z.enum(callDialects);

/** Faults of the answer: what the model, or the engine around it, makes of the step. */
export const answerFaults = [
  z.strictObject({ fault: z.enum(plainAnswerFaults), when: whenSchema }),
  z.strictObject({ fault: z.literal("silent"), when: whenSchema, outputTokens: z.int().min(0).default(0) }),
  z.strictObject({
    fault: z.literal("empty-after-tokens"),
    when: whenSchema,
    outputTokens: z.int().min(4).default(58),
  }),
  z.strictObject({
    fault: z.literal("empty-on-foreign-id"),
    when: whenSchema,
    /** Ids in the history that match are the model's own; one that does not makes it fall silent. */
    pattern: z.string().default("^functions\\.[A-Za-z0-9_-]+:\\d+$"),
    outputTokens: z.int().min(0).default(0),
  }),
  z.strictObject({ fault: z.literal("call-as-text"), when: whenSchema, dialect: dialect.default("xml") }),
  z.strictObject({ fault: z.literal("call-in-reasoning"), when: whenSchema, dialect: dialect.default("native") }),
  z.strictObject({ fault: z.literal("duplicate-call"), when: whenSchema, dialect: dialect.default("bare-json") }),
  z.strictObject({ fault: z.literal("finish-unknown"), when: whenSchema, word: z.string().default("engine_paused") }),
  z.strictObject({ fault: z.literal("args-invalid"), when: whenSchema, cut: z.int().min(1).default(2) }),
  z.strictObject({
    fault: z.literal("corrupt-name"),
    when: whenSchema,
    style: z.enum(["space", "channel", "namespace"]).default("space"),
  }),
  z.strictObject({
    fault: z.literal("content"),
    when: whenSchema,
    /** OpenAI's `content` beside tool calls: null, "" and "\n\n" all occur and mean the same. */
    value: z.string().nullable(),
  }),
  z.strictObject({ fault: z.literal("think-tag"), when: whenSchema, tag: z.enum(["open", "closed"]).default("open") }),
  z.strictObject({
    fault: z.literal("max-tokens-cut"),
    when: whenSchema,
    /** What is left of the reply: half its text, or nothing but reasoning. */
    leaves: z.enum(["half", "reasoning"]).default("half"),
  }),
  z.strictObject({ fault: z.literal("wrong-upstream"), when: whenSchema, upstream: z.string().default("Elsewhere") }),
  z.strictObject({
    fault: z.literal("unusual-call"),
    when: whenSchema,
    style: z.enum(["wrapped", "stringified", "with-text"]).default("wrapped"),
  }),
] as const;
const answerFaultSchema = z.discriminatedUnion("fault", answerFaults);
export type AnswerFault = z.infer<typeof answerFaultSchema>;
