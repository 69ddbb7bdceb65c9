import { describe, expect, test } from "vitest";
import { HarError } from "./har-error.js";
import {
  countAt,
  type HarNode,
  listAt,
  memberOf,
  millisecondsAt,
  momentAt,
  objectAt,
  oneOf,
  orNull,
  plainNameAt,
  targetNameAt,
  textAt,
} from "./har-node.js";

const at = (value: unknown): HarNode => ({ file: "a.har", place: "log.x", value });

/** What is wrong with a value, behind the file and the place of the complaint; null: nothing. */
function problem(read: (node: HarNode) => unknown, value: unknown, place = "log.x"): string | null {
  try {
    read(at(value));
    return null;
  } catch (error) {
    if (!(error instanceof HarError)) throw error;
    expect([error.file, error.place]).toEqual(["a.har", place]);
    return error.message.replace(`a.har: ${place}: `, "");
  }
}

describe("an object", () => {
  const read = (node: HarNode) => objectAt(node, ["a", "b"], ["c"]);

  test.each([
    [{ a: 1, b: undefined }, null],
    [{ b: 1, a: 1, c: 1 }, null],
    [{ a: 1 }, '"b" is missing'],
    [{ b: 1, c: 1 }, '"a" is missing'],
    [{}, '"a" is missing'],
    [{ a: 1, b: 1, d: 1 }, '"d" is not a known member'],
    [{ a: 1, b: 1, c: 1, toString: 1 }, '"toString" is not a known member'],
    [JSON.parse('{"a":1,"b":1,"__proto__":1}'), '"__proto__" is not a known member'],
    [Object.create({ a: 1, b: 1 }), '"a" is missing'],
    [["a", "b"], "must be an object, is a list"],
    [null, "must be an object, is null"],
    ["a", 'must be an object, is "a"'],
    [undefined, "must be an object, is missing"],
  ])("of a, b and perhaps c: %j", (value, wrong) => {
    expect(problem(read, value)).toBe(wrong);
  });

  test("may have anything more where that is allowed", () => {
    expect(problem((node) => objectAt(node, ["a"], null), { a: 1, z: 1 })).toBeNull();
    expect(problem((node) => objectAt(node, ["a"], null), { z: 1 })).toBe('"a" is missing');
    expect(problem((node) => objectAt(node, ["toString"], null), {})).toBe('"toString" is missing');
  });

  test("gives its own members alone, each with its place", () => {
    const object = objectAt(at(JSON.parse('{"a":0,"__proto__":"own"}')), [], null);
    expect(memberOf(object, "a")).toEqual({ file: "a.har", place: "log.x.a", value: 0 });
    expect(memberOf(object, "__proto__")).toEqual({ file: "a.har", place: "log.x.__proto__", value: "own" });
    expect(memberOf(object, "constructor").value).toBeUndefined();
    expect(memberOf(object, "b").value).toBeUndefined();
  });
});

test("a list gives its entries, each with its place", () => {
  expect(listAt(at(["a", 1]))).toEqual([
    { file: "a.har", place: "log.x[0]", value: "a" },
    { file: "a.har", place: "log.x[1]", value: 1 },
  ]);
  expect(listAt(at([]))).toEqual([]);
  expect(problem(listAt, { length: 0 })).toBe("must be a list, is an object");
});

test.each([
  ["", null],
  ["a", null],
  [1, "must be text, is 1"],
  [null, "must be text, is null"],
  [undefined, "must be text, is missing"],
  [false, "must be text, is false"],
  [["a"], "must be text, is a list"],
  [{}, "must be text, is an object"],
])("a text: %j", (value, wrong) => {
  expect(problem(textAt, value)).toBe(wrong);
});

test("a value that is long is shown up to sixty characters, quotes included", () => {
  const one = (value: string) => problem((node) => oneOf(node, ["a", "b"]), value);
  expect(one("x".repeat(58))).toBe(`must be one of a, b, is "${"x".repeat(58)}"`);
  expect(one("x".repeat(59))).toBe(`must be one of a, b, is "${"x".repeat(56)}...`);
  expect(one("a")).toBeNull();
  expect(one("A")).toBe('must be one of a, b, is "A"');
});

test.each([
  [0, 0, true],
  [1, 0, true],
  [2 ** 53 - 1, 0, true],
  [1, 1, true],
  [0, 1, false],
  [-1, 0, false],
  [1.5, 0, false],
  [2 ** 53, 0, false],
  [Number.NaN, 0, false],
  [Number.POSITIVE_INFINITY, 0, false],
  ["1", 0, false],
  [true, 0, false],
  [null, 0, false],
])("a count: %s, from %i, is one: %s", (value, least, isCount) => {
  const wrong = problem((node) => countAt(node, least), value);
  if (isCount) expect(wrong).toBeNull();
  else expect(wrong).toContain(`must be a whole number from ${least}, is `);
});

test.each([
  [0, true],
  [0.25, true],
  [1e15, true],
  [-0.001, false],
  [-1, false],
  [Number.NaN, false],
  [Number.POSITIVE_INFINITY, false],
  ["1", false],
  [null, false],
])("milliseconds: %s are some: %s", (value, isSome) => {
  const wrong = problem(millisecondsAt, value);
  if (isSome) expect(wrong).toBeNull();
  else expect(wrong).toContain("must be milliseconds from 0, is ");
});

test("null is read as null, and nothing else is", () => {
  expect(orNull(at(null), textAt)).toBeNull();
  expect(orNull(at(""), textAt)).toBe("");
  expect(problem((node) => orNull(node, textAt), 0)).toBe("must be text, is 0");
  expect(problem((node) => orNull(node, textAt), undefined)).toBe("must be text, is missing");
});

describe("a moment", () => {
  test.each([
    "2026-02-10T12:00:00Z",
    "2026-02-10T12:00:00.0Z",
    "2026-02-10T12:00:00.123Z",
    "2026-02-10T12:00:00.123456789Z",
    "1969-12-31T23:59:59Z",
  ])("may be %s", (text) => {
    expect(momentAt(at(text))).toBe(text);
  });

  test.each([
    "",
    "2026-02-10",
    "2026-02-10T12:00:00",
    "2026-02-10T12:00Z",
    "2026-02-10 12:00:00Z",
    "2026-02-10T12:00:00z",
    "2026-02-10T12:00:00+00:00",
    "2026-02-10T12:00:00.Z",
    "2026-02-10T12:00:00.1234567890Z",
    "+2026-02-10T12:00:00Z",
    "x2026-02-10T12:00:00Z",
    "2026-02-10T12:00:00Z ",
    "2026-02-10T12:00:00Zx",
    "2026-2-10T12:00:00Z",
    "2026-13-10T12:00:00Z",
    "2026-00-10T12:00:00Z",
    "2026-02-32T12:00:00Z",
    "2026-02-10T25:00:00Z",
    "2026-02-10T12:60:00Z",
    "2026-02-10T12:00:61Z",
  ])("is not %j", (text) => {
    expect(problem(momentAt, text)).toBe("must be a UTC time such as 2026-02-10T12:00:00.000Z");
  });
});

describe("a plain name", () => {
  test.each(["a", "Z9", "0", "kimi-k2.5", "a._@:+-9", "a.b.c", `a${"b".repeat(199)}`])("may be %s", (name) => {
    expect(plainNameAt(at(name))).toBe(name);
    expect(targetNameAt(at(`${name}/x/${name}`))).toBe(`${name}/x/${name}`);
  });

  test.each([
    "",
    ".",
    "..",
    "a..b",
    "a..",
    ".a",
    "_a",
    "-a",
    "@a",
    ":a",
    "+a",
    "__proto__",
    "a/b",
    "a\\b",
    "a b",
    "a\n",
    "a\0",
    "é",
    "aé",
    "a%2e",
    "~",
    `a${"b".repeat(200)}`,
  ])("is not %j", (name) => {
    expect(problem(plainNameAt, name)).toContain("is not a plain name (letters, digits and . _ @ : + -)");
  });

  test.each([
    "",
    "/",
    "/a",
    "a/",
    "a//b",
    "../a",
    "a/..",
    "a/../b",
    "a/./b",
    "a/.b",
    "a/__proto__",
    "a\\..\\b",
    "a/b c",
  ])("%j is not a target's name either", (name) => {
    expect(problem(targetNameAt, name)).toContain("is not a plain name");
  });

  test("is a text", () => {
    expect(problem(plainNameAt, 1)).toBe("must be text, is 1");
    expect(problem(targetNameAt, null)).toBe("must be text, is null");
  });
});
