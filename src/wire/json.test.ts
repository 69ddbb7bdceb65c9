import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
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

const suite = new URL("../../../shared/corpus-fuzz/nst+JSONTestSuite/test_parsing/", import.meta.url);

describe.skipIf(!existsSync(suite))("JSONTestSuite (skipped when the folder is absent)", () => {
  const files = existsSync(suite) ? readdirSync(suite) : [];
  const textOf = (file: string): string | null => {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
        readFileSync(new URL(encodeURIComponent(file), suite)),
      );
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
