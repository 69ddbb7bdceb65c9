import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beside } from "../../test/support/beside.js";
import { canonicalJson, isDeeperThan, maxJsonDepth, parseJson, sameJson } from "./json.js";
import { findJsonFault } from "./json-fault.js";

test.each([
  ['{"a":[1,2.5e-3,true,null,"\\u00e9"]}', { a: [1, 2.5e-3, true, null, "é"] }],
  [" 0 ", 0],
  ['""', ""],
])("valid text is its value: %s", (text, value) => {
  expect(parseJson(text)).toEqual({ ok: true, value });
});

test.each([
  "",
  " ",
  "{",
  '{"a',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":1,',
  "[",
  "[1",
  "[1,",
  '"',
  '"\\',
  '"\\u12',
  "-",
  "1.",
  "1e",
  "1e+",
  "tru",
  "n",
  '[{"a":"b',
])("the beginning of valid JSON is incomplete: %s", (text) => {
  expect(parseJson(text)).toMatchObject({ ok: false, incomplete: true, position: text.length });
});

test.each([
  ["}", 0],
  ["\ufeff1", 0],
  ["[1,]", 3],
  ['{"a" 1}', 5],
  ['{"a":1,}', 7],
  ["{a:1}", 1],
  ["01", 1],
  ["1 2", 2],
  ["nul1", 3],
  ['"\\x"', 2],
  ['"\t"', 1],
  ['"\\u12g4"', 5],
  ["<html>", 0],
  ["[1}", 2],
  ["+1", 0],
  ["NaN", 0],
])("wrong text is not incomplete, and says where: %s at %i", (text, position) => {
  expect(parseJson(text)).toMatchObject({ ok: false, incomplete: false, position });
});

test("128 levels are read and 129 are refused where they begin", () => {
  const nested = (levels: number): string => `${'{"a":['.repeat(levels / 2)}${"]}".repeat(levels / 2)}`;
  expect(parseJson(nested(maxJsonDepth)).ok).toBe(true);
  const text = `[${nested(maxJsonDepth)}]`;
  expect(parseJson(text)).toMatchObject({ ok: false, incomplete: false, position: text.lastIndexOf("[") });
});

test("a million levels are refused without a crash", () => {
  expect(parseJson("[".repeat(1_000_000))).toMatchObject({ ok: false, incomplete: false, position: maxJsonDepth });
});

test("many brackets side by side, or in strings, are not deep", () => {
  expect(parseJson(`[${Array(500).fill("[]").join(",")}]`).ok).toBe(true);
  expect(parseJson(JSON.stringify(["[".repeat(500), '\\"{[{['.repeat(200)])).ok).toBe(true);
});

test("any value that was written is read back", () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: "large" }), (value) => {
      const text = JSON.stringify(value);
      expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      expect(findJsonFault(text)).toBeNull();
    }),
  );
});

test("text with one character changed is refused exactly when JSON.parse refuses it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), fc.string({ maxLength: 2 }), (value, at, instead) => {
      const text = JSON.stringify(value);
      const changed = text.slice(0, at % text.length) + instead + text.slice((at % text.length) + 1);
      let valid = true;
      try {
        JSON.parse(changed);
      } catch {
        valid = false;
      }
      expect(findJsonFault(changed) === null).toBe(valid);
    }),
  );
});

test("canonical JSON sorts members at every level and keeps the order of lists", () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }, 1], a: null, Z: "é" })).toBe('{"Z":"é","a":null,"b":[{"c":2,"d":1},1]}');
});

test("canonical JSON keeps a member named __proto__ and changes no prototype", () => {
  expect(canonicalJson(JSON.parse('{"__proto__":{"x":1},"a":{"constructor":2}}'))).toBe(
    '{"__proto__":{"x":1},"a":{"constructor":2}}',
  );
  expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
});

test("canonical JSON leaves an undefined member out", () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test.each([undefined, () => 1, 1n, Number.NaN, Number.POSITIVE_INFINITY, new Map(), new Uint8Array(1)])(
  "canonical JSON refuses what is not JSON: %s",
  (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  },
);

test("canonical JSON is the same for members in any order, and parses to the same value", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      const reversed = Object.fromEntries(Object.entries(plain as object).reverse());
      expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      if (!Object.hasOwn(value, "__proto__")) expect(canonicalJson(reversed)).toBe(canonicalJson(plain));
    }),
  );
});

test("depth is measured without recursion", () => {
  let value: unknown = 1;
  for (let level = 0; level < 100_000; level += 1) value = [value];
  expect(isDeeperThan(value, 120)).toBe(true);
  expect(isDeeperThan([[1], { a: {} }], 3)).toBe(false);
  expect(isDeeperThan([[1], { a: {} }], 2)).toBe(true);
});

const suite = beside("corpus-fuzz/nst+JSONTestSuite/test_parsing");

describe.skipIf(!suite.isThere)(suite.title("JSONTestSuite"), () => {
  const files = suite.isThere ? readdirSync(suite.path) : [];
  const textOf = (file: string): string | null => {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(join(suite.path, file)));
    } catch {
      return null;
    }
  };

  test.each(files.filter((file) => file.startsWith("y_")))("is read: %s", (file) => {
    const text = textOf(file) ?? "";
    expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  test.each(files.filter((file) => file.startsWith("y_")))("cut anywhere it is incomplete or valid: %s", (file) => {
    const text = textOf(file) ?? "";
    for (let end = 0; end < text.length; end += 1) {
      const parsed = parseJson(text.slice(0, end));
      expect(parsed.ok || parsed.incomplete).toBe(true);
    }
  });

  test.each(files.filter((file) => file.startsWith("n_")))("is refused: %s", (file) => {
    const text = textOf(file);
    if (text !== null) expect(parseJson(text).ok).toBe(false);
  });

  test.each(files.filter((file) => file.startsWith("i_")))("is read or refused, never thrown: %s", (file) => {
    const text = textOf(file);
    if (text !== null) expect(typeof parseJson(text).ok).toBe("boolean");
  });
});

test("values are the same when their canonical texts are", () => {
  const near = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)));
  fc.assert(
    fc.property(near, near, (one, other) => {
      expect(sameJson(one, other)).toBe(canonicalJson(one) === canonicalJson(other));
      expect(sameJson(one, JSON.parse(canonicalJson(one)))).toBe(true);
    }),
  );
});

test.each([
  ["members in another order", '{"a":1,"b":[{"c":2,"d":3}]}', '{"b":[{"d":3,"c":2}],"a":1}', true],
  ["0 and -0", "0", "-0", true],
  ["items in another order", "[1,2]", "[2,1]", false],
  ["a member more", '{"a":1}', '{"a":1,"b":1}', false],
  ["an absent member and a null", '{"a":null}', '{"b":null}', false],
  ["a list and an object", "[]", "{}", false],
  ["an object and null", "{}", "null", false],
  ["a member named __proto__", '{"__proto__":{"x":1}}', '{"__proto__":{"x":2}}', false],
  ["a member that every object inherits", '{"toString":1}', '{"a":1}', false],
])("%s: %s and %s", (_name, one, other, same) => {
  expect(sameJson(JSON.parse(one), JSON.parse(other))).toBe(same);
});

test.each([
  ...["0", "-0", "7", "10", "-120", "1.5", "1.05", "0.25", "1e5", "1E5", "1e+5", "1E-05", "0e0", "10.01e10"],
  ...["true", "false", "null", "[]", "{}", "[[],{}]", '{"a":{},"b":[1,2]}'],
  ...['""', '" "', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\u0000\\uFFFF\\u9aBc"', '"\\u12345"', '"\u007f\u2028\ud800"'],
  ...[" \t\n\r1 \t\n\r", "[ 1 , 2 ]", '{ "a" : 1 , "b" : 2 }', '{"a":1,"a":2}', '[""]'],
])("valid text has no fault: %j", (text) => {
  expect(JSON.stringify(JSON.parse(text))).toBeTypeOf("string");
  expect(findJsonFault(text)).toBeNull();
});

test.each([
  ["a control character", '"\u001f"', 1],
  ["a line end in a string", '"a\n"', 2],
  ["a vertical tab between values", "[1,\v2]", 3],
  ["a blank that is none", "\u00a01", 0],
  ["an escape that is none, in capitals", '"\\N"', 2],
  ["the first digit of a code", '"\\ug234"', 3],
  ["the second", '"\\u1g34"', 4],
  ["the third", '"\\u12g4"', 5],
  ["the last", '"\\u123g"', 6],
  ["a code that is too short", '"\\u123"', 6],
  ["a slash behind a number", "1/", 1],
  ["a colon behind a number", "1:", 1],
  ["a colon behind a first digit", "[1:2]", 2],
  ["a number that begins with its point", ".5", 0],
  ["a fraction without digits", "1.x", 2],
  ["a second point", "1.5.5", 3],
  ["an exponent without digits", "1ex", 2],
  ["an exponent with two signs", "1e+-5", 3],
  ["a minus without digits", "-x", 1],
  ["a zero before a digit", "-01", 2],
  ["a word with a wrong letter", "trie", 2],
  ["a word that is too long", "nulll", 4],
  ["a word in capitals", "True", 0],
  ["a single quote", "'a'", 0],
  ["a comma alone", "[,1]", 1],
  ["a comma before a name", '{,"a":1}', 1],
  ["a name without quotes behind a comma", '{"a":1,b:2}', 7],
  ["a bracket that closes an object", '{"a":1]', 6],
  ["a bracket that closes an empty object", "{]", 1],
  ["a brace that closes a list", "[1,2}", 4],
  ["a brace behind a comma", '{"a":[1],}', 9],
  ["an equals sign", '{"a"=1}', 4],
  ["a value behind a value", "[1 2]", 3],
  ["a second document", "{}{}", 2],
  ["a bracket too many", "[]]", 2],
  ["a bracket behind a word", "[true}]", 5],
])("a fault is at its place: %s", (_what, text, position) => {
  expect(findJsonFault(text)).toMatchObject({ position, incomplete: false });
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
});

test.each([
  ["[1,}", 'unexpected "}" at position 3'],
  ["[1,\u{1f600}]", 'unexpected "\u{1f600}" at position 3'],
  ['["\n"]', 'unexpected "\\n" at position 2'],
  ["[1", "the text ends at position 2 before its value does"],
])("a fault says what it met: %j", (text, message) => {
  expect(parseJson(text)).toMatchObject({ ok: false, message });
});

describe("how deep a text is", () => {
  const lists = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

  test.each([
    ["lists alone", lists(128), true],
    ["one list more", lists(129), false],
    ["objects alone", objects(128), true],
    ["one object more", objects(129), false],
    ["lists behind an empty text", `["",${lists(128)}]`, false],
    ["lists behind an escaped quote", `["\\"",${lists(128)}]`, false],
    ["lists behind an escaped backslash", `["\\\\",${lists(128)}]`, false],
    ["lists behind two escaped backslashes and a quote", `["\\\\\\"",${lists(128)}]`, false],
    ["brackets in a text", `["${"[".repeat(200)}"]`, true],
    ["brackets in a text with an escaped quote", `["\\"${"[".repeat(200)}"]`, true],
    ["brackets in a text behind escaped backslashes", `["\\\\","${"[".repeat(200)}"]`, true],
    ["lists side by side", `[${Array(300).fill("[]").join(",")}]`, true],
    ["objects side by side", `[${Array(300).fill("{}").join(",")}]`, true],
    ["lists and objects by turns", `[${Array(200).fill('{"a":[]}').join(",")},${lists(127)}]`, true],
    ["one level more behind them", `[${Array(200).fill('{"a":[]}').join(",")},${lists(128)}]`, false],
  ])("%s", (_what, text, isRead) => {
    expect(parseJson(text).ok).toBe(isRead);
  });

  test("is reported with the position of the first level too many", () => {
    expect(parseJson(`["",${lists(128)}]`)).toEqual({
      ok: false,
      message: "nested deeper than 128 levels at position 131",
      position: 131,
      incomplete: false,
      tooDeep: true,
    });
  });
});

test.each([
  [1, 0, false],
  [[], 0, true],
  [{}, 0, true],
  [null, 0, false],
  [[1], 1, false],
  [[null, "a"], 1, false],
  [[[]], 1, true],
  [{ a: [] }, 1, true],
  [{ a: [1] }, 2, false],
  [{ a: [{}] }, 2, true],
])("%j is deeper than %i: %s", (value, max, isDeeper) => {
  expect(isDeeperThan(value, max)).toBe(isDeeper);
});

test.each([
  ["{}", "5"],
  ["{}", '""'],
  ["{}", "null"],
  ["{}", "[]"],
  ["[]", "5"],
  ["[]", '""'],
  ["[]", "null"],
  ["[1]", "[1,2]"],
  ["[1]", "[2]"],
  ["[1,2]", "[1,3]"],
  ["[1]", '{"0":1}'],
  ["[]", '{"length":0}'],
  ["[1]", '{"0":1,"length":1}'],
  ['{"a":1}', '{"a":2}'],
  ['{"a":1}', '{"a":1,"b":2}'],
  ['{"a":1,"b":2}', '{"a":1,"b":3}'],
  ['{"a":[{"b":1}]}', '{"a":[{"b":2}]}'],
  ["1", '"1"'],
  ["0", "false"],
  ["0", "null"],
])("%s and %s are not the same, in either order", (one, other) => {
  expect(sameJson(JSON.parse(one), JSON.parse(other))).toBe(false);
  expect(sameJson(JSON.parse(other), JSON.parse(one))).toBe(false);
});

test.each([
  [Number.NaN, "NaN"],
  [undefined, "undefined"],
  [12n, "12"],
  [new Map(), "[object Map]"],
  [new Set([1]), "[object Set]"],
  [new Date(0), "[object Date]"],
])("canonical JSON names what it refuses: %s", (value, word) => {
  expect(() => canonicalJson(value)).toThrow(new TypeError(`not a JSON value: ${word}`));
  expect(() => canonicalJson({ a: [value] })).toThrow(TypeError);
});
