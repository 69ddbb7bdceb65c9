import { z } from "zod";
import { logprobsForms, signaturePlaces } from "../answer/answer.js";
import { ignoredParameter, whenSchema } from "./when.js";

/** Faults of the answer without parameters. */
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
  "signature-missing",
  "terminal-output-empty",
  "item-ids-rotate",
  "item-unfinished",
  "web-search",
] as const;

/** The forms of a call that the serving engine's parser missed. The first four were observed with Kimi on Bedrock. */
const callDialects = [
  "xml",
  "native",
  "bare-json",
  "section-end-json",
  "llama-json",
  "python-tag",
  "dsml",
  "kimi-stripped",
  "harmony-stripped",
  "glm",
  "mistral-args",
  "tool-code",
  "gemma",
  "pythonic",
  "flat-json",
  "tool-tag",
  "kimi-k3",
] as const;
export type CallDialect = (typeof callDialects)[number];
const dialect = z.enum(callDialects);

/** Faults of the answer: wrong output of the model or its serving engine. */
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
    /** The pattern of the model's own ids. Another id in the history gives an empty reply. */
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
    /** What remains of the reply: half its text, or only reasoning. */
    leaves: z.enum(["half", "reasoning"]).default("half"),
  }),
  z.strictObject({ fault: z.literal("wrong-upstream"), when: whenSchema, upstream: z.string().default("Elsewhere") }),
  z.strictObject({
    fault: z.literal("cache"),
    when: whenSchema,
    /**
     * What a cache marker does. `ignored`: nothing. `rewritten`: what was written is never read. `unreported`: no count says. `miscounted`: cached tokens
     * are inside the input where the API counts them beside it, and the other way round.
     */
    as: z.enum(["ignored", "rewritten", "unreported", "miscounted"]).default("ignored"),
  }),
  /** A conversation gets the reply of the next one that is in flight with it. */
  z.strictObject({ fault: z.literal("crossed-reply"), when: whenSchema }),
  /** All calls have one id. */
  z.strictObject({ fault: z.literal("id-shared"), when: whenSchema }),
  /** A call that asks only for the count of a prompt gets one that is off by so many tokens. */
  z.strictObject({ fault: z.literal("miscount"), when: whenSchema, by: z.int().default(100) }),
  /** The signature of a thinking block comes elsewhere in a stream of Messages. */
  z.strictObject({
    fault: z.literal("signature-moved"),
    when: whenSchema,
    to: z.enum(signaturePlaces).default("late"),
  }),
  /** Log probabilities that were asked for, in another form than OpenAI's. */
  z.strictObject({ fault: z.literal("logprobs"), when: whenSchema, as: z.enum(logprobsForms).default("cut") }),
  /** The request is answered as if it did not have this parameter. */
  z.strictObject({ fault: z.literal("ignore-parameter"), when: whenSchema, parameter: ignoredParameter }),
  z.strictObject({
    fault: z.literal("unusual-call"),
    when: whenSchema,
    style: z.enum(["wrapped", "stringified", "with-text"]).default("wrapped"),
  }),
] as const;
const answerFaultSchema = z.discriminatedUnion("fault", answerFaults);
export type AnswerFault = z.infer<typeof answerFaultSchema>;
