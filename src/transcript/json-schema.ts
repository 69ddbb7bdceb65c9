import { z } from "zod";
import { isJsonObject, type JsonObject, type JsonValue } from "../chat/json.js";

/** Any JSON value. Checks only for `undefined`, because `JSON.parse` returns nothing else that is not JSON. */
export const jsonValueSchema: z.ZodType<JsonValue> = z.custom<JsonValue>((value) => value !== undefined);

/** A JSON object. Does not check its members, which `JSON.parse` made. */
export const jsonObjectSchema: z.ZodType<JsonObject> = z.custom<JsonObject>(isJsonObject);

export const textOrNull = z.string().nullable();
export const countOrNull = z.number().nullable();
