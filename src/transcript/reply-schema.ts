import { z } from "zod";
import { failureKinds } from "../chat/failure.js";
import type { Reading } from "../chat/read-reply.js";
import type { Reply } from "../chat/reply.js";
import { countOrNull, jsonValueSchema, textOrNull } from "./json-schema.js";
import { assistantPartSchema, toolCallSchema } from "./message-schema.js";

const finish = z.strictObject({
  kind: z.enum(["stop", "tool-calls", "length", "content-filter", "error", "other"]),
  raw: textOrNull,
  nativeRaw: textOrNull,
  stopSequence: textOrNull,
});

const usage = z.strictObject({
  inputTokens: countOrNull,
  outputTokens: countOrNull,
  totalTokens: countOrNull,
  reasoningTokens: countOrNull,
  cacheReadTokens: countOrNull,
  cacheWriteTokens: countOrNull,
  costUsd: countOrNull,
  raw: jsonValueSchema,
});

const failure = z.strictObject({
  kind: z.enum(failureKinds),
  phase: z.enum(["local", "connect", "refused", "body"]),
  message: z.string(),
  hint: z.string(),
  code: textOrNull,
  status: countOrNull,
  requestId: textOrNull,
  retryAfterMs: countOrNull,
  raw: textOrNull,
  afterFinish: z.boolean(),
});

const logprobs = z.strictObject({
  tokens: z.int().min(0),
  text: z.string(),
  fewestAlternatives: countOrNull,
  mostAlternatives: countOrNull,
  oddities: z.array(
    z.strictObject({ kind: z.enum(["other-form", "no-token", "no-number", "above-zero"]), seen: z.string() }),
  ),
});

const completeness = z.enum(["complete", "truncated", "truncated-after-finish", "failed"]);

export const warningSchema = z.strictObject({ id: z.string(), field: z.string(), message: z.string() });

export const replySchema: z.ZodType<Reply> = z.strictObject({
  id: textOrNull,
  model: textOrNull,
  upstream: textOrNull,
  requestId: textOrNull,
  status: countOrNull,
  parts: z.array(assistantPartSchema),
  finish: finish.nullable(),
  usage: usage.nullable(),
  completeness,
  failure: failure.nullable(),
  warnings: z.array(warningSchema),
  notes: z.array(z.strictObject({ id: z.string(), message: z.string() })),
  textPieces: countOrNull.default(null),
  logprobs: logprobs.nullable().default(null),
});

export const readingSchema: z.ZodType<Reading> = z.strictObject({
  completeness,
  finish: finish.nullable(),
  text: z.string(),
  reasoning: textOrNull,
  toolCalls: z.array(toolCallSchema),
  outputTokens: countOrNull,
  inputTokens: countOrNull,
});
