import { describe, expect, test } from "vitest";
import { bundleJson, bundleJsonLines, maxBundleJsonBytes } from "./bundle-json.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (content: string | Uint8Array) => {
  const json = bundleJson({ path: "a.json", bytes: typeof content === "string" ? bytes(content) : content });
  return json.kind === "read" ? json.value : json.problem.says;
};

describe("a JSON file of a bundle", () => {
  test("is parsed", () => {
    expect(read('{"a":[1,{"b":null}],"c":{"a":1},"a ":""}')).toEqual({ a: [1, { b: null }], c: { a: 1 }, "a ": "" });
    expect(read('{"a":{},"b":{"a":[],"b":["a","a"]},"c":"a"}')).toEqual({ a: {}, b: { a: [], b: ["a", "a"] }, c: "a" });
    const odd = read('{"__proto__":{"x":1}}');
    expect(JSON.stringify(odd)).toBe('{"__proto__":{"x":1}}');
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  test.each([
    ["", "is no JSON that is read: it ends too early"],
    ['{"a":', "is no JSON that is read: it ends too early"],
    ['{"a":1,}', "is no JSON that is read: it is wrong at character 8"],
    ["{} {}", "is no JSON that is read: it is wrong at character 4"],
    ["NaN", "is no JSON that is read: it is wrong at character 1"],
    ["\ufeff{}", "is no JSON that is read: it is wrong at character 1"],
    [Uint8Array.of(34, 0xff, 34), "is not UTF-8, so it is no JSON"],
    ["[".repeat(10_000) + "]".repeat(10_000), "is no JSON that is read: it is nested too deep at character 129"],
    [
      `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
      "is no JSON that is read: it is nested too deep at character 641",
    ],
    ["[".repeat(10_000), "is no JSON that is read: it is wrong at character 129"],
    ['{"a":1,"a":1}', 'has the name "a" twice in one object, so readers can differ on its value'],
    ['[{"b":{"c":1,"d":{},"\\u0063":2}}]', 'has the name "c" twice in one object, so readers can differ on its value'],
    [
      '{"\\u001b[2J":1,"\\u001b[2J":1}',
      'has the name "\\u{1b}[2J" twice in one object, so readers can differ on its value',
    ],
    ['{"":{},"":1}', 'has the name "" twice in one object, so readers can differ on its value'],
    [new Uint8Array(maxBundleJsonBytes + 1), "has 16777217 bytes of JSON; the limit is 16777216, so it was not read"],
  ])("%#: is refused", (content, why) => {
    expect(read(content)).toBe(`"a.json" ${why}`);
  });
});

const lines = (text: string) => {
  const json = bundleJsonLines({ path: "calls.jsonl", bytes: bytes(text) });
  return json.kind === "read" ? json.values : json.problem.says;
};

test("a JSON Lines file of a bundle has one value on each line, or names the first wrong one", () => {
  expect(lines("")).toEqual([]);
  expect(lines('{"a":1}\n2\n')).toEqual([{ a: 1 }, 2]);
  expect(lines('{"a":1}\n{"a":1}')).toBe('"calls.jsonl" does not end in a newline: its last line is cut');
  expect(lines("1\n\n2\n")).toBe('"calls.jsonl" line 2 is no JSON that is read: it ends too early');
  expect(lines('1\n{"a":1,"a":2}\n')).toBe(
    '"calls.jsonl" line 2 has the name "a" twice in one object, so readers can differ on its value',
  );
  expect(lines(`1\n${"[".repeat(10_000)}${"]".repeat(10_000)}\n`)).toBe(
    '"calls.jsonl" line 2 is no JSON that is read: it is nested too deep at character 129',
  );
});
