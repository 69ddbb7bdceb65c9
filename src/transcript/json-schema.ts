import { z } from "zod";
import type { JsonObject, JsonValue } from "../chat/json.js";

/** Any JSON value; what `JSON.parse` gave is one already, so only `undefined` is turned away. */
export const jsonValueSchema: z.ZodType<JsonValue> = z.custom<JsonValue>((value) => value !== undefined);

export const jsonObjectSchema: z.ZodType<JsonObject> = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

export const textOrNull = z.string().nullable();
export const countOrNull = z.number().nullable();
