import { expect, test } from "vitest";
import type { JsonObject } from "../../../chat/json.js";
import { decodeSchema } from "./schema.js";

test.each<[string, JsonObject, JsonObject]>([
  ["a type in capitals", { type: "STRING" }, { type: "string" }],
  [
    "a type by its number",
    { type: 6, properties: { n: { type: 3 } } },
    { type: "object", properties: { n: { type: "integer" } } },
  ],
  ["a type that is JSON Schema's already", { type: "object" }, { type: "object" }],
  ["a list of types", { type: ["STRING", "null"] }, { type: ["string", "null"] }],
  ["no type", { type: "TYPE_UNSPECIFIED", description: "d" }, { description: "d" }],
  ["a number that has no word", { type: 99 }, { type: "99" }],
  ["what may be null", { type: "STRING", nullable: true }, { type: ["string", "null"] }],
  [
    "values that may be null",
    { type: "STRING", format: "enum", enum: ["a"], nullable: true },
    { type: ["string", "null"], format: "enum", enum: ["a", null] },
  ],
  [
    "alternatives that may be null",
    { any_of: [{ type: "STRING" }], nullable: true },
    { anyOf: [{ type: "string" }, { type: "null" }] },
  ],
  ["what may not be null", { type: "STRING", nullable: false }, { type: "string" }],
  [
    "bounds of 64 bits",
    { type: "ARRAY", minItems: "1", max_items: "20" },
    { type: "array", minItems: 1, maxItems: 20 },
  ],
  ["a bound that is a number", { type: "STRING", maxLength: 4 }, { type: "string", maxLength: 4 }],
  ["a bound that is no number", { maxLength: "four" }, { maxLength: "four" }],
  [
    "what is nested",
    { type: "ARRAY", items: { type: "OBJECT", additionalProperties: { type: "NUMBER" } } },
    { type: "array", items: { type: "object", additionalProperties: { type: "number" } } },
  ],
  [
    "names of properties, which are no keywords",
    {
      type: "OBJECT",
      properties: { max_items: { type: "STRING" }, type: { type: "BOOLEAN" }, nullable: { type: "STRING" } },
    },
    {
      type: "object",
      properties: { max_items: { type: "string" }, type: { type: "boolean" }, nullable: { type: "string" } },
    },
  ],
  [
    "values, which are data",
    { default: { type: "STRING" }, enum: ["STRING"], required: ["min_items"], propertyOrdering: ["a"] },
    { default: { type: "STRING" }, enum: ["STRING"], required: ["min_items"] },
  ],
])("%s", (_, google, plain) => {
  expect(decodeSchema(google)).toEqual(plain);
});
