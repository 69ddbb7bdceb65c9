import { z } from "zod";
import type { AssistantPart, Message, ToolResultPart, UserPart } from "../chat/message.js";
import { jsonObjectSchema, jsonValueSchema, textOrNull } from "./json-schema.js";

const textPart = z.strictObject({ kind: z.literal("text"), text: z.string(), wire: jsonObjectSchema.exactOptional() });
const cachePoint = z.strictObject({ kind: z.literal("cache-point"), ttl: textOrNull });
const jsonPart = z.strictObject({ kind: z.literal("json"), value: jsonValueSchema });

const mediaSource = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bytes"), mediaType: z.string(), base64: z.string() }),
  z.strictObject({ kind: z.literal("url"), url: z.string() }),
]);
const image = z.strictObject({ kind: z.literal("image"), source: mediaSource });
const document = z.strictObject({ kind: z.literal("document"), source: mediaSource, name: textOrNull });

const userPart: z.ZodType<UserPart> = z.discriminatedUnion("kind", [textPart, image, document, cachePoint]);
const toolResultPart: z.ZodType<ToolResultPart> = z.discriminatedUnion("kind", [
  textPart,
  jsonPart,
  image,
  document,
  cachePoint,
]);

export const toolCallSchema = z.strictObject({
  kind: z.literal("tool-call"),
  id: textOrNull,
  name: textOrNull,
  argumentsText: textOrNull,
  wire: jsonObjectSchema.exactOptional(),
});

export const assistantPartSchema: z.ZodType<AssistantPart> = z.discriminatedUnion("kind", [
  textPart,
  z.strictObject({
    kind: z.literal("reasoning"),
    text: textOrNull,
    signature: textOrNull,
    redacted: textOrNull,
    details: z.array(jsonValueSchema).nullable(),
    field: textOrNull,
  }),
  toolCallSchema,
  z.strictObject({ kind: z.literal("refusal"), text: z.string() }),
  cachePoint,
  z.strictObject({ kind: z.literal("other"), raw: jsonValueSchema }),
]);

export const messageSchema: z.ZodType<Message> = z.discriminatedUnion("role", [
  z.strictObject({
    role: z.enum(["system", "developer"]),
    parts: z.array(z.discriminatedUnion("kind", [textPart, cachePoint])),
    name: textOrNull,
  }),
  z.strictObject({ role: z.literal("user"), parts: z.array(userPart), name: textOrNull }),
  z.strictObject({ role: z.literal("assistant"), parts: z.array(assistantPartSchema), name: textOrNull }),
  z.strictObject({
    role: z.literal("tool"),
    toolCallId: textOrNull,
    toolName: textOrNull,
    parts: z.array(toolResultPart),
    status: z.enum(["success", "error"]).nullable(),
  }),
]);
