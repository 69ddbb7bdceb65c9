import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonStringsOf } from "./json-strings.js";

const shown = (text: string) =>
  jsonStringsOf(text).map(({ start, end, path, place }) => [text.slice(start, end), path, place]);

test("strings are found with their members and their places", () => {
  expect(shown('{"a": "x", "b": [ "y", {"c":"z\\"\\\\"} ], "n": 1.5e3, "t": true}')).toEqual([
    ["x", ".a", ".a"],
    ["y", ".b[]", ".b[0]"],
    ['z\\"\\\\', ".b[].c", ".b[1].c"],
  ]);
});

test("an index in the same object tells places apart, whether it stands before or after", () => {
  expect(shown('{"index":1,"delta":{"text":"x"}}')).toEqual([["x", ".delta.text", "index=1 .delta.text"]]);
  expect(shown('{"delta":{"text":"x"},"contentBlockIndex":2}')).toEqual([
    ["x", ".delta.text", "contentBlockIndex=2 .delta.text"],
  ]);
});

test.each([
  ["a string that is cut", '{"a":"x', [["x", ".a", ".a"]]],
  ["a cut inside an escape", '{"a":"x\\', [["x\\", ".a", ".a"]]],
  ["what is broken after a string", '{"a":"x" "b":"y"}', [["x", ".a", ".a"]]],
  ["a name that is none", '{"a":"x",b:"y"}', [["x", ".a", ".a"]]],
  ["no JSON at all", "[DONE]", []],
  ["nothing", "", []],
  ["one string alone", '"x"', [["x", "", ""]]],
])("%s gives what stands before", (_title, text, strings) => {
  expect(shown(text)).toEqual(strings);
});

test("every string value of any JSON is found, in its order, as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const found = jsonStringsOf(text).map(({ start, end }) => JSON.parse(`"${text.slice(start, end)}"`));
      expect(found).toEqual(stringsIn(JSON.parse(text)));
    }),
  );
});

test("any text at all is read to an end", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ax1 ') }), (text) => {
      for (const { start, end } of jsonStringsOf(text)) expect(start <= end && end <= text.length).toBe(true);
    }),
  );
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
