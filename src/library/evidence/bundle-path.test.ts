import { expect, test } from "vitest";
import { pathConflicts, pathFault } from "./bundle-path.js";

test.each([
  "report.md",
  "vendor/aws-case.md",
  "rechecks/2026-11-29T01-33-08-123Z.json",
  ".gitignore",
  "a b/c d.txt",
  "Größe/日本.md",
  "a..b/...c",
  "console.log",
  "com10",
  "x".repeat(200),
])("%j is a path of a bundle", (path) => {
  expect(pathFault(path)).toBeNull();
});

const windows = "has a part that Windows cannot name";
const device = "has a part that is a device on Windows";
const hidden = "has a character that is not visible or not text";
const option = 'has a part that begins with "-", which commands take for an option or for their input';

test.each([
  ["", "is empty"],
  ["x".repeat(201), "is longer than 200 bytes"],
  ["ä".repeat(101), "is longer than 200 bytes"],
  ["a\\b", 'has a "\\", which separates folders on Windows'],
  ["/etc/passwd", "begins at the root of the file system"],
  ["//host/share", "begins at the root of the file system"],
  ["..", 'has the part "..", which leads to another folder'],
  ["../a", 'has the part "..", which leads to another folder'],
  ["a/../../b", 'has the part "..", which leads to another folder'],
  ["./a", 'has the part ".", which leads to another folder'],
  ["a/.", 'has the part ".", which leads to another folder'],
  ["a//b", 'has an empty part: "/" at its end, or twice'],
  ["a/", 'has an empty part: "/" at its end, or twice'],
  ["a\0b", hidden],
  ["a\nb", hidden],
  ["a\rb", hidden],
  ["a\u001b[2Jb", hidden],
  ["a\u007fb", hidden],
  ["a\u0085b", hidden],
  ["a\u202egnp.md", hidden],
  ["a\u200bb", hidden],
  ["a\u00a0b", hidden],
  ["a\u2028b", hidden],
  ["a\ufeffb", hidden],
  ["a\ufffdb", hidden],
  ["a\ud800b", hidden],
  ["a\ue000b", hidden],
  ["Gro\u0308ße", "is not in the Unicode form NFC, so another system may name it otherwise"],
  ["\u212b", "is not in the Unicode form NFC, so another system may name it otherwise"],
  ["-", option],
  ["-rf", option],
  ["a/-rf", option],
  ["C:/a", windows],
  ["a:stream", windows],
  ["a/what?", windows],
  ["a.", windows],
  ["a./b", windows],
  ["a ", windows],
  [" a", windows],
  ["NUL", device],
  ["a/con.txt", device],
  ["com1", device],
])("%j is refused", (path, fault) => {
  expect(pathFault(path)).toBe(fault);
});

const conflicts = (...paths: readonly string[]) => pathConflicts(paths).map(({ says }) => says);

test("paths that are one on some systems, or cannot be together, conflict", () => {
  const oneOf = (a: string, b: string) =>
    `"${a}" and "${b}" differ only in the case of letters: macOS and Windows take them for one`;
  expect(conflicts("a", "b", "a.b", "c/a", "c/b", "d/c/a")).toEqual([]);
  expect(conflicts("Report.md", "report.md")).toEqual([oneOf("Report.md", "report.md")]);
  expect(conflicts("wire/a", "Wire/b")).toEqual([oneOf("wire", "Wire")]);
  expect(conflicts("straße", "STRASSE")).toEqual([oneOf("straße", "STRASSE")]);
  expect(conflicts("Σ", "ς")).toEqual([oneOf("Σ", "ς")]);
  expect(conflicts("a", "a")).toEqual(['"a" is there twice']);
  expect(conflicts("a", "a/b")).toEqual(['"a" is a file and a folder at once']);
  expect(conflicts("a/b", "a")).toEqual(['"a" is a file and a folder at once']);
  expect(conflicts("a", "A", "b", "B")).toHaveLength(2);
});
