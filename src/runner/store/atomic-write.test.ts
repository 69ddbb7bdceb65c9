import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { workFolder } from "../../../test/support/work-folder.js";
import { writeAtomically } from "./atomic-write.js";

describe("a file that is written whole", () => {
  const folder = workFolder();

  test("gets the folders that are absent, and replaces what had its name", async () => {
    const file = join(folder.path, "a/b/c.txt");
    await writeAtomically(file, "first");
    await writeAtomically(file, "second");
    expect(readFileSync(file, "utf8")).toBe("second");
    expect(readdirSync(join(folder.path, "a/b"))).toEqual(["c.txt"]);
  });

  test("names itself, not its draft, where part of its path is a file", async () => {
    writeFileSync(join(folder.path, "taken"), "");
    const file = join(folder.path, "taken/d.txt");
    await expect(writeAtomically(file, "text")).rejects.toMatchObject({ code: "ENOTDIR", path: file });
  });

  test("leaves nothing behind where it cannot take its name", async () => {
    const file = join(folder.path, "e/f.txt");
    const failure = new Error("no");
    await expect(writeAtomically(file, "text", () => Promise.reject(failure))).rejects.toBe(failure);
    expect(readdirSync(join(folder.path, "e"))).toEqual([]);
  });
});
