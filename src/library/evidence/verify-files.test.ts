import { describe, expect, test } from "vitest";
import { madeBundle, withList } from "../../../test/support/made-bundle.js";
import { verifyFiles } from "./verify-files.js";

const bytes = (text: string) => new TextEncoder().encode(text);

const files = (texts: { readonly [path: string]: string }) =>
  new Map(Object.entries(texts).map(([path, text]) => [path, bytes(text)]));

/** A list for some texts, over others. */
const verify = (listed: { readonly [path: string]: string }, there: { readonly [path: string]: string }) => {
  const list = withList(files(listed)).get("SHA256SUMS") ?? new Uint8Array();
  return verifyFiles(new Map([...files(there), ["SHA256SUMS", list]])).map(({ says }) => says);
};

test("a whole bundle has no problems", () => {
  expect(verifyFiles(madeBundle())).toEqual([]);
  expect(verify({ a: "", "b/c": "x" }, { a: "", "b/c": "x" })).toEqual([]);
});

test("no bit of the list can be flipped", () => {
  const bundle = new Map([...madeBundle()].filter(([path]) => !path.startsWith("rechecks/")));
  const whole = withList(bundle);
  const list = whole.get("SHA256SUMS") ?? new Uint8Array();
  const unnoticed = Array.from({ length: list.length * 8 }, (_, bit) => bit).filter((bit) => {
    const flipped = Uint8Array.from(list);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return verifyFiles(new Map([...whole, ["SHA256SUMS", flipped]])).length === 0;
  });
  expect(verifyFiles(whole)).toEqual([]);
  expect(unnoticed).toEqual([]);
});

describe("what is wrong is named", () => {
  const notListed = "is not listed in SHA256SUMS, so it is not part of the evidence";
  const missing = "is not there, but is listed: the bundle is incomplete";
  const changed = "does not have the listed hash: it was changed after SHA256SUMS was written";

  test.each<[string, { readonly [path: string]: string }, { readonly [path: string]: string }, readonly string[]]>([
    ["a changed file", { a: "1", b: "2" }, { a: "1", b: "3" }, [`"b" ${changed}`]],
    ["an emptied file", { a: "1" }, { a: "" }, ['"a" is empty, which it was not when SHA256SUMS was written']],
    ["a file that was empty", { a: "" }, { a: "1" }, [`"a" ${changed}`]],
    ["a missing file", { a: "1", b: "2" }, { a: "1" }, [`"b" ${missing}`]],
    ["a file more", { a: "1" }, { a: "1", b: "" }, [`"b" ${notListed}`]],
    [
      "a renamed file, by both names",
      { a: "1", b: "2" },
      { a: "1", c: "2" },
      [
        '"b" is not there, and "c" with its bytes is not listed: it was renamed',
        '"c" is not listed in SHA256SUMS: it is "b", renamed',
      ],
    ],
    [
      "two of three equal files, renamed",
      { a: "", b: "", c: "" },
      { c: "", d: "" },
      [
        '"a" is not there, and "d" with its bytes is not listed: it was renamed',
        '"d" is not listed in SHA256SUMS: it is "a", renamed',
        `"b" ${missing}`,
      ],
    ],
    ["two files exchanged", { a: "1", b: "2" }, { a: "2", b: "1" }, [`"a" ${changed}`, `"b" ${changed}`]],
    [
      "a folder in the place of a file",
      { a: "1" },
      { "a/b": "2" },
      ['"a" is a folder, where a file is listed: the bundle is incomplete', `"a/b" ${notListed}`],
    ],
    [
      "line ends that a program changed",
      { a: "1\n2\n" },
      { a: "1\r\n2\r\n" },
      ['"a" has other line ends (CR LF for LF) than when it was listed: git, an editor or a mail program changed it'],
    ],
    [
      "files of other programs, with what to do",
      { a: "1" },
      {
        a: "1",
        ".DS_Store": "",
        "x/._a": "",
        "x/Thumbs.db": "",
        ".git/HEAD": "",
        "a~": "",
        "twins/__pycache__/a.pyc": "",
        "a (1).md": "",
      },
      [
        `".DS_Store" ${notListed}; macOS made it: delete it`,
        `"x/._a" ${notListed}; macOS packed it too: delete it`,
        `"x/Thumbs.db" ${notListed}; Windows made it: delete it`,
        `".git/HEAD" ${notListed}; it belongs to git: verify a copy without it`,
        `"a~" ${notListed}; an editor made it: delete it`,
        `"twins/__pycache__/a.pyc" ${notListed}; running a script made it: delete it`,
        `"a (1).md" ${notListed}; it is named as a browser names a second download`,
      ],
    ],
    ["a hostile name", { a: "1" }, { a: "1", "\u001b[2J": "" }, [`"\\u{1b}[2J" ${notListed}`]],
  ])("%s", (_, listed, there, says) => {
    expect([...verify(listed, there)].sort()).toEqual([...says].sort());
  });

  test("a list that is not there, empty, or wrong", () => {
    expect(verifyFiles(files({ a: "1" }))).toEqual([
      {
        path: "SHA256SUMS",
        says: '"SHA256SUMS" is not there: no file can be checked, so the folder is not a bundle, or only a part of one',
      },
    ]);
    expect(verifyFiles(files({ a: "1", SHA256SUMS: "" }))).toEqual([
      { path: "SHA256SUMS", says: '"SHA256SUMS" is empty: no file of the bundle can be checked' },
    ]);
    const many = verifyFiles(files({ SHA256SUMS: "#\n".repeat(200_000) }));
    expect(many).toHaveLength(101);
    expect(many.at(-1)?.says).toBe("and 199900 more problems of this kind");
  });

  test("a path that no bundle may have stands in no field", () => {
    expect(verifyFiles(new Map([...withList(files({ a: "1" })), ["../b", bytes("")]]))).toEqual([
      { path: null, says: `"../b" ${notListed}` },
    ]);
  });
});
