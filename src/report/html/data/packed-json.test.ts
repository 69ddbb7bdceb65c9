import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonAt, packJson } from "./packed-json.js";

const textsOf = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value));
const read = (values: readonly unknown[]) => values.map((_, at) => JSON.parse(jsonAt(packJson(textsOf(values)), at)));

describe("packed JSON", () => {
  test.each<[string, readonly unknown[]]>([
    ["nothing", []],
    ["one value", ["a"]],
    ["the same value again", [{ a: [1] }, { a: [1] }, { a: [1] }]],
    ["values that all differ", [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ["values of several forms", [null, 0, "", {}, [], [[]], { a: null }, { b: null }, { a: "a", b: [] }, false, null]],
    ["lists of several lengths", [[1, 2, 3], [], [3], [1, 2, 3], [[], [1]]]],
    ["the same members in another order", [JSON.parse('{"a":1,"b":2}'), JSON.parse('{"b":2,"a":1}')]],
    ["a member named __proto__", [JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":null}'), {}]],
    ["lone surrogates and control characters", ["\ud800", "\0\u0001\u001f", "\u2028"]],
  ])("gives back %s", (_, values) => {
    expect(textsOf(read(values))).toEqual(textsOf(values));
  });

  test("gives back any values", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), (values) => {
        expect(textsOf(read(values))).toEqual(textsOf(values));
      }),
      { numRuns: 200 },
    );
  });

  test("has each value once, however often and wherever it stands", () => {
    const sentence = "No step was answered on both sides.";
    const values = Array.from({ length: 100 }, (_, at) => ({ at, says: [{ says: sentence }, { says: sentence }] }));
    expect(JSON.stringify(packJson(textsOf(values))).split(sentence)).toHaveLength(2);
  });
});
