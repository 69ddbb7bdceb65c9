import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pathConflicts, pathFault } from "./bundle-path.js";
import { maxSumsBytes, readSums } from "./read-sums.js";
import { writeSums } from "./sums.js";

const hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const upper = hash.toUpperCase();
const line = (path: string) => `${hash}  ${path}\n`;

const read = (list: string | Uint8Array) => {
  const sums = readSums(typeof list === "string" ? new TextEncoder().encode(list) : list);
  return sums.kind === "read" ? sums.lines.map(({ path }) => path) : sums.problems.map(({ says }) => says);
};

test("a list is read as it was written", () => {
  expect(read(line("a") + line("b/c d") + line("é"))).toEqual(["a", "b/c d", "é"]);
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: "grapheme", minLength: 1 }), { maxLength: 20 }), (names) => {
      const lawful = names.filter((name) => pathFault(name) === null);
      const paths = pathConflicts(["SHA256SUMS", ...lawful]).length > 0 ? [] : lawful;
      const list = writeSums(new Map(paths.map((path) => [path, new Uint8Array()])));
      if (paths.length > 0) expect([...read(list)].sort()).toEqual([...paths].sort());
    }),
  );
});

describe("a list is refused", () => {
  const shape = (row: string) => `is not 64 hexadecimal digits, two spaces and a path: "${row}"`;
  test.each([
    ["an empty line", `${line("a")}\n${line("b")}`, 2, "is empty"],
    ["a newline more", `${line("a")}\n`, 2, "is empty"],
    [
      "no newline at the end",
      line("a") + line("b").trimEnd(),
      2,
      "has no newline at its end: the list is cut, or has something after it",
    ],
    [
      "bytes after the end",
      `${line("a")}x`,
      2,
      "has no newline at its end: the list is cut, or has something after it",
    ],
    ["a hash in upper case", `${upper}  a\n`, 1, "has a hash in upper case; it is written in lower case"],
    ["one letter in upper case", `B${line("a").slice(1)}`, 1, "has a hash in upper case; it is written in lower case"],
    ["a short hash", line("a").slice(1), 1, shape(`${hash.slice(1)}  a`)],
    ["no path", `${hash}  \n`, 1, 'lists "": this path is empty'],
    ["one space", `${hash} a\n`, 1, shape(`${hash} a`)],
    ["a tab", `${hash}\ta\n`, 1, shape(`${hash}\\u{9}a`)],
    ["binary mode", `${hash} *a\n`, 1, 'has "*" before its path; two spaces stand there'],
    ["an escaped line", `\\${hash}  a\\nb\n`, 1, 'begins with "\\": a bundle has no path that must be escaped'],
    [
      "BSD form",
      `SHA256 (a) = ${hash}\n`,
      1,
      `is not 64 hexadecimal digits, two spaces and a path: "SHA256 (a) = ${hash}"`,
    ],
    ["a comment", "# a\n", 1, shape("# a")],
    ["itself", line("SHA256SUMS"), 1, "lists SHA256SUMS itself, whose hash cannot stand in it"],
    [
      "..",
      line("a") + line("x/../../b"),
      2,
      'lists "x/../../b": this path has the part "..", which leads to another folder',
    ],
    [
      "an absolute path",
      line("/etc/passwd"),
      1,
      'lists "/etc/passwd": this path begins at the root of the file system',
    ],
    [
      "a control character",
      line("a\u001b[2J"),
      1,
      'lists "a\\u{1b}[2J": this path has a character that is not visible or not text',
    ],
    ["a lone CR", line("a\rb"), 1, 'lists "a\\u{d}b": this path has a character that is not visible or not text'],
    ["doubled", line("a") + line("a"), 2, 'lists "a" again'],
    ["not sorted", line("b") + line("a"), 2, "is not in the order of the paths"],
    ["sorted as JavaScript does", line("\u{1f600}") + line("\uff01"), 2, "is not in the order of the paths"],
  ])("for %s", (_, list, number, fault) => {
    expect(read(list)).toEqual([`line ${number} of SHA256SUMS ${fault}`]);
  });

  test("for each wrong line, with its number", () => {
    expect(read(`\n${line("a")}#\n${line("../b")}${line("c")}x`).map((says) => says.slice(0, 20))).toEqual([
      "line 1 of SHA256SUMS",
      "line 3 of SHA256SUMS",
      "line 4 of SHA256SUMS",
      "line 6 of SHA256SUMS",
    ]);
  });

  test("for paths that are one on some systems", () => {
    const oneOf = "differ only in the case of letters: macOS and Windows take them for one";
    const both = '"SHA256SUMS" lists two paths that cannot be together:';
    expect(read(line("A") + line("a"))).toEqual([`${both} "A" and "a" ${oneOf}`]);
    expect(read(line("sha256sums"))).toEqual([`${both} "SHA256SUMS" and "sha256sums" ${oneOf}`]);
    expect(read(line("a") + line("a/b"))).toEqual([`${both} "a" is a file and a folder at once`]);
  });

  const rewritten = "an editor, git or a mail program wrote it anew; take the bundle as it was sent, packed";
  test.each([
    ["that is empty", "", "is empty: no file of the bundle can be checked"],
    ["with a byte-order mark", `\ufeff${line("a")}`, `begins with a byte-order mark: ${rewritten}`],
    ["with CR LF", line("a").replace("\n", "\r\n"), `has lines that end in CR LF: ${rewritten}`],
    ["that is not UTF-8", Uint8Array.of(0xff, 10), "is not UTF-8, so its paths cannot be read"],
    ["that is too large", "a".repeat(maxSumsBytes + 1), "has 2097153 bytes; the limit is 2097152, so it is not read"],
  ])("as a whole: one %s", (_, list, fault) => {
    expect(read(list)).toEqual([`"SHA256SUMS" ${fault}`]);
  });
});
