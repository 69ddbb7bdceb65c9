import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "./json.js";
import { schemaReader } from "./json-schema.js";

const keywords = (value: JsonValue, schema: JsonObject) => schemaReader(schema)(value).map(({ keyword }) => keyword);

describe("What breaks a schema", () => {
  test.each<[title: string, schema: JsonObject, good: JsonValue, broken: JsonValue, keyword: string]>([
    ["allOf", { allOf: [{ type: "number" }, { minimum: 5 }] }, 5, 4, "minimum"],
    ["not", { not: { const: "x" } }, "y", "x", "not"],
    ["if and then", JSON.parse('{"if":{"type":"string"},"then":{"minLength":3}}'), "abc", "a", "minLength"],
    ["a keyword beside a $ref", { $ref: "#/$defs/n", maximum: 5, $defs: { n: { type: "number" } } }, 5, 6, "maximum"],
    ["dependentRequired", { dependentRequired: { a: ["b"] } }, { a: 1, b: 1 }, { a: 1 }, "dependentRequired"],
    ["unevaluatedProperties", { properties: { a: {} }, unevaluatedProperties: false }, { a: 1 }, { b: 1 }, "false"],
    ["uniqueItems", { uniqueItems: true }, [1, 2], [1, 1], "uniqueItems"],
    [
      "a reference to itself",
      { properties: { next: { $ref: "#" } }, required: ["v"] },
      { v: 1 },
      { v: 1, next: {} },
      "required",
    ],
  ])("is found by %s", (_title, schema, good, broken, keyword) => {
    expect(keywords(good, schema)).toEqual([]);
    expect(keywords(broken, schema)).toContain(keyword);
  });

  test("is placed as a JSONPath", () => {
    const schema = { properties: { rows: { items: { properties: { n: { maximum: 3 } } } } } };
    const [found] = schemaReader(schema)({ rows: [{ n: 1 }, { n: 9 }] }).filter(({ keyword }) => keyword === "maximum");
    expect(found?.where).toBe("$.rows[1].n");
  });

  test("is no format; a member named format is kept", () => {
    const schema = { properties: { format: { type: "string" }, day: { format: "date" } } };
    expect(keywords({ day: "15 May 1889" }, schema)).toEqual([]);
    expect(keywords({ format: 7 }, schema)).toContain("type");
  });

  test.each<[string, JsonObject]>([
    ["refers to another document", { $ref: "https://example.com/other.json" }],
    ["has a pattern that is none", { pattern: "(" }],
  ])("is nothing of a schema that %s", (_title, schema) => {
    expect(keywords("x", schema)).toEqual([]);
  });

  test("is not what is no name in a list of required members", () => {
    expect(keywords({ a: 1 }, { required: ["a", 7 as unknown as string] })).toEqual([]);
  });
});
