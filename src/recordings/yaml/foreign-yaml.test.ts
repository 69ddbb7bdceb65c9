import { describe, expect, test } from "vitest";
import { type ForeignYaml, parseForeignYaml } from "./foreign-yaml.js";

function faultText({ line, column, message }: ForeignYaml & { readonly ok: false }): string {
  return line === null ? message : `line ${line}, column ${column}: ${message}`;
}

function read(text: string): unknown {
  const parsed = parseForeignYaml(text);
  if (!parsed.ok) throw new Error(faultText(parsed));
  return parsed.documents[0];
}

function refusal(text: string): string {
  const parsed = parseForeignYaml(text);
  return parsed.ok ? "read" : faultText(parsed);
}

describe("scalars mean what PyYAML and Psych mean by them", () => {
  test.each<readonly [string, unknown]>([
    ["yes", true],
    ["Off", false],
    ["TRUE", true],
    ["y", "y"],
    ["N", "N"],
    ["~", null],
    ["", null],
    ["Null", null],
    ["nULL", "nULL"],
    ["0", 0],
    ["-0", 0],
    ["+12", 12],
    ["1_000", 1000],
    ["1,000", "1,000"],
    ["017", 15],
    ["019", "019"],
    ["0o17", "0o17"],
    ["0b101", 5],
    ["-0x1F", -31],
    ["9007199254740993", 9007199254740993n],
    ["1.5", 1.5],
    ["-.5", "-.5"],
    [".5", 0.5],
    ["5.", 5],
    ["1.0e-07", 1e-7],
    ["1.5e10", "1.5e10"],
    ["1e3", "1e3"],
    ["12e45", "12e45"],
    [".", "."],
    ["-.inf", Number.NEGATIVE_INFINITY],
    [".NaN", Number.NaN],
    ["2024-01-31", "2024-01-31"],
    ["2024-01-31T10:20:30Z", "2024-01-31T10:20:30Z"],
    ["12:30:45", "12:30:45"],
    ["=", "="],
    ["<<", "<<"],
    [":symbol", ":symbol"],
    ["'yes'", "yes"],
    ['"\\u00e9\\L"', "é\u2028"],
    ["!!str 1", "1"],
    ["!!python/unicode 'a'", "a"],
    ["!ruby/object:Set {hash: {a: true}}", { hash: { a: true } }],
    ["!!python/tuple [a, 1]", ["a", 1]],
    ["!!binary AAEC/w==", new Uint8Array([0, 1, 2, 255])],
    ["!binary |-\n  AAEC\n  /w==\n", new Uint8Array([0, 1, 2, 255])],
    ["!!binary ''", new Uint8Array()],
  ])("%s", (text, value) => {
    expect(read(`a: ${text}`)).toEqual({ a: value });
  });
});

describe("keys are text", () => {
  test.each<readonly [string, unknown]>([
    ["y: 1", { y: 1 }],
    ["200: a", { "200": "a" }],
    ["yes: a", { yes: "a" }],
    ["a: 1\na: 2", { a: 2 }],
    ["<<: {a: 1}", { "<<": { a: 1 } }],
    ["? !!python/object/apply:multidict._multidict.istr\n- Accept\n: x", { Accept: "x" }],
    ["&k a: 1\nb: {*k : 2}", { a: 1, b: { a: 2 } }],
  ])("%j", (text, value) => {
    expect(read(text)).toEqual(value);
  });

  test("one that means something to JavaScript is a member like any other", () => {
    const value = read("__proto__: {polluted: 1}\nconstructor: 2");
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("a list or an object as key is refused", () => {
    expect(refusal("? [a, b]\n: 1")).toBe("line 1, column 3: a key is not text");
    expect(refusal("? {a: b}\n: 1")).toBe("line 1, column 3: a key is not text");
  });
});

describe("documents", () => {
  test("of a stream are read in order; an empty stream has none", () => {
    expect(parseForeignYaml("a\n---\n- b\n...\n---\n")).toMatchObject({ ok: true, documents: ["a", ["b"], null] });
    expect(parseForeignYaml("")).toMatchObject({ ok: true, documents: [] });
    expect(parseForeignYaml("# nothing\n")).toMatchObject({ ok: true, documents: [] });
  });

  test("an alias is the value of its anchor", () => {
    expect(read("a: &x {b: [1]}\nc: [*x, *x]")).toEqual({ a: { b: [1] }, c: [{ b: [1] }, { b: [1] }] });
  });

  test("spaces after a line separator are indentation, as PyYAML writes it", () => {
    expect(read("a:\n- 'x\u2028  y'\n")).toEqual({ a: ["x\u2028y"] });
    expect(read("a: |-\n  one\u2028  two\u2028   three\n  four\n")).toEqual({ a: "one\u2028two\u2028 three\nfour" });
    expect(read("a: x\u2028  y\n")).toEqual({ a: "x\u2028  y" });
  });
});

describe("what would hurt is refused with its place", () => {
  const nested = (open: string, close: string, depth: number) => `a: ${open.repeat(depth)}1${close.repeat(depth)}`;

  test("128 levels are read, more are not, in brackets and in blocks", () => {
    expect(refusal(nested("[", "]", 127))).toBe("read");
    expect(refusal(nested("[", "]", 128))).toMatch(/^line 1, column \d+: nested deeper than 128$/);
    const block = (depth: number) => Array.from({ length: depth }, (_, at) => `${" ".repeat(at)}"k":`).join("\n");
    expect(refusal(block(128))).toBe("read");
    expect(refusal(block(129))).toMatch(/nested deeper than 128$/);
  });

  test.each([
    ["brackets with content", "a: ".concat("[1, ".repeat(50_000))],
    ["braces", "{a: ".repeat(50_000)],
    ["dashes", "- ".repeat(50_000)],
    ["question marks", "? ".repeat(50_000)],
    ["colons", ": ".repeat(50_000)],
    ["anchors", "- &a ".repeat(50_000)],
    ["quoted keys", Array.from({ length: 3000 }, (_, at) => `${" ".repeat(at)}'k':`).join("\n")],
    [
      "aliases of aliases",
      Array.from({ length: 500 }, (_, at) => `k${at}: &k${at} [[[${at === 0 ? 1 : `*k${at - 1}`}]]]`).join("\n"),
    ],
  ])("depth by %s", (_, text) => {
    expect(refusal(text)).toMatch(/^line \d+, column \d+: nested deeper than 128$/);
  });

  test.each([
    ["an alias of itself", "a: &a [*a]", "line 1, column 8: the alias *a is inside its own anchor"],
    ["an alias of nothing", "a: *b", "line 1, column 4: there is no anchor &b before the alias"],
    ["an alias before its anchor", "a: *b\nb: &b 1", "line 1, column 4: there is no anchor &b before the alias"],
    ["a control character", "a: b\nc: \0", "line 2, column 4: the control character U+0000"],
    ["base64 that is cut", "a: !!binary AAEC/w", "line 1, column 4: not valid YAML: these bytes are not valid base64"],
    ["what is no base64", "a: !binary '!?'", "line 1, column 4: not valid YAML: these bytes are not valid base64"],
    ["a quote that does not close", "a: 'b\n  c", "line 2, column 4: not valid YAML: Missing closing 'quote"],
    ["a bracket too many", "a: [b]]", /^line 1, column 7: not valid YAML: /],
    ["what stands outside of any document", "%YAML one\n", /^line 1, column \d+: not valid YAML: /],
  ])("%s", (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  test("aliases that multiply", () => {
    const bomb = [
      "a0: &a0 [x, x]",
      ...Array.from({ length: 40 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`),
    ];
    expect(refusal(bomb.join("\n"))).toMatch(/its aliases make it too large$/);
    expect(refusal(`a: &a ${"x".repeat(1_000_000)}\nb: [${"*a, ".repeat(20)}]`)).toMatch(/too large$/);
    expect(refusal(`a: &a short\nb: [${"*a, ".repeat(5_000)}]`)).toBe("read");
  });

  test("a file of countless parts", () => {
    expect(refusal("- a\n".repeat(300_000))).toMatch(/: more than 1000000 parts$/);
  });
});

describe("before a fault, what is whole is kept", () => {
  const documentsOf = (text: string) => {
    const parsed = parseForeignYaml(text);
    return parsed.ok ? "read" : parsed.documents;
  };

  test("documents", () => {
    expect(documentsOf("a: 1\n---\nb: 2\n---\nc: 'x")).toEqual([{ a: 1 }, { b: 2 }]);
  });

  test("items of the list in which it lies, and the members before that list", () => {
    expect(documentsOf("v: 1\nlist:\n- a: 1\n- a: 2\n- a: 'x\n")).toEqual([{ v: 1, list: [{ a: 1 }, { a: 2 }] }]);
    expect(documentsOf("list:\n- a: 1\n- a: !!binary A\n- a: 3\nv: 1\n")).toEqual([{ list: [{ a: 1 }] }]);
  });

  test("nothing, where a quote has swallowed what follows", () => {
    expect(documentsOf("list:\n- a: 'x\n- a: 'y'\n- a: 3\n")).toEqual([{ list: [] }]);
    expect(documentsOf("a: {b: 'x")).toEqual([]);
  });
});

describe("quoted text that is indented less than YAML allows", () => {
  const parsed = (text: string) => {
    const { ok, documents, repaired } = parseForeignYaml(text);
    return [ok, repaired, documents[0]];
  };

  test("is read as PyYAML reads it, with a note", () => {
    const text = "list:\n  - a: 'one\n  two''s\n\n  three: \"x\n  y'\n    b: \"p\n q\\\n r\\\" # s\"\n";
    expect(parsed(text)).toEqual([true, true, { list: [{ a: "one two's\nthree: \"x y", b: 'p qr" # s' }] }]);
  });

  test("is mended wherever it occurs, and nowhere else", () => {
    const block = "    body: |\n      k: 'open\n     \n      x: \"\n";
    const text = `list:\n${`  - a: 'one\n  two'\n${block}`.repeat(200)}`;
    expect(parsed(text)).toEqual([
      true,
      true,
      { list: Array.from({ length: 200 }, () => ({ a: "one two", body: "k: 'open\n\nx: \"\n" })) },
    ]);
  });

  test("is not repaired if YAML allows it, or if it contains a document marker", () => {
    expect(parsed("a: 'one\n  two'\n")).toEqual([true, false, { a: "one two" }]);
    expect(parsed("a:\n b: 'one\n---\n two'\n")[0]).toBe(false);
    expect(parsed("a:\n  b: 'one\n two\n")[0]).toBe(false);
  });

  test("a fault elsewhere is reported at its own line", () => {
    expect(refusal("a:\n  - b: 'one\n  two'\n    c: !!binary A\n")).toMatch(/^line 4, column 8: .*base64$/);
  });
});
