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

test("an index in the same object distinguishes places, before or after the text", () => {
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

test.each<[what: string, text: string, strings: (readonly [string, string, string])[]]>([
  ["empty lists and objects", '{"a":{},"b":[],"c":[{}],"d":"x"}', [["x", ".d", ".d"]]],
  ["empty ones with blanks", '{"a":{ },"b":[ ],"d":"x"}', [["x", ".d", ".d"]]],
  [
    "every kind of blank",
    '\n{\t"a"\r:\n "x"\t,\r"b"\n:[\t"y"\r]\n}',
    [
      ["x", ".a", ".a"],
      ["y", ".b[]", ".b[0]"],
    ],
  ],
  ["numbers and words before it", '[-1.5e+3,0,true,false,null,"x"]', [["x", "[]", "[5]"]]],
  [
    "lists in lists",
    '[["x"],["y","z"]]',
    [
      ["x", "[][]", "[0][0]"],
      ["y", "[][]", "[1][0]"],
      ["z", "[][]", "[1][1]"],
    ],
  ],
  ["an escaped quote", '{"a":"x\\"y","b":1}', [['x\\"y', ".a", ".a"]]],
  ["an escaped backslash at its end", '["x\\\\",1]', [["x\\\\", "[]", "[0]"]]],
  ["three backslashes and a quote", '["x\\\\\\"",1]', [['x\\\\\\"', "[]", "[0]"]]],
  ["an escaped quote in a name", '{"a\\"b":"x"}', [["x", '.a\\"b', '.a\\"b']]],
])("beside %s strings are found", (_what, text, strings) => {
  expect(shown(text)).toEqual(strings);
});

test.each([
  ["a blank that JSON does not know", '{"a":"x",\v"b":"y"}'],
  ["a missing comma in a list", '{"a":"x","b":[1 "y"]}'],
  ["a comma too many in a list", '{"a":"x","b":[,"y"]}'],
  ["a colon in a list", '{"a":"x","b":[1:"y"]}'],
  ["a brace that closes a list", '{"a":"x","b":[1},"c":"y"}'],
  ["a missing colon", '{"a":"x","b" "y"}'],
  ["a missing value", '{"a":"x","b":,"c":"y"}'],
  ["a semicolon in an object", '{"a":"x";"b":"y"}'],
  ["a bracket that closes an object", '{"a":"x","b":{"c":1],"d":"y"}'],
  ["a name without an end", '{"a":"x","b'],
])("%s ends the search", (_what, text) => {
  expect(shown(text)).toEqual([["x", ".a", ".a"]]);
});

test.each([
  ["index", '{"index":1,"a":"x"}', "index=1 .a"],
  ["block_index", '{"block_index":0,"a":"x"}', "block_index=0 .a"],
  ["outputindex", '{"outputindex":12,"a":"x"}', "outputindex=12 .a"],
  ["contentBlockIndex", '{"contentBlockIndex":3,"a":"x"}', "contentBlockIndex=3 .a"],
  ["Index", '{"Index":3,"a":"x"}', "Index=3 .a"],
  ["two of them", '{"index":1,"a":"x","choice_index":2}', "index=1 choice_index=2 .a"],
  ["one in the other", '{"index":1,"a":{"index":2,"b":"x"}}', "index=1 index=2 .a.b"],
  ["indexes, which is none", '{"indexes":1,"a":"x"}', ".a"],
  ["-index, which is none", '{"-index":1,"a":"x"}', ".a"],
  ["INDEX, which is none", '{"INDEX":1,"a":"x"}', ".a"],
  ["an index that is a fraction", '{"index":1.5,"a":"x"}', ".a"],
  ["an index that is negative", '{"index":-1,"a":"x"}', ".a"],
  ["an index that is null", '{"index":null,"a":"x"}', ".a"],
])("what tells places apart: %s", (_what, text, place) => {
  expect(jsonStringsOf(text).map((string) => string.place)).toEqual([place]);
});

test("an index does not reach beyond its object", () => {
  expect(shown('{"a":"x","b":[{"index":1,"c":"y"},{"c":"z"}],"d":"w"}').map(([, , place]) => place)).toEqual([
    ".a",
    "index=1 .b[0].c",
    ".b[1].c",
    ".d",
  ]);
});

test("128 levels are entered and the 129th is not, of lists and of objects", () => {
  const lists = (levels: number) => `${"[".repeat(levels)}"x"${"]".repeat(levels)}`;
  const objects = (levels: number) => `${'{"a":'.repeat(levels)}"x"${"}".repeat(levels)}`;
  expect(jsonStringsOf(lists(128))).toHaveLength(1);
  expect(jsonStringsOf(lists(129))).toHaveLength(0);
  expect(jsonStringsOf(objects(128))).toHaveLength(1);
  expect(jsonStringsOf(objects(129))).toHaveLength(0);
  expect(jsonStringsOf(`["x",${lists(127)},"y",${lists(128)},"z"]`)).toHaveLength(3);
});

test("of a name a hundred characters are kept, less the quote, and a place of more than four hundred grows no further", () => {
  const name = "n".repeat(150);
  expect(shown(`{"${name}":"x"}`)).toEqual([["x", `.${"n".repeat(99)}`, `.${"n".repeat(99)}`]]);
  const short = "n".repeat(99);
  const nested = (levels: number) => `${`{"${short}":`.repeat(levels)}"x"${"}".repeat(levels)}`;
  expect(jsonStringsOf(nested(4))[0]?.path).toHaveLength(400);
  expect(jsonStringsOf(nested(5))[0]?.path).toHaveLength(500);
  expect(jsonStringsOf(nested(6))[0]?.path).toHaveLength(500);
});
