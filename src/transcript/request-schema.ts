import { z } from "zod";
import type { ChatRequest } from "../chat/request.js";
import type { WireChange } from "../chat/wire-change.js";
import { countOrNull, jsonObjectSchema, jsonValueSchema, textOrNull } from "./json-schema.js";
import { messageSchema } from "./message-schema.js";

const tool = z.strictObject({
  name: z.string(),
  description: textOrNull,
  parameters: jsonObjectSchema.nullable(),
  strict: z.boolean().nullable(),
  cachePoint: z.strictObject({ ttl: textOrNull }).exactOptional(),
});

const toolChoice = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["auto", "none", "required"]) }),
  z.strictObject({ kind: z.literal("tool"), name: z.string() }),
]);

const responseFormat = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["text", "json-object"]) }),
  z.strictObject({
    kind: z.literal("json-schema"),
    name: z.string(),
    schema: jsonObjectSchema,
    strict: z.boolean().nullable(),
  }),
]);

const operation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.enum(["add", "replace", "test"]), path: z.string(), value: jsonValueSchema }),
  z.strictObject({ op: z.literal("remove"), path: z.string() }),
  z.strictObject({ op: z.enum(["move", "copy"]), from: z.string(), path: z.string() }),
]);

const changeSchema: z.ZodType<WireChange> = z.strictObject({
  model: textOrNull,
  operations: z.array(operation),
  text: textOrNull,
  fill: z.number(),
  wrongKey: z.boolean(),
});

export const requestSchema: z.ZodType<ChatRequest> = z.strictObject({
  model: z.string(),
  messages: z.array(messageSchema),
  tools: z.array(tool).nullable(),
  toolChoice: toolChoice.nullable(),
  parallelToolCalls: z.boolean().nullable(),
  maxOutputTokens: countOrNull,
  temperature: countOrNull,
  topP: countOrNull,
  topK: countOrNull,
  seed: countOrNull,
  presencePenalty: countOrNull,
  frequencyPenalty: countOrNull,
  stopSequences: z.array(z.string()).nullable(),
  reasoning: z
    .strictObject({ mode: z.enum(["default", "off", "on"]), effort: textOrNull, budgetTokens: countOrNull })
    .nullable(),
  responseFormat: responseFormat.nullable(),
  choices: countOrNull.default(null),
  logprobs: countOrNull.default(null),
  logitBias: z.record(z.string(), z.number()).nullable().default(null),
  extra: z.record(z.string(), jsonValueSchema),
  change: changeSchema.nullable().default(null),
});
