import { describe, expect, test } from "vitest";
import { jsonDifferences } from "./json-difference.js";

test.each<[what: string, asked: unknown, recorded: unknown, lines: string[]]>([
  ["equal values", { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
  ["another value", { a: 1 }, { a: "1" }, ['a: 1 ≠ recorded "1"']],
  ["a member that was not recorded", { a: 1, b: 2 }, { a: 1 }, ["b: 2 ≠ recorded nothing"]],
  ["a member that is not asked", { a: 1 }, { a: 1, b: null }, ["b: nothing ≠ recorded null"]],
  [
    "members of both in their order",
    { a: 1, b: 1 },
    { b: 2, a: 2, c: 2 },
    ["a: 1 ≠ recorded 2", "b: 1 ≠ recorded 2", "c: nothing ≠ recorded 2"],
  ],
  ["a longer list", [1, 2], [1], ["[1]: 2 ≠ recorded nothing"]],
  ["a shorter list", { a: [1] }, { a: [1, 2, 3] }, ["a[1]: nothing ≠ recorded 2", "a[2]: nothing ≠ recorded 3"]],
  ["values deep inside", { a: [{ b: { c: 1 } }] }, { a: [{ b: { c: 2 } }] }, ["a[0].b.c: 1 ≠ recorded 2"]],
  ["a list and an object", [], {}, ["body: [] ≠ recorded {}"]],
  ["an object and a list", { a: {} }, { a: [] }, ["a: {} ≠ recorded []"]],
  ["null and an object", { a: null }, { a: {} }, ["a: null ≠ recorded {}"]],
  ["an object and null", { a: {} }, { a: null }, ["a: {} ≠ recorded null"]],
  ["a text and a number alone", "1", 1, ['body: "1" ≠ recorded 1']],
  [
    "names that are no words",
    { "a b": 1, "": 1, "$a-b_9": 1 },
    {},
    ['["a b"]: 1 ≠ recorded nothing', '[""]: 1 ≠ recorded nothing', "$a-b_9: 1 ≠ recorded nothing"],
  ],
  ["a name that is no word inside", { a: { "b.c": 1 } }, { a: {} }, ['a["b.c"]: 1 ≠ recorded nothing']],
])("the difference of %s", (_what, asked, recorded, lines) => {
  expect(jsonDifferences(asked, recorded)).toEqual(lines);
});

test("no more lines than the limit are made, a thousand by default", () => {
  const list = (value: number, length: number) => Array.from({ length }, () => value);
  expect(jsonDifferences(list(1, 5), list(2, 5), 3)).toEqual([
    "[0]: 1 ≠ recorded 2",
    "[1]: 1 ≠ recorded 2",
    "[2]: 1 ≠ recorded 2",
  ]);
  expect(jsonDifferences(list(1, 5), list(2, 5), 0)).toEqual([]);
  expect(jsonDifferences(list(1, 1001), list(2, 1001))).toHaveLength(1000);
});

describe("values that are long", () => {
  const line = (asked: string, recorded: string) => jsonDifferences(asked, recorded)[0];
  const x = (count: number) => "x".repeat(count);

  test("are shown whole up to eighty characters, quotes included", () => {
    expect(line(`${x(77)}a`, `${x(77)}b`)).toBe(`body: "${x(77)}a" ≠ recorded "${x(77)}b"`);
  });

  test("are cut behind eighty characters where they differ early", () => {
    expect(line(`a${x(90)}`, "b")).toBe(`body: "a${x(78)}… ≠ recorded "b"`);
    expect(line(`${x(29)}a${x(60)}`, `${x(29)}b`)).toBe(`body: "${x(29)}a${x(49)}… ≠ recorded "${x(29)}b"`);
  });

  test("are shown from twenty characters before their difference where that is late", () => {
    expect(line(`${x(30)}a${x(60)}`, `${x(30)}b`)).toBe(`body: …${x(20)}a${x(59)}… ≠ recorded …${x(20)}b"`);
    expect(line(`${x(100)}a`, `${x(100)}bc`)).toBe(`body: …${x(20)}a" ≠ recorded …${x(20)}bc"`);
  });

  test("are shown from their beginning where one has ended before that", () => {
    expect(jsonDifferences(`${x(200)}a`, 1)).toEqual([`body: "${x(79)}… ≠ recorded 1`]);
    expect(line(x(100), `${x(100)}${x(5)}`)).toBe(`body: …${x(20)}" ≠ recorded …${x(20)}${x(5)}"`);
  });
});
