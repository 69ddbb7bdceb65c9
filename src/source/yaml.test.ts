import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { beside } from "../../test/support/beside.js";
import { SourceError } from "./source-error.js";
import { parseYaml, parseYamlFile } from "./yaml.js";

/** What a refusal says: where, and the message. */
function refusal(text: string): { where: string; message: string; hint: string | null } {
  try {
    parseYaml(text, "f.yaml");
  } catch (error) {
    if (error instanceof SourceError) return { where: error.where, message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error(`accepted: ${text.slice(0, 60)}`);
}

const aliasBomb = [
  "a0: &a0 [x, x, x, x, x, x, x, x, x]",
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(", ")}]`),
].join("\n");

const keys = (count: number) => Array.from({ length: count }, (_, i) => `key${i}: 1`).join("\n");
const blockDepth = (depth: number) => Array.from({ length: depth }, (_, i) => `${" ".repeat(i)}a:`).join("\n");

describe("hostile YAML is refused with its place, and quickly", () => {
  test.each([
    ["an alias bomb of 9^9 values", aliasBomb, /too many aliases/],
    ["flow lists nested 1,000 deep", "[".repeat(1_000) + "]".repeat(1_000), /nested more than 64/],
    ["flow lists nested 20,000 deep", "[".repeat(20_000) + "]".repeat(20_000), /nested more than 64/],
    ["flow objects nested 5,000 deep", "{a: ".repeat(5_000), /nested more than 64/],
    ["block objects nested 900 deep", blockDepth(900), /nested more than 64/],
    ["block lists nested on one line", "- ".repeat(3_000), /nested more than 64/],
    ["block lists with flow lists inside", `${"- ".repeat(40)}${"[".repeat(40)}`, /nested more than 64/],
    ["explicit keys nested 400 deep", "? ".repeat(400), /nested more than 64/],
    ["explicit keys nested 50 deep", `${"? ".repeat(50)}a`, /key must be text/],
    ["a scalar of 5 MB", `a: ${"x".repeat(5_000_000)}`, /too large/],
    ["100,000 keys", keys(100_000), /too large|too many/],
    ["50,000 keys", keys(50_000), /too many parts/],
    ["a list that contains itself", "a: &a [*a]", /nested more than 64/],
    ["10,000 documents", "---\na: 1\n".repeat(10_000), /several YAML documents/],
    ["200,000 stray brackets", "]".repeat(200_000), /not valid YAML|too many/],
    ["a NUL", "a: x\0y", /control character U\+0000/],
    ["an escaped NUL", 'a: "x\\0y"', /U\+0000/],
    ["half a surrogate pair", 'a: "\\uD800"', /surrogate/],
    ["a repeated key", "a: 1\nb: 2\na: 3", /"a" appears twice/],
    ["a second document", "a: 1\n---\nb: 2", /several YAML documents/],
    ["a second document after an end mark", "a: 1\n...\nb: 2", /several documents/],
    ["a tab as indentation", "a:\n\tb: 1", /[Tt]abs/],
    ["an empty file", "", /empty/],
    ["only blank lines and comments", "\n# nothing\n\n", /empty/],
    ["only null", "null\n", /empty/],
    ["a JavaScript function tag", "a: !!js/function 'x'", /YAML tag !!js\/function/],
    ["a binary tag", "a: !!binary aGk=", /YAML tag !!binary/],
    ["a local tag", "a: !include /etc/passwd", /YAML tag !include/],
    ["an infinite number", "a: 1e400", /not a finite number/],
    [".inf", "a: -.inf", /not a finite number/],
    [".nan", "a: .nan", /not a finite number/],
    ["a number with a leading zero", "a: 012", /begins with a zero/],
    ["a number of 20 digits", "a: 12345678901234567890", /2\^53/],
    ["__proto__ as a key", "a:\n  __proto__:\n    polluted: 1", /"__proto__" is not allowed/],
    ["constructor as a key", "constructor: 1", /"constructor" is not allowed/],
    ["prototype as a key", "a: {prototype: 1}", /"prototype" is not allowed/],
    ["a merge key", "a: &a {b: 1}\nc:\n  <<: *a", /merge keys/],
    ["a list as a key", "? [a]\n: 1", /key must be text/],
    ["a directive", "%YAML 1.1\n---\na: yes", /directives/],
    ["an alias without an anchor", "a: *b", /alias|anchor/i],
    ["101 aliases", `a: &a 1\nb: [${Array(101).fill("*a").join(", ")}]`, /too many aliases/],
    ["an unclosed quote", 'a: "x', /not valid YAML/],
    ["an unclosed bracket", "a: [1, 2", /not valid YAML/],
  ])("%s", (_name, text, message) => {
    const said = refusal(text);
    expect(said.message).toMatch(message);
    expect(said.where).toMatch(/^f\.yaml(:\d+:\d+)?$/);
  });

  test("flow nesting is refused again and again in one process", () => {
    for (let round = 0; round < 30; round++) {
      expect(refusal("[".repeat(3_000)).message).toMatch(/nested/);
      expect(refusal("{".repeat(3_000)).message).toMatch(/nested/);
    }
  });
});

test.each([
  ["a: 1\nb:\n  __proto__: 1", "f.yaml:3:3"],
  ["a: 1\na: 2", "f.yaml:2:1"],
  ["a:\n  b: 1e999", "f.yaml:2:6"],
  ["a:\n  b: !!binary aGk=", "f.yaml:2:6"],
  ["a: 1\n---\nb: 2", "f.yaml:2:1"],
  ["ok: 1\nbad: x\u0007y", "f.yaml:2:7"],
])("a refusal of %j stands at %s", (text, where) => {
  expect(refusal(text).where).toBe(where);
});

test.each([
  ["plain values", "a: 1\nb: [x, 'y', \"z\", null, true, 1.5, -3]", { a: 1, b: ["x", "y", "z", null, true, 1.5, -3] }],
  ["a byte-order mark", "\uFEFFa: 1", { a: 1 }],
  ["CRLF line ends", "a: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
  ["one document between markers", "---\na: 1\n...\n", { a: 1 }],
  ["yes, no, on and off are text", "a: [yes, no, on, off]", { a: ["yes", "no", "on", "off"] }],
  ["a date is text", "a: 2026-02-10", { a: "2026-02-10" }],
  ["a few aliases", "a: &a {x: 1}\nb: *a\nc: *a", { a: { x: 1 }, b: { x: 1 }, c: { x: 1 } }],
  ["a block text", "a: |\n  one\n  two\n", { a: "one\ntwo\n" }],
  ["an empty value", "a:", { a: null }],
  ["zero, and an integer of 2^53 - 1", "a: 0\nb: 9007199254740991", { a: 0, b: 9007199254740991 }],
  ["text that begins like a tag or bracket, in quotes", "a: '!x'\nb: \"[[[\"", { a: "!x", b: "[[[" }],
  ["a block text that holds brackets", `a: |\n  ${"[".repeat(100)}\n`, { a: `${"[".repeat(100)}\n` }],
  [
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the point is that nobody fills it in
    "environment variables stay as they are written",
    "a: ${HOME}/$AWS_SECRET_ACCESS_KEY",
    { a: "${HOME}/$AWS_SECRET_ACCESS_KEY" },
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the point is that nobody fills it in
  ],
  ["64 levels", `${"[".repeat(60)}1${"]".repeat(60)}`, JSON.parse(`${"[".repeat(60)}1${"]".repeat(60)}`)],
])("reads %s", (_name, text, value) => {
  expect(parseYaml(text, "f.yaml").value).toEqual(value);
});

test("an alias stands for the last node before it that has its anchor, also inside another anchor", () => {
  const text = "a: &x 1\nb: &y {k: &x 2, l: *x}\nc: &x 3\nd: *y\ne: *x\n";
  expect(parseYaml(text, "f.yaml").value).toEqual({ a: 1, b: { k: 2, l: 2 }, c: 3, d: { k: 2, l: 2 }, e: 3 });
});

test("returns the place of every value and key", () => {
  const document = parseYaml("a:\n  - x: 1\n    y: two\n  - z\nb: {c: 3}\nd: &n {e: 4}\nf: *n\n", "f.yaml");
  expect(document.place([])).toEqual({ line: 1, column: 1 });
  expect(document.place(["a", 0, "y"])).toEqual({ line: 3, column: 8 });
  expect(document.place(["a", 0, "y"], "key")).toEqual({ line: 3, column: 5 });
  expect(document.place(["a", 1])).toEqual({ line: 4, column: 5 });
  expect(document.place(["b", "c"])).toEqual({ line: 5, column: 8 });
  expect(document.place(["b", "nothing", "deeper"])).toEqual({ line: 5, column: 4 });
  expect(document.place(["f", "e"])).toEqual({ line: 6, column: 11 });
});

test("whatever YAML writes of a JSON value is read back unchanged", () => {
  const json = fc
    .jsonValue({ maxDepth: 4, noUnicodeString: false })
    .map((value) => ({ value: JSON.parse(JSON.stringify(value)) }));
  fc.assert(
    fc.property(json, (value) => {
      const text = stringify(value, { aliasDuplicateObjects: false });
      if (/__proto__|constructor|prototype|<<|\\0|\\ud[89a-f]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/i.test(text)) return;
      if (/\d{16}|e\+?\d{2,}/i.test(text)) return;
      expect(parseYaml(text, "f.yaml").value).toEqual(value);
    }),
    { numRuns: 300 },
  );
});

const suite = beside("corpus-fuzz/yaml+yaml-test-suite/src");

test.skipIf(!suite.isThere)(suite.title("every file of the YAML test suite is read or refused, never worse"), () => {
  const cases = readdirSync(suite.path).filter((name) => name.endsWith(".yaml"));
  for (const name of cases) {
    try {
      parseYamlFile(join(suite.path, name));
    } catch (error) {
      if (!(error instanceof SourceError)) throw new Error(`${name}: ${String(error)}`);
    }
  }
  expect(cases.length).toBeGreaterThan(300);
});

describe("a slip in the indentation is told apart from a colon in a text", () => {
  const deeper = {
    message: expect.stringContaining("it is indented deeper than the entry above, which already has a value"),
    hint: "indent it like the entry above, or remove the value of that one",
  };
  const colon = {
    message: expect.stringContaining("a value holds another colon"),
    hint: "put text that contains a colon in quotes",
  };

  test.each([
    ["a top-level key", "id: x\n title: y\n", "f.yaml:2:2", deeper],
    ["a key below a value", "id: x\nsteps: 1\n  prompt: hello\n", "f.yaml:3:3", deeper],
    ["a key of a list's entry", "steps:\n  - id: a\n      prompt: b\n", "f.yaml:3:7", deeper],
    ["an empty line between", "a: b\n\n   c: d\n", "f.yaml:3:4", deeper],
    ["a colon in a title", "id: x\ntitle: Note: this\n", "f.yaml:2:8", colon],
    ["a colon, and a deeper line", "title: a: b\n  c: d\n", "f.yaml:1:8", colon],
    ["a colon at the end", "steps: hello:\n", "f.yaml:1:8", colon],
  ])("%s", (_, text, where, says) => {
    expect(refusal(text)).toMatchObject({ where, ...says });
  });
});
