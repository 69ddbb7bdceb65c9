import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseJsonData } from "./json-data.js";
import { SourceError } from "./source-error.js";
import { nearest, suggestion } from "./suggest.js";
import { validate } from "./validate.js";
import { parseYaml } from "./yaml.js";

const schema = z.strictObject({
  title: z.string(),
  count: z.int().min(1).max(10).optional(),
  mode: z.enum(["fast", "slow", "careful"]).default("fast"),
  inner: z.array(z.strictObject({ temperature: z.number().nullable(), topP: z.number().optional() })).optional(),
  either: z.union([z.string(), z.strictObject({ contains: z.string() })]).optional(),
  word: z.union([z.enum(["auto", "none"]), z.strictObject({ tool: z.string() })]).optional(),
  kinds: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("circle"), radius: z.number() }),
      z.strictObject({ kind: z.literal("square"), side: z.number() }),
    ])
    .optional(),
  deep: z.strictObject({ width: z.number().optional() }).prefault({}),
  named: z
    .record(z.string().regex(/^[a-z]+$/, "use lower-case letters"), z.strictObject({ size: z.number() }))
    .optional(),
});

function errorOf(text: string): SourceError {
  try {
    validate(schema, parseYaml(text, "f.yaml"));
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test("a valid document comes back typed, with its defaults", () => {
  expect(validate(schema, parseYaml("title: x\ninner: [{temperature: null}]", "f.yaml"))).toEqual({
    title: "x",
    mode: "fast",
    inner: [{ temperature: null }],
    deep: {},
  });
});

test.each([
  ["title: x\ntitel: y", "f.yaml:2:1", 'unknown key "titel"', /did you mean "title"/],
  [
    "title: x\ninner:\n  - temperatur: 1\n    temperature: 1",
    "f.yaml:3:5",
    'unknown key "temperatur" in inner[0]',
    /did you mean "temperature"/,
  ],
  [
    "title: x\nnamed:\n  box:\n    siz: 1\n    size: 1",
    "f.yaml:4:5",
    'unknown key "siz" in named.box',
    /did you mean "size"/,
  ],
  [
    "title: x\neither:\n  contain: 1\n  contains: y",
    "f.yaml:3:3",
    'unknown key "contain" in either',
    /did you mean "contains"/,
  ],
  ["title: x\nzzz: y", "f.yaml:2:1", 'unknown key "zzz"', /known keys: title, count, mode/],
  [
    "title: x\nmode: fats",
    "f.yaml:2:7",
    'mode cannot be "fats"',
    /did you mean "fast"\? \(allowed: fast, slow, careful\)/,
  ],
  ["title: x\nword: atuo", "f.yaml:2:7", 'word cannot be "atuo"', /did you mean "auto"/],
  ["title: x\nkinds: {kind: cirle}", "f.yaml:2:15", 'kinds.kind cannot be "cirle"', /did you mean "circle"/],
  ["title: x\nkinds: {radius: 1}", "f.yaml:2:8", '"kind" is missing in kinds', /allowed: circle, square/],
  ["title: x\ndeep: {widht: 1}", "f.yaml:2:8", 'unknown key "widht" in deep', /did you mean "width"/],
  ["title: 5", "f.yaml:1:8", "title must be text, but is 5", null],
  ["count: 3", "f.yaml:1:1", '"title" is missing', /expected text/],
  ["title: x\ninner:\n  - topP: 1", "f.yaml:3:5", '"temperature" is missing in inner[0]', /a number/],
  ["title: x\ncount: -5", "f.yaml:2:8", "count: too small", null],
  ["title: x\ncount: 1000000", "f.yaml:2:8", "count: too big", null],
  ["title: x\ncount: 1.5", "f.yaml:2:8", "count must be a whole number, but is 1.5", null],
  ["title: x\neither: [1]", "f.yaml:2:9", "either must be", null],
  ["title: x\nnamed:\n  BOX: {size: 1}", "f.yaml:3:3", "named.BOX is not an allowed name", /lower-case/],
  ["- 1\n- 2", "f.yaml:1:1", "the file must be an object", null],
])("%j: stands at %s and says so", (text, where, message, hint) => {
  const error = errorOf(text);
  expect(error.where).toBe(where);
  expect(error.message).toContain(message);
  if (hint !== null) expect(error.hint).toMatch(hint);
});

test("several mistakes are reported at once, in the order of the file", () => {
  const error = errorOf("mode: x\ntitle: 5\ncount: 0\nzzz: 1\n");
  expect(error.issues.map((issue) => issue.line)).toEqual([1, 2, 3, 4]);
  expect(error.message).toContain("and 3 more:");
  expect(error.message).toContain("f.yaml:4:1: unknown key");
});

test("a message lists ten mistakes and counts the rest", () => {
  const error = errorOf(`title: x\n${Array.from({ length: 30 }, (_, i) => `unknown${i}: 1`).join("\n")}`);
  expect(error.issues).toHaveLength(30);
  expect(error.message.split("\n")).toHaveLength(12);
  expect(error.message).toContain("… and 20 others");
});

describe("suggestions", () => {
  test.each([
    ["temperatur", "temperature"],
    ["Kimi-K2.5", "kimi-k2.5"],
    ["kimi", "kimi-k2.5"],
    ["kmi-k25", "kimi-k2.5"],
    ["gpt", null],
    ["zzzzz", null],
  ])("%s → %s", (word, expected) => {
    expect(nearest(word, ["temperature", "kimi-k2.5", "llama-3.3-70b"])).toBe(expected);
  });

  test("lists the known names when none is near", () => {
    expect(suggestion("zzz", ["a", "b"], "models")).toBe("known models: a, b");
    expect(suggestion("zzz", [], "models")).toBe("there are no models");
  });
});

describe("JSON files", () => {
  test("are read with places", () => {
    const document = parseJsonData('{\n\t"title": "x",\n  "count": 77\n}', "f.json");
    expect(document.value).toEqual({ title: "x", count: 77 });
    expect(document.place(["count"])).toEqual({ line: 3, column: 12 });
    expect(() => validate(schema, document)).toThrow(/count: too big/);
  });

  test.each([
    ['{"a": 1,}', /not valid JSON/],
    ['{"a": 1', /not valid JSON/],
    ["", /empty/],
    ["{'a': 1}", /not valid JSON/],
  ])("%j is refused", (text, message) => {
    expect(() => parseJsonData(text, "f.json")).toThrow(message);
  });
});
