import { z } from "zod";
import type { JsonObject, JsonValue } from "../chat/json.js";

/** Any JSON value. Checks only for `undefined`, because `JSON.parse` returns nothing else that is not JSON. */
export const jsonValueSchema: z.ZodType<JsonValue> = z.custom<JsonValue>((value) => value !== undefined);

/** A JSON object. Does not check its members, which `JSON.parse` made. */
export const jsonObjectSchema: z.ZodType<JsonObject> = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

export const textOrNull = z.string().nullable();
export const countOrNull = z.number().nullable();
