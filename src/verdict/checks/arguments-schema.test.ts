import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../chat/json.js";
import { schemaBreaches } from "./arguments-schema.js";

const schema: JsonObject = {
  type: "object",
  properties: {
    place: {
      type: "object",
      properties: { city: { type: "string" }, stops: { type: "array", items: { type: "integer" } } },
      required: ["city"],
    },
    unit: { enum: ["F", "C"] },
    days: { type: "integer", minimum: 1 },
    when: { type: "string", format: "date-time" },
    format: { type: "string" },
  },
  required: ["place"],
  additionalProperties: false,
};

const breach = (args: JsonObject, by: JsonObject = schema) =>
  schemaBreaches(args, by).map(({ cause, where }) => `${cause} ${where}`);

describe("schemaBreaches", () => {
  test.each<[title: string, args: JsonObject, expected: readonly string[]]>([
    ["all members", { place: { city: "Rome", stops: [1, 2.0] }, unit: "F", days: 3, format: "x" }, []],
    ["a format is an annotation", { place: { city: "Rome" }, when: "tomorrow" }, []],
    ["a number as text", { place: { city: "Rome" }, days: "3" }, ["wrong-type $.days"]],
    ["null for an optional member", { place: { city: "Rome" }, days: null }, ["wrong-type $.days"]],
    [
      "a nested member of the wrong type",
      { place: { city: "Rome", stops: [1, "2"] } },
      ["wrong-type $.place.stops[1]"],
    ],
    ["a nested member missing", { place: {} }, ["required-missing $.place.city"]],
    ["a member missing", { days: 1 }, ["required-missing $.place"]],
    ["another enum word", { place: { city: "Rome" }, unit: "K" }, ["not-in-enum $.unit"]],
    ["below the minimum", { place: { city: "Rome" }, days: 0 }, ["out-of-bounds $.days"]],
    ["a member that the schema forbids", { place: { city: "Rome" }, country: "IT" }, ["unknown-member $"]],
    ["an object as text", { place: '{"city":"Rome"}' }, ["wrong-type $.place"]],
  ])("%s", (_title, args, expected) => {
    expect(breach(args)).toEqual(expected);
  });

  test("a schema that cannot be read says nothing", () => {
    expect(breach({ a: 1 }, { $ref: "https://example.com/schema.json" })).toEqual([]);
  });

  test("a schema without types allows all", () => {
    expect(breach({ a: 1 }, {})).toEqual([]);
  });

  test("a union names the member", () => {
    const union = { type: "object", properties: { n: { type: ["integer", "null"] } } };
    expect([breach({ n: null }, union), breach({ n: "1" }, union)]).toEqual([[], ["wrong-type $.n"]]);
  });
});
