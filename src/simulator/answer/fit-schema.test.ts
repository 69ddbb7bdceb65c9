import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import { argumentsFor, fits } from "./fit-schema.js";

const withX = (x: JsonValue, more: JsonObject = {}): JsonObject => ({
  type: "object",
  properties: { x },
  required: ["x"],
  ...more,
});
const madeFor = (x: JsonValue, more?: JsonObject) => argumentsFor(withX(x, more), {})["x"];

describe("a value for a schema", () => {
  test.each<[JsonValue, JsonValue]>([
    [{ type: "string" }, "example"],
    [{}, "example"],
    [true, "example"],
    [{ type: "string", enum: ["b", "a"] }, "b"],
    [{ const: 7 }, 7],
    [{ const: null }, null],
    [{ type: "string", default: "d" }, "d"],
    [{ type: "string", examples: ["e"] }, "e"],
    [{ type: "string", minLength: 9 }, "examplexx"],
    [{ type: "string", maxLength: 2 }, "ex"],
    [{ type: "string", format: "date" }, "2026-02-10"],
    [{ type: "string", format: "email" }, "someone@example.com"],
    [{ type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" }, "2026-02-10"],
    [{ type: "string", pattern: "^[A-Z]$" }, "A"],
    [{ type: "string", pattern: "(" }, "example"],
    [{ type: "integer" }, 1],
    [{ type: "integer", minimum: 5 }, 5],
    [{ type: "integer", exclusiveMinimum: 5 }, 6],
    [{ type: "integer", maximum: -2 }, -2],
    [{ type: "integer", exclusiveMaximum: 1 }, 0],
    [{ type: "integer", minimum: 4, multipleOf: 3 }, 6],
    [{ type: "number" }, 1],
    [{ type: "boolean" }, true],
    [{ type: "null" }, null],
    [{ type: ["null", "integer"] }, 1],
    [{ type: "array", items: { type: "string" } }, []],
    [{ type: "array", items: { type: "integer" }, minItems: 2 }, [1, 1]],
    [withX({ type: "boolean" }), { x: true }],
    [{ properties: { y: {} }, required: ["y"] }, { y: "example" }],
    [{ anyOf: [{ type: "null" }, { type: "integer" }] }, 1],
    [{ oneOf: [{ type: "boolean" }, { type: "integer" }] }, true],
    [
      { allOf: [withX({ type: "integer" }), { type: "object", properties: { y: { const: 2 } }, required: ["y"] }] },
      { x: 1, y: 2 },
    ],
  ])("%j is %j, and fits", (schema, expected) => {
    expect(madeFor(schema)).toEqual(expected);
    if (schema !== true) expect(fits(expected, schema as JsonObject)).toBe(true);
  });

  test("a reference inside the schema is followed, another is not, and one to itself ends", () => {
    const $defs: JsonObject = {
      place: { type: "object", properties: { city: { const: "Quito" } }, required: ["city"] },
    };
    expect(madeFor({ $ref: "#/$defs/place" }, { $defs })).toEqual({ city: "Quito" });
    expect(madeFor({ $ref: "https://example.com/x" })).toBe("example");
    const itself = argumentsFor(withX({ $ref: "#" }), {});
    expect(JSON.stringify(itself).length).toBeLessThan(300);
  });
});

describe("the wanted values", () => {
  const schema: JsonObject = {
    type: "object",
    properties: { city: { type: "string" }, days: { type: "integer" }, note: { type: "string" } },
    required: ["city"],
  };

  test("are taken by their name where they fit, and no other member is made but a required one", () => {
    expect(argumentsFor(schema, { city: "Bergen", days: 3, other: 1 })).toEqual({ city: "Bergen", days: 3 });
    expect(argumentsFor(schema, { city: 1, days: "3" })).toEqual({ city: "3" });
    expect(argumentsFor(schema, {})).toEqual({ city: "example" });
  });

  test("lend a text to a required member of another name", () => {
    expect(argumentsFor(withX({ type: "string" }), { city: "Bergen" })).toEqual({ x: "Bergen" });
  });
});

test("no schema, or one that is no object's, asks for nothing", () => {
  expect([argumentsFor(null, { a: 1 }), argumentsFor({ type: "string" }, {}), argumentsFor({}, {})]).toEqual([
    {},
    {},
    {},
  ]);
});

test("a required member without a schema of its own has a value", () => {
  expect(argumentsFor({ type: "object", required: ["a"] }, {})).toEqual({ a: "example" });
});

test("a schema that cannot be read says nothing", () => {
  expect([fits({}, null), fits({}, { $ref: "https://example.com/x" }), fits("x", { type: "integer" })]).toEqual([
    true,
    true,
    false,
  ]);
});
