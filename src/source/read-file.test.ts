import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.js";
import { readSourceFile } from "./read-file.js";
import { SourceError } from "./source-error.js";

let folder = "";

beforeAll(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, "inside"));
  writeFileSync(join(folder, "inside", "plain.yaml"), "a: 1\n");
  writeFileSync(join(folder, "outside.yaml"), "secret: 1\n");
  writeFileSync(join(folder, "inside", "bom.yaml"), "\uFEFFa: 1");
  writeFileSync(join(folder, "inside", "latin1.yaml"), Buffer.from([0x61, 0x3a, 0x0a, 0x62, 0xe9, 0x0a]));
  writeFileSync(join(folder, "inside", "large.yaml"), "x".repeat(1024 * 1024 + 1));
  symlinkSync(join(folder, "outside.yaml"), join(folder, "inside", "link-out.yaml"));
  symlinkSync(join(folder, "inside", "plain.yaml"), join(folder, "inside", "link-in.yaml"));
  symlinkSync("loop.yaml", join(folder, "inside", "loop.yaml"));
  execFileSync("mkfifo", [join(folder, "inside", "pipe.yaml")]);
});

function refusal(name: string): string {
  try {
    readSourceFile(join(folder, "inside", name), { root: join(folder, "inside") });
  } catch (error) {
    if (error instanceof SourceError) return error.message;
    throw error;
  }
  throw new Error(`read ${name}`);
}

test("reads a plain file, a link inside its folder, and a file with a byte-order mark without the mark", () => {
  const root = join(folder, "inside");
  expect(readSourceFile(join(root, "plain.yaml"), { root })).toBe("a: 1\n");
  expect(readSourceFile(join(root, "link-in.yaml"), { root })).toBe("a: 1\n");
  expect(readSourceFile(join(root, "bom.yaml"), { root })).toBe("a: 1");
});

test.each([
  ["nothing.yaml", /does not exist/],
  ["plain.yaml/x", /not a folder/],
  ["link-out.yaml", /outside its folder/],
  ["../outside.yaml", /outside its folder/],
  ["loop.yaml", /leads back to itself/],
  ["pipe.yaml", /named pipe/],
  [".", /folder/],
  ["large.yaml", /too large/],
  [`${"n".repeat(300)}.yaml`, /name that is too long/],
])("refuses %s", (name, message) => {
  expect(refusal(name)).toMatch(message);
});

test.skipIf(process.platform === "win32")("refuses a device without reading it", () => {
  expect(() => readSourceFile("/dev/zero")).toThrow(/a device/);
});

test("reports where a file stops being UTF-8", () => {
  try {
    readSourceFile(join(folder, "inside", "latin1.yaml"));
  } catch (error) {
    expect(error).toMatchObject({ line: 2, column: 2, message: expect.stringContaining("the file is not UTF-8 here") });
    return;
  }
  throw new Error("accepted");
});
