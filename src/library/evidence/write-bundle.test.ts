import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { UsageError } from "../usage-error.js";
import { requireFree, writeBundle } from "./write-bundle.js";

const { failing } = vi.hoisted(() => ({ failing: { at: "", code: "" } }));

// A full disk and a read-only one, which a test cannot have: the file system is the outside.
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const refuse = (path: unknown) => {
    if (failing.at !== "" && String(path).endsWith(failing.at)) {
      throw Object.assign(new Error(failing.code), { code: failing.code });
    }
  };
  return {
    ...real,
    writeFile: async (...args: Parameters<typeof real.writeFile>) => {
      refuse(args[0]);
      return real.writeFile(...args);
    },
    rename: async (...args: Parameters<typeof real.rename>) => {
      refuse(args[0]);
      return real.rename(...args);
    },
    mkdir: async (...args: Parameters<typeof real.mkdir>) => {
      refuse(args[0]);
      return real.mkdir(...args);
    },
  };
});

const files = new Map([
  ["case.json", Buffer.from("{}\n")],
  ["wire/failing.har", Buffer.from("har")],
  ["wire/failing.reply.bin", Buffer.from([0, 255])],
]);

async function withFault(at: string, code: string, run: () => Promise<void>): Promise<void> {
  Object.assign(failing, { at, code });
  try {
    await run();
  } finally {
    Object.assign(failing, { at: "", code: "" });
  }
}

const namesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
const all = ["SHA256SUMS", "case.json", "wire", "wire/failing.har", "wire/failing.reply.bin"];

describe("a bundle is written", () => {
  test.each(["new", "new/", "far/away/new"])("into the folder %s, which is not there yet", async (name) => {
    const folder = join(temporaryFolder(), name);
    await writeBundle(folder, files);
    expect(namesIn(folder)).toEqual(all);
    expect(await readFile(join(folder, "wire/failing.reply.bin"))).toEqual(Buffer.from([0, 255]));
  });

  test("into an empty folder, which stays the same folder", async () => {
    const folder = temporaryFolder();
    const inside = join(folder, "empty");
    mkdirSync(inside);
    symlinkSync(inside, join(folder, "link"));
    await writeBundle(join(folder, "link"), files);
    expect(namesIn(inside)).toEqual(all);
    expect(namesIn(folder).filter((name) => name.includes("part"))).toEqual([]);
  });
});

describe("nothing is written, and nothing is left behind,", () => {
  test("where the folder holds something", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "note.txt"), "mine");
    await expect(writeBundle(folder, files)).rejects.toThrow(/is not empty$/);
    expect(namesIn(folder)).toEqual(["note.txt"]);
    expect(() => requireFree(folder)).toThrow(UsageError);
  });

  test("where a file is in its place or on its way", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "mine");
    await expect(writeBundle(join(folder, "file"), files)).rejects.toThrow(/file is not a folder$/);
    await expect(writeBundle(join(folder, "file/in"), files)).rejects.toThrow(
      /was not written: (something is in its place|part of the path is not a folder)$/,
    );
    expect(namesIn(folder)).toEqual(["file"]);
  });

  test.each([
    ["ENOSPC", "failing.reply.bin", "no space is left on the device"],
    ["EROFS", "case.json", "the file system is read-only"],
    ["EACCES", "case.json", "permission denied"],
  ])("on %s", async (code, at, words) => {
    const folder = temporaryFolder();
    await withFault(at, code, async () => {
      await expect(writeBundle(join(folder, "far/new"), files)).rejects.toThrow(`was not written: ${words}`);
      mkdirSync(join(folder, "empty"));
      await expect(writeBundle(join(folder, "empty"), files)).rejects.toThrow(UsageError);
    });
    expect(namesIn(folder)).toEqual(["empty"]);
  });

  test("where the parent cannot be written", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "locked"));
    await withFault("/locked", "EACCES", async () => {
      await expect(writeBundle(join(folder, "locked/new"), files)).rejects.toThrow("permission denied");
    });
    expect(namesIn(folder)).toEqual(["locked"]);
  });

  test("where the last of several files cannot be moved into a folder that is there", async () => {
    const folder = temporaryFolder();
    await withFault("/wire", "ENOSPC", async () => {
      await expect(writeBundle(folder, files)).rejects.toThrow("no space is left");
    });
    expect(namesIn(folder)).toEqual([]);
  });

  test("for an error that is a bug, which stays one", async () => {
    const folder = join(temporaryFolder(), "new");
    const broken = new Map([["case.json", null as unknown as Uint8Array]]);
    await expect(writeBundle(folder, broken)).rejects.toThrow();
    expect(existsSync(folder)).toBe(false);
  });
});

test.each(["not there", "there"])("of two at once into a folder that is %s, one is written whole", async (what) => {
  const folder = join(temporaryFolder(), "new");
  if (what === "there") mkdirSync(folder);
  const other = new Map([
    ["case.json", Buffer.from("other")],
    ["wire/other.har", Buffer.from("other")],
  ]);
  const ends = await Promise.allSettled([writeBundle(folder, files), writeBundle(folder, other)]);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const isFirst = ends[0]?.status === "fulfilled";
  expect(namesIn(folder)).toEqual(isFirst ? all : ["SHA256SUMS", "case.json", "wire", "wire/other.har"]);
  expect(await readFile(join(folder, "case.json"), "utf8")).toBe(isFirst ? "{}\n" : "other");
});
