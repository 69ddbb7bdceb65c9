import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workFolder } from "../../../test/support/work-folder.js";
import { writeStarter } from "./write-starter.js";

const files = [
  { path: "a/one.yaml", text: "1" },
  { path: "a/b/two.yaml", text: "2" },
  { path: ".gitignore", text: "# why\nruns/\n*.log\n" },
];

test("writes every file into a folder that is not there yet", () => {
  const { path, contents } = workFolder();
  expect(writeStarter(join(path, "x/y"), files)).toEqual({
    files: ["a/one.yaml", "a/b/two.yaml", ".gitignore"],
    kept: null,
  });
  expect(contents()).toEqual({ "x/y/.gitignore": files[2]?.text, "x/y/a/b/two.yaml": "2", "x/y/a/one.yaml": "1" });
});

test("names everything that is in the way, and writes nothing", () => {
  const work = workFolder({ "a/one.yaml": "mine", "a/b": "a file" });
  expect(() => writeStarter(work.path, files)).toThrow(
    `nothing was written: 2 files are in the way\n  ${join(work.path, "a/one.yaml")}\n  ${join(work.path, "a/b")}`,
  );
  expect(work.contents()).toEqual({ "a/b": "a file", "a/one.yaml": "mine" });
});

test("a link that leads nowhere is in the way; a link to a folder is that folder", () => {
  const work = workFolder();
  symlinkSync("nowhere", join(work.path, "a"));
  expect(() => writeStarter(work.path, files)).toThrow("a file is in the way");
  const other = workFolder();
  mkdirSync(join(other.path, "real"));
  symlinkSync("real", join(other.path, "a"));
  writeStarter(other.path, files);
  expect(other.read("real/one.yaml")).toBe("1");
});

test("a file in place of the folder is in the way", () => {
  const { path } = workFolder({ x: "" });
  expect(() => writeStarter(join(path, "x"), files)).toThrow(`a file is in the way\n  ${join(path, "x")}`);
  expect(() => writeStarter(join(path, "x/y"), files)).toThrow("ENOTDIR");
});

test("a .gitignore that is there stays, and what it lacks is said", () => {
  const work = workFolder({ ".gitignore": "node_modules\r\nruns/\r\n" });
  expect(writeStarter(work.path, files)).toEqual({
    files: ["a/one.yaml", "a/b/two.yaml"],
    kept: { path: ".gitignore", lacks: ["*.log"] },
  });
  expect(work.read(".gitignore")).toBe("node_modules\r\nruns/\r\n");
});

/** For root no folder is read-only. */
test.skipIf(process.getuid?.() === 0)("what was written is taken back where the disk refuses a file", () => {
  const work = workFolder({ "a/b/mine.txt": "" });
  chmodSync(join(work.path, "a/b"), 0o555);
  expect(() => writeStarter(work.path, files)).toThrow("EACCES");
  chmodSync(join(work.path, "a/b"), 0o755);
  expect(work.contents()).toEqual({ "a/b/mine.txt": "" });
});

test("what was written is taken back where a name is too long for the disk", () => {
  const work = workFolder({ "mine.txt": "" });
  const long = { path: `c/${"x".repeat(300)}.yaml`, text: "" };
  expect(() => writeStarter(work.path, [...files, long])).toThrow("ENAMETOOLONG");
  expect(work.contents()).toEqual({ "mine.txt": "" });
});
