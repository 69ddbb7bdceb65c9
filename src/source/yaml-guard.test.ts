import { describe, expect, test } from "vitest";
import { SourceError } from "./source-error.js";
import { parseYaml } from "./yaml.js";
import { lexGuarded, maxDepth } from "./yaml-guard.js";

/** Place and message of a refusal; null: the text passes. */
function refusal(
  text: string,
  read: (text: string, file: string) => unknown = lexGuarded,
): readonly [string, string] | null {
  try {
    read(text, "f");
    return null;
  } catch (error) {
    if (error instanceof SourceError) return [error.where, error.message.slice(`${error.where}: `.length)];
    throw error;
  }
}

const indented = (levels: number, line: string) =>
  Array.from({ length: levels }, (_, at) => `${" ".repeat(at)}${line}`).join("\n");
const tooDeep = "nested more than 64 levels deep";

describe("how deep a text is nested", () => {
  test.each<[what: string, text: (levels: number) => string]>([
    ["flow lists", (levels) => `${"[".repeat(levels)}${"]".repeat(levels)}`],
    ["flow objects", (levels) => `${"{a: ".repeat(levels)}${"}".repeat(levels)}`],
    ["flow lists that are not closed", (levels) => "[".repeat(levels)],
    ["block lists on one line", (levels) => "- ".repeat(levels)],
    ["block lists, each on its own line", (levels) => indented(levels, "-")],
    ["explicit keys", (levels) => "? ".repeat(levels)],
    ["keys, each on its own line", (levels) => indented(levels, "a:")],
    ["keys behind lines that end with two characters", (levels) => indented(levels, "a:").replaceAll("\n", "\r\n")],
    ["flow lists in a block list", (levels) => `- ${"[".repeat(levels - 1)}`],
    ["flow lists in an object", (levels) => `a:\n  - ${"[".repeat(levels - 2)}`],
    ["flow lists behind one that was closed", (levels) => `[[[]], ${"[".repeat(levels - 1)}`],
    ["flow objects behind one that was closed", (levels) => `[{a: {}}, ${"{a: ".repeat(levels - 1)}`],
    ["flow lists behind brackets too many", (levels) => `]]}} ${"[".repeat(levels)}`],
  ])("is counted of %s", (_what, text) => {
    expect(refusal(text(maxDepth))).toBeNull();
    expect(refusal(text(maxDepth + 1))?.[1]).toBe(tooDeep);
  });

  test("is reported at the first part over the limit", () => {
    expect(refusal("[".repeat(70))).toEqual(["f:1:65", tooDeep]);
    expect(refusal(`a: 1\nb:\n  ${"[".repeat(70)}`)).toEqual(["f:3:66", tooDeep]);
    expect(refusal(indented(65, "a:"))).toEqual(["f:65:65", tooDeep]);
  });

  test.each<[what: string, text: string]>([
    ["many entries of one list", "- a\n".repeat(200)],
    ["many keys of one object", Array.from({ length: 200 }, (_, at) => `k${at}: 1`).join("\n")],
    ["many lists, each in its key", Array.from({ length: 200 }, (_, at) => `k${at}:\n  - - 1`).join("\n")],
    ["many flow lists in one", `[${Array(200).fill("[]").join(", ")}]`],
    ["many keys of a flow object", `{${Array.from({ length: 200 }, (_, at) => `k${at}: 1`).join(", ")}}`],
    ["brackets in quotes", `a: "${"[".repeat(200)}"\nb: '${"{".repeat(200)}'`],
    ["brackets inside of a plain text", `a: x${"[".repeat(200)}`],
    ["brackets in a comment", `a: 1 # ${"[".repeat(200)}`],
    ["minuses in a plain text", `a: x ${"- ".repeat(200)}`],
    ["levels that go up and down", `${indented(40, "a:")}\n${indented(40, "b:")}\n${indented(40, "c:")}`],
  ])("is not raised by %s", (_what, text) => {
    expect(refusal(text)).toBeNull();
  });

  test("counts the same where the values are read", () => {
    const lists = (levels: number) => `${"[".repeat(levels)}1${"]".repeat(levels)}`;
    expect(refusal(lists(64), parseYaml)).toBeNull();
    expect(refusal(lists(65), parseYaml)).toEqual(["f:1:65", tooDeep]);
  });
});

test("a text has up to two hundred thousand parts", () => {
  const lexemes = (count: number) => "\n".repeat(count);
  const own = lexGuarded("", "f").length;
  const { length } = lexGuarded(lexemes(10), "f");
  const each = (length - own) / 10;
  expect(each).toBe(1);
  expect(lexGuarded(lexemes(200_000 - own), "f")).toHaveLength(200_000);
  expect(refusal(lexemes(200_001 - own))?.[1]).toBe("the file has too many parts");
});

describe("control characters", () => {
  const codes = Array.from({ length: 0x20 }, (_, code) => code);
  const allowed = [0x09, 0x0a, 0x0d];

  test.each([...codes.filter((code) => !allowed.includes(code)), 0x7f])("U+%i is refused where it stands", (code) => {
    const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    expect(refusal(`a: 1\nb: x${String.fromCharCode(code)}`)).toEqual([
      "f:2:5",
      `the control character ${name} is not allowed`,
    ]);
    expect(refusal(String.fromCharCode(code))?.[0]).toBe("f:1:1");
  });

  test.each([...allowed, 0x20, 0x7e, 0x80, 0xa0, 0x2028])("U+%i passes", (code) => {
    expect(refusal(`a: x${String.fromCharCode(code)}`)).toBeNull();
  });

  test("have a hint for how to write them, except NUL", () => {
    const hintOf = (text: string) => {
      try {
        return lexGuarded(text, "f");
      } catch (error) {
        return error instanceof SourceError ? error.hint : error;
      }
    };
    expect(hintOf("\0")).toBe("remove it");
    expect(hintOf("\x1b")).toBe("remove it; in a double-quoted text write \\u001B");
  });
});

describe("what a reader would not see", () => {
  test.each([
    ["a: !x 1", "f:1:4", "the YAML tag !x is not allowed"],
    ["!!str a", "f:1:1", "the YAML tag !!str is not allowed"],
    ["[1, !x 2]", "f:1:5", "the YAML tag !x is not allowed"],
    ["%YAML 1.2\n---\na: 1", "f:1:1", "YAML directives are not allowed"],
    ["a: 1\n---\nb: 2", "f:2:1", "the file holds several YAML documents"],
    ["---\na: 1\n---\n", "f:3:1", "the file holds several YAML documents"],
    ["---\n---\n", "f:2:1", "the file holds several YAML documents"],
    ["a\n---\n", "f:2:1", "the file holds several YAML documents"],
  ])("%j is refused at %s", (text, where, message) => {
    expect(refusal(text)).toEqual([where, message]);
  });

  test.each([
    "a: '!x'",
    'a: "%x"',
    "a: x!y",
    "a: 5 %",
    "a: |\n  !x\n  %y\n  ---",
    "!".replace("!", "a!"),
    "# comment\n---\na: 1",
    "\n\n---\na: 1\n...\n",
    "a: '---'",
    "a: -1",
    "a: --",
  ])("%j passes", (text) => {
    expect(refusal(text)).toBeNull();
  });
});

describe("numbers and aliases at their limits", () => {
  test.each<[text: string, value: number]>([
    ["0", 0],
    ["-0.5", -0.5],
    ["0.25", 0.25],
    ["0x1F", 31],
    ["0o17", 15],
    ["9007199254740991", 9007199254740991],
    ["-9007199254740991", -9007199254740991],
    ["0x1FFFFFFFFFFFFF", 9007199254740991],
    ["1e21", 1e21],
    ["9007199254740993.0", 9007199254740992],
  ])("%s is read", (text, value) => {
    expect(parseYaml(`a: ${text}`, "f").value).toEqual({ a: value });
  });

  test.each([
    ["00", "begins with a zero"],
    ["-012", "begins with a zero"],
    ["+012", "begins with a zero"],
    ["00.5", "begins with a zero"],
    ["9007199254740992", "is larger than 2^53"],
    ["-9007199254740992", "is larger than 2^53"],
    ["+9007199254740992", "is larger than 2^53"],
    ["0x20000000000000", "is larger than 2^53"],
    ["0o400000000000000000", "is larger than 2^53"],
    ["-1e400", "is not a finite number"],
    [".inf", "is not a finite number"],
  ])("%s is refused: it %s", (text, message) => {
    expect(refusal(`a: ${text}`, parseYaml)?.[1]).toContain(`${text} ${message}`);
  });

  test("a hundred aliases are written out, and not one more", () => {
    const text = (count: number) => `a: &a 1\nb: [${Array(count).fill("*a").join(", ")}]`;
    expect(parseYaml(text(100), "f").value).toEqual({ a: 1, b: Array(100).fill(1) });
    expect(refusal(text(101), parseYaml)?.[1]).toBe("too many aliases (*name)");
  });

  test("aliases in what aliases stand for are counted again", () => {
    const text = (count: number) =>
      `a: &a 1\nb: &b [${Array(9).fill("*a").join(", ")}]\nc: [${Array(count).fill("*b").join(", ")}]`;
    expect(refusal(text(9), parseYaml)).toBeNull();
    expect(refusal(text(10), parseYaml)?.[1]).toBe("too many aliases (*name)");
  });

  test("a hundred thousand values are held, those of aliases counted, and not one more", () => {
    // One value for the object, one for each list, 1,110 for the entries of the anchor, 1,111 with the list for each alias.
    const text = (more: number) =>
      `a: &a [${Array(1109).fill(0).join(",")}]\nb: [${Array(89).fill("*a").join(", ")}]\nc: [${Array(more).fill(0).join(",")}]`;
    const others = 1 + 1110 + 1 + 89 * 1111 + 1;
    expect(refusal(text(100_000 - others), parseYaml)).toBeNull();
    expect(refusal(text(100_001 - others), parseYaml)?.[1]).toBe("the file has too many values");
  });
});
