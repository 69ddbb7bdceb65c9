import { expect, test } from "vitest";
import { jsonObjectsIn } from "./json-objects.js";

test.each<[words: string, sources: readonly string[]]>([
  ["none", []],
  ["{}", ["{}"]],
  ["a {} b {} c", ["{}", "{}"]],
  ['{"a":{"b":{}}}', ['{"a":{"b":{}}}']],
  ['{"a":"}"}', ['{"a":"}"}']],
  ['{"a":"{"}', ['{"a":"{"}']],
  ['{"a":"\\"}"}', ['{"a":"\\"}"}']],
  ['{"a":"\\\\"}', ['{"a":"\\\\"}']],
  ['{no {"a":1}}', ['{"a":1}']],
  ['{ {"a":1}', ['{"a":1}']],
  ['{"a":1', []],
  ["}{}", ["{}"]],
  ['{"a":1}{"b":2}', ['{"a":1}', '{"b":2}']],
])("the objects in %j are %j", (words, sources) => {
  expect(jsonObjectsIn(words).map(({ source }) => source)).toEqual(sources);
  expect(jsonObjectsIn(words).map(({ value }) => value)).toEqual(sources.map((source) => JSON.parse(source)));
});

test("an object nested deeper than 100 is left out", () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`;
  expect(jsonObjectsIn(nested(100))).toHaveLength(1);
  expect(jsonObjectsIn(nested(101)).map(({ at }) => at)).toEqual([5]);
});

test("an object has its place in the text", () => {
  expect(jsonObjectsIn('so {"a":1}.')).toEqual([{ value: { a: 1 }, source: '{"a":1}', at: 3, end: 10 }]);
});
