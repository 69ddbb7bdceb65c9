import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type WorkFolder, workFolder } from "../../../test/support/work-folder.js";
import { filesBeside, nothingBeside } from "./beside-file.js";

let folder: WorkFolder;
beforeEach(() => {
  folder = workFolder({
    "in/a.har": "{}",
    "in/body.json": "inside",
    "in/sub/body.json": "below",
    "in/.env": "secret",
    "outside.json": "outside",
    "wiremock/mappings/a.json": "{}",
    "wiremock/__files/body.json": "stub",
  });
});
const beside = (path: string, own = "in/a.har", where?: string) => {
  const read = filesBeside(join(folder.path, own))(path, where);
  return "bytes" in read ? Buffer.from(read.bytes).toString() : read;
};
const link = (target: string, at: string) => symlinkSync(target, join(folder.path, at));
const outside = { missing: "is outside the folder of the recording" };

describe("a file beside a recording", () => {
  test("in its folder and below", () => {
    expect(beside("body.json")).toBe("inside");
    expect(beside("./sub/body.json")).toBe("below");
    expect(beside("sub\\body.json")).toBe("below");
    expect(beside("none.json")).toEqual({ missing: "is not there" });
  });

  test.each([
    "../outside.json",
    "sub/../../outside.json",
    "..",
    "",
    ".",
    "/etc/passwd",
    "C:\\a",
    "\\\\host\\a",
    "a\0b",
    ".env",
    "sub/.git/a",
  ])("%j is not read", (path) => {
    expect(beside(path)).toEqual(outside);
  });

  test("a link that leads out is not followed, one inside is", () => {
    link("../outside.json", "in/out.json");
    link("..", "in/up");
    link("body.json", "in/again.json");
    link("loop", "in/loop");
    const out = { missing: "is a link that leads out of the folder of the recording" };
    expect(beside("out.json")).toEqual(out);
    expect(beside("up/outside.json")).toEqual(out);
    expect(beside("again.json")).toBe("inside");
    expect(beside("loop")).toEqual({ missing: "is not there" });
  });

  test("a folder, a pipe and a file beyond the limit are not read", () => {
    execFileSync("mkfifo", [join(folder.path, "in/pipe")]);
    folder.write("in/large.bin", "");
    truncateSync(join(folder.path, "in/large.bin"), 64 * 1024 * 1024 + 1);
    expect(beside("sub")).toEqual({ missing: "is not a regular file" });
    expect(beside("pipe")).toEqual({ missing: "is not a regular file" });
    expect(beside("large.bin")).toEqual({ missing: "is too large: 67108865 bytes, the limit is 67108864" });
  });

  test("a format may keep its files in a folder of its own, which is no link", () => {
    const mapping = "wiremock/mappings/a.json";
    expect(beside("body.json", mapping, "../__files")).toBe("stub");
    expect(beside("../mappings/a.json", mapping, "../__files")).toEqual(outside);
    mkdirSync(join(folder.path, "other/mappings"), { recursive: true });
    link("../in", "other/__files");
    expect(beside("body.json", "other/mappings/a.json", "../__files")).toEqual({ missing: "is not there" });
  });

  test("a recording in memory has none", () => {
    expect(nothingBeside("body.json")).toEqual({ missing: "is not in the recording" });
  });
});
