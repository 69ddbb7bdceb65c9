import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { workFolder } from "../../../test/support/work-folder.js";
import { writeSums } from "./sums.js";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Of "" and "abc", from FIPS 180-4's examples. */
const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

test("the list is sorted by the bytes of the paths and does not list itself", () => {
  const files = new Map([
    ["\u{1f600}", bytes("abc")],
    ["\uff01", bytes("")],
    ["b", bytes("abc")],
    ["a/b", bytes("abc")],
    ["a.b", bytes("")],
    ["SHA256SUMS", bytes("old")],
    ["Z", bytes("abc")],
  ]);
  expect(writeSums(files)).toBe(
    `${abc}  Z\n${empty}  a.b\n${abc}  a/b\n${abc}  b\n${empty}  \uff01\n${abc}  \u{1f600}\n`,
  );
  expect(writeSums(new Map())).toBe("");
});

test.each(["../a", "a\\b", "a\nb", ""])("%j cannot be listed", (path) => {
  expect(() => writeSums(new Map([[path, bytes("")]]))).toThrow(TypeError);
});

test("paths that are one on some systems cannot be listed", () => {
  expect(() =>
    writeSums(
      new Map([
        ["a", bytes("")],
        ["A", bytes("")],
      ]),
    ),
  ).toThrow("differ only in the case of letters");
  expect(() => writeSums(new Map([["sha256sums", bytes("")]]))).toThrow("differ only in the case of letters");
});

const hasCoreutils =
  spawnSync("sha256sum", ["--version"], { encoding: "utf8" }).stdout?.includes("GNU coreutils") === true;

test.skipIf(!hasCoreutils)("sha256sum reads the list, and writes the same one", () => {
  const files = { "a b/c.md": "abc", "Größe.txt": "", "wire/frames.bin": "\u0000\r\n", ".hidden": "x" };
  const folder = workFolder(files);
  const list = writeSums(new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)])));
  folder.write("SHA256SUMS", list);
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { cwd: folder.path, encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } });
  expect(run("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"])).toBe("");
  expect(run("sha256sum", [".hidden", "Größe.txt", "a b/c.md", "wire/frames.bin"]).split("\n").sort()).toEqual(
    list.split("\n").sort(),
  );
});
