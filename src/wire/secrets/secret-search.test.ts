import { describe, expect, test } from "vitest";
import { applyEdits, createSecretSearch, maskOf } from "./secret-search.js";

const value = "pass word/+1";
const search = createSecretSearch([{ name: "ours", value }]);
const shapes = createSecretSearch([]);
const key = "AKIAIOSFODNN7EXAMPLE";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const times = (count: number, encode: (text: string) => string, text: string): string =>
  count === 0 ? text : times(count - 1, encode, encode(text));
const found = (text: string, by = search) => by(text).map(({ name, start, end }) => [name, text.slice(start, end)]);
const redacted = (text: string, by = search) => applyEdits(text, by(text));

describe("a secret behind encodings", () => {
  const percent = (text: string) => (text === key ? text.replace("A", "%41") : text.replaceAll("%", "%25"));
  const escaped = (text: string) => (text === key ? text.replace("A", "\\u0041") : text.replaceAll("\\", "\\\\"));
  const encodings: readonly (readonly [name: string, encode: (text: string) => string])[] = [
    ["percent escapes", percent],
    ["JSON escapes", escaped],
    ["base64", base64],
  ];

  test.each(encodings)("is found under five layers of %s, and not under six", (_name, encode) => {
    for (const layers of [0, 1, 2, 3, 4, 5]) {
      expect(found(times(layers, encode, key), shapes), String(layers)).toHaveLength(1);
    }
    expect(found(times(6, encode, key), shapes)).toEqual([]);
  });

  test("that is a known value is seen in base64 without undoing it, so one layer deeper", () => {
    const six = times(6, base64, value);
    expect(found(six).map(([name]) => name)).toEqual(["ours"]);
    expect(redacted(six)).toHaveLength(six.length);
    expect(found(redacted(six))).toEqual([]);
    expect(found(times(7, base64, value))).toEqual([]);
  });

  test("stays written as it was around what is taken out", () => {
    expect(redacted(`q=a%20pass%20word%2F%2B1%20b`)).toBe("q=a%20REDACTED%20b");
    expect(redacted('"a\\n\\u0070ass word\\/+1\\tb"')).toBe('"a\\nREDACTED\\tb"');
    expect(redacted(`: ${base64(`a ${value} b`)} .`)).toBe(`: ${base64("a REDACTED b")} .`);
  });
});

describe("base64 that begins inside a stretch of letters", () => {
  test.each(["a", "ab", "abc", "abcd", "abcde"])("behind %j is read from where its groups begin", (letters) => {
    for (const before of ["", "x", "xy", "xyz"]) {
      const text = `${letters}${base64(`${before}${value}, and more`)}`;
      const [last = ""] = redacted(text).match(/[^-]*$/) ?? [];
      expect(Buffer.from(last.slice(letters.length), "base64").toString()).toBe(`${before}REDACTED, and more`);
      expect(last.slice(0, letters.length)).toBe(letters);
    }
  });

  test("whose first group is cut off is masked at its own length", () => {
    const text = ` ${base64(`x${value}`).slice(2)}`;
    expect(search(text)).toEqual([{ name: "ours", start: 1, end: 16, replacement: "REDACTEDREDACTE" }]);
  });

  test("is one find, however often the secret stands in it", () => {
    const text = `abc${base64(`${value} ${value} ${value}`)}`;
    expect(found(text)).toEqual([["ours, ours, ours", text.slice(3)]]);
    const aligned = base64(`${value} ${value}`);
    expect(found(aligned)).toEqual([["ours, ours", aligned]]);
  });

  test("is two finds where other text lies between", () => {
    const text = `abc${base64(value)} abc${base64(value)}`;
    expect(found(text)).toEqual([
      ["ours", base64(value)],
      ["ours", base64(value)],
    ]);
  });
});

describe("secrets side by side and in one another", () => {
  const both = createSecretSearch([
    { name: "long", value: "abcdef" },
    { name: "short", value: "cdefgh" },
    { name: "inner", value: "cd" },
  ]);

  test("that touch are two finds", () => {
    expect(found("abcdefabcdef", createSecretSearch([{ name: "one", value: "abcdef" }]))).toEqual([
      ["one", "abcdef"],
      ["one", "abcdef"],
    ]);
  });

  test("that overlap are one find, named after all of them, each once", () => {
    expect(found("-abcdefgh-", both)).toEqual([["long, short, inner", "abcdefgh"]]);
    expect(found("-abcdef-", both)).toEqual([["long, inner", "abcdef"]]);
    const twice = createSecretSearch([{ name: "one", value: "aba" }]);
    expect(found("ababa", twice)).toEqual([["one", "aba"]]);
    const repeated = createSecretSearch([
      { name: "one", value: "abcd" },
      { name: "one", value: "cdef" },
    ]);
    expect(found("abcdef", repeated)).toEqual([["one", "abcdef"]]);
  });

  test("that begin together are one find up to the end of the longer", () => {
    const nested = createSecretSearch([
      { name: "short", value: "abc" },
      { name: "long", value: "abcdef" },
    ]);
    expect(found("abcdef", nested)).toEqual([["long, short", "abcdef"]]);
  });

  test("behind different encodings leave the plain one first, and the other for the next round", () => {
    const text = `${key}${base64(`a ${value} b`)}`;
    expect(found(text)).toEqual([["aws-access-key-id", key]]);
    expect(found(redacted(text))).toEqual([["ours", redacted(text)]]);
  });

  test("that is plain and stands at the end of base64 goes first too", () => {
    const text = `${base64(value)}${key}`;
    expect(found(text)).toEqual([["aws-access-key-id", key]]);
    expect(found(`${text} ${value}`)).toEqual([
      ["aws-access-key-id", key],
      ["ours", value],
    ]);
  });

  test("are given in their order, whatever that of the values was", () => {
    const three = createSecretSearch(["bbbbbb", "cccccc", "aaaaaa"].map((one) => ({ name: one, value: one })));
    for (const text of ["aaaaaa bbbbbb cccccc", "cccccc bbbbbb aaaaaa", "bbbbbb aaaaaa cccccc"]) {
      expect(found(text, three).map(([name]) => name)).toEqual(text.split(" "));
    }
  });

  test("are given in the order in which they stand", () => {
    expect(found(`${base64(value)} ${value} ${encodeURIComponent(value)} ${key}`).map(([name]) => name)).toEqual([
      "ours",
      "ours",
      "ours",
      "aws-access-key-id",
    ]);
  });
});

test("a value beyond ASCII is found as text and as its bytes", () => {
  const other = createSecretSearch([{ name: "other", value: "pässwörd" }]);
  const bytes = Buffer.from("pässwörd").toString("latin1");
  expect(found(`a pässwörd ${bytes}`, other)).toEqual([
    ["other", "pässwörd"],
    ["other", bytes],
  ]);
});

test.each([
  [0, ""],
  [1, "R"],
  [7, "REDACTE"],
  [8, "REDACTED"],
  [9, "REDACTEDR"],
  [17, "REDACTEDREDACTEDR"],
])("a mask of %i characters", (length, mask) => {
  expect(maskOf(length)).toBe(mask);
});

test("edits put their replacements in place of what they cover, and leave the rest", () => {
  const edit = (start: number, end: number, replacement: string) => ({ name: "x", start, end, replacement });
  expect(applyEdits("abcdef", [])).toBe("abcdef");
  expect(applyEdits("abcdef", [edit(0, 1, "X"), edit(1, 2, ""), edit(4, 6, "YZ!")])).toBe("XcdYZ!");
  expect(applyEdits("abc", [edit(1, 1, "-"), edit(3, 3, ".")])).toBe("a-bc.");
});
