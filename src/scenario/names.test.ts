import { describe, expect, test } from "vitest";
import { day, kebabName, modelName, toolName, webAddress } from "./names.js";
import { resolveContent, resolveUserContent } from "./resolve-parts.js";
import { baseUrlProblem, idPatternProblem, modelIdProblem, pinProblem, regionProblem } from "./target-names.js";

const long = (length: number) => "a".repeat(length);

describe("names of ours", () => {
  test.each([
    ["a", true],
    ["a-b-1", true],
    [long(64), true],
    [long(65), false],
    ["", false],
    ["A", false],
    ["-a", false],
    ["a-", false],
    ["a--b", false],
    ["a b", false],
    ["con", false],
    ["prn", false],
    ["aux", false],
    ["nul", false],
    ["com1", false],
    ["lpt9", false],
    ["com", true],
    ["com10", true],
    ["falcon", true],
    ["console", true],
  ])("%j: %s", (name, fits) => {
    expect(kebabName.safeParse(name).success).toBe(fits);
    expect(modelName.safeParse(name).success).toBe(fits);
  });

  test("a dot stands in a model's name alone, and only inside", () => {
    expect(modelName.safeParse("kimi-k2.5").success).toBe(true);
    expect(kebabName.safeParse("kimi-k2.5").success).toBe(false);
    expect([".a", "a.", "a..b", "a.-b"].filter((name) => modelName.safeParse(name).success)).toEqual([]);
  });

  test("a tool's name has 1 to 64 letters, digits, _ and -", () => {
    expect(["a", "A_1-b", long(64)].filter((name) => !toolName.safeParse(name).success)).toEqual([]);
    expect(["", long(65), "a b", "a.b", " a"].filter((name) => toolName.safeParse(name).success)).toEqual([]);
  });

  test("a day is one of the calendar", () => {
    const days = ["2026-01-01", "2026-12-31", "2024-02-29"];
    const none = [
      "2026-02-29",
      "2026-13-01",
      "2026-00-01",
      "2026-01-32",
      "2026-1-01",
      "26-01-01",
      "2026-01-01T00",
      " 2026-01-01",
    ];
    expect(days.filter((text) => !day.safeParse(text).success)).toEqual([]);
    expect(none.filter((text) => day.safeParse(text).success)).toEqual([]);
  });

  test("a web address contains no user", () => {
    expect(["https://a.b/c", "http://a"].filter((text) => !webAddress.safeParse(text).success)).toEqual([]);
    const none = ["https://", "ftp://a", "see https://a", "https://a b", "https://u@a", "https:/a"];
    expect(none.filter((text) => webAddress.safeParse(text).success)).toEqual([]);
  });
});

describe("names of a provider", () => {
  test.each<[problem: (text: string) => string | null, fitting: readonly string[], others: readonly string[]]>([
    [
      modelIdProblem,
      ["a", "A.b_c:0/d-e", long(2048), "a/.b"],
      ["", "_a", long(2049), "a b", "a/", "a//b", "a/./b", "a/../b", "a\n"],
    ],
    [
      regionProblem,
      ["us-east-1", "us-gov-west-12", "us-aa-bb-cc-1", `us-${long(12)}-1`],
      [
        "us-1",
        "use-east-1",
        "us-east-123",
        "us-east",
        `us-${long(13)}-1`,
        "us-a-1",
        "us-aa-bb-cc-dd-1",
        "US-east-1",
        "us-east-1.",
      ],
    ],
    [
      pinProblem,
      ["a", "deepinfra/fp8", "a.b_c-d", long(64), `${long(64)}/${long(64)}`],
      ["", "A", "-a", "a/", "a/b/c", "/a", long(65), `a/${long(65)}`],
    ],
    [
      baseUrlProblem,
      ["https://h/v1", "http://127.0.0.1:8080/v1"],
      ["h", "ftp://h", "https://u@h", "https://:p@h", "https://h?a=1", "https://h#a"],
    ],
    [
      idPatternProblem,
      ["^a$", "^[a-z0-9_-]{1,64}$", "^a+b*$", "^\\d+\\w+$", "^a{2,}b+$", `^${long(198)}$`],
      ["a", "^a", "a$", "^(a)$", "^a|b$", "^a+b+c+$", "^a{2,}b+c*$", "^+$", "^[^a]$", "^\\1$", `^${long(199)}$`],
    ],
  ])("%o", (problem, fitting, others) => {
    expect(fitting.filter((text) => problem(text) !== null)).toEqual([]);
    expect(others.filter((text) => problem(text) === null)).toEqual([]);
  });
});

describe("parts as they are written", () => {
  test("of a result: a text, a JSON value, or a list", () => {
    expect(resolveContent({ text: "" })).toEqual([{ kind: "text", text: "" }]);
    expect(resolveContent({ json: null })).toEqual([{ kind: "json", value: null }]);
    expect(resolveContent({ parts: [{ text: "a" }, { json: 1 }] })).toEqual([
      { kind: "text", text: "a" },
      { kind: "json", value: 1 },
    ]);
    expect(resolveContent({})).toEqual([]);
  });

  test("of a user's message: JSON is written as text, media by their bytes or their link", () => {
    const bytes = { mediaType: "image/png", base64: "AAAA" };
    const link = { url: "https://h/a.png" };
    expect(resolveUserContent("a")).toEqual([{ kind: "text", text: "a" }]);
    expect(
      resolveUserContent([
        { json: { a: 1 } },
        { image: bytes },
        { image: link },
        { document: { name: "n", source: bytes } },
      ]),
    ).toEqual([
      { kind: "text", text: '{"a":1}' },
      { kind: "image", source: { kind: "bytes", ...bytes } },
      { kind: "image", source: { kind: "url", url: "https://h/a.png" } },
      { kind: "document", source: { kind: "bytes", ...bytes }, name: "n" },
    ]);
  });
});
