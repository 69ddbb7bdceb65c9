import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { atEnd } from "../../../test/support/at-end.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { workFolder } from "../../../test/support/work-folder.js";
import { bundleLimits } from "./bundle-limits.js";
import { readBundle } from "./read-bundle.js";
import { readWalked } from "./read-walked.js";
import { walkBundle } from "./walk-bundle.js";

const problems = (folder: string) => {
  const read = readBundle(folder);
  return read.kind === "refused" ? read.problems.map(({ says }) => says) : [];
};

/** A folder with one file, to which a test adds something. */
const folder = () => {
  const { path } = workFolder({ "a.txt": "a" });
  return { path, at: (name: string) => join(path, name) };
};

const asRoot = process.getuid?.() === 0;
const onWindows = process.platform === "win32";

describe("a bundle is read", () => {
  test("as bytes by path, sorted, with everything that a plain file can be", () => {
    const { path, write } = workFolder({
      "b/c.bin": Uint8Array.of(0, 255, 13, 10),
      "b.txt": "b",
      empty: "",
      ".hidden": "h",
      "Größe 日本.md": "ä",
    });
    write("../outside.txt", "outside");
    linkSync(join(path, "../outside.txt"), join(path, "hard-link.txt"));
    atEnd(() => rmSync(join(path, "../outside.txt")));
    const read = readBundle(path);
    expect(
      read.kind === "read"
        ? [...read.files].map(([name, bytes]) => [name, Buffer.from(bytes).toString("latin1")])
        : read,
    ).toEqual([
      [".hidden", "h"],
      ["Größe 日本.md", "Ã¤"],
      ["b.txt", "b"],
      ["b/c.bin", "\0\u00ff\r\n"],
      ["empty", ""],
      ["hard-link.txt", "outside"],
    ]);
  });

  test("through a link to its folder, which a person named", () => {
    const link = join(temporaryFolder(), "link");
    symlinkSync(folder().path, link);
    expect(readBundle(link)).toMatchObject({ kind: "read" });
  });

  test("up to the limits", () => {
    const deep = folder();
    mkdirSync(deep.at("1/2/3/4/5/6/7/8"), { recursive: true });
    writeFileSync(deep.at("1/2/3/4/5/6/7/8/file"), "");
    expect(problems(deep.path)).toEqual([]);
  });
});

describe("a bundle is refused", () => {
  test("that is not there, or no folder", () => {
    const { at } = folder();
    expect(problems(at("none"))).toEqual(["the folder cannot be read: it does not exist"]);
    expect(problems(at("a.txt/x"))).toEqual(["the folder cannot be read: part of the path is not a folder"]);
    expect(problems(at("a.txt"))).toEqual(["what was named is no folder; a packed bundle is unpacked first"]);
    expect(problems(temporaryFolder())).toEqual(["the folder is empty: there is no bundle in it"]);
    expect(problems("a\0b")).toEqual(["the folder cannot be read: ERR_INVALID_ARG_VALUE"]);
    expect(problems("")).toEqual(["no folder was named"]);
  });

  test("for links of every kind", () => {
    const { path, at } = folder();
    symlinkSync("a.txt", at("to-a-file"));
    symlinkSync(".", at("to-itself"));
    symlinkSync("/etc/passwd", at("to-outside"));
    symlinkSync("loop", at("loop"));
    symlinkSync("/dev/zero", at("to-a-device"));
    const why = "is a symbolic link, which can lead out of the bundle; a bundle has plain files alone";
    const names = ["loop", "to-a-device", "to-a-file", "to-itself", "to-outside"];
    expect(problems(path).sort()).toEqual(names.map((name) => `"${name}" ${why}`));
  });

  test.skipIf(onWindows)("for a pipe, without waiting for it, and a socket", async () => {
    const { path, at } = folder();
    execFileSync("mkfifo", [at("pipe")]);
    const server = createServer();
    await new Promise<void>((listening) => server.listen(at("socket"), listening));
    atEnd(() => new Promise((closed) => server.close(closed)));
    expect(problems(path).sort()).toEqual([
      '"pipe" is a named pipe; a bundle has plain files alone',
      '"socket" is a socket; a bundle has plain files alone',
    ]);
  });

  test("for empty folders", () => {
    const { path, at } = folder();
    mkdirSync(at("vendor/more"), { recursive: true });
    expect(problems(path)).toEqual([
      '"vendor/more" is an empty folder: SHA256SUMS lists files alone, so it is no part of the bundle',
    ]);
  });

  test.skipIf(onWindows)("for names that another system cannot have, or that a terminal would obey", () => {
    const { path, at } = folder();
    for (const name of ["a\\b", "a\nb", "\u001b]0;title\u0007", "\u202etxt.exe", "NUL", "A.TXT"])
      writeFileSync(at(name), "");
    writeFileSync(Buffer.concat([Buffer.from(at("x")), Uint8Array.of(0xff)]), "");
    const cannot = "cannot be in a bundle: its path";
    const hidden = `${cannot} has a character that is not visible or not text`;
    expect(problems(path).sort()).toEqual(
      [
        '"A.TXT" and "a.txt" differ only in the case of letters: macOS and Windows take them for one',
        `"NUL" ${cannot} has a part that is a device on Windows`,
        `"\\u{1b}]0;title\\u{7}" ${hidden}`,
        `"\\u{202e}txt.exe" ${hidden}`,
        `"a\\\\b" ${cannot} has a "\\", which separates folders on Windows`,
        `"a\\u{a}b" ${hidden}`,
        `"x\ufffd" ${hidden}`,
      ].sort(),
    );
  });

  test("for a file beyond the limit, which is not read", () => {
    const { path, at } = folder();
    writeFileSync(at("sparse.bin"), "");
    truncateSync(at("sparse.bin"), 100 * 1024 * 1024);
    expect(problems(path)).toEqual([
      '"sparse.bin" has 104857600 bytes; the limit of a file is 67108864, so it was not read',
    ]);
    truncateSync(at("sparse.bin"), 1024 ** 4);
    expect(problems(path)).toEqual([
      '"sparse.bin" has 1099511627776 bytes; the limit of a file is 67108864, so it was not read',
    ]);
  });

  test("for more bytes together than the limit, none of which is read", () => {
    const { path, at } = folder();
    for (const name of ["1", "2", "3", "4"]) {
      writeFileSync(at(name), "");
      truncateSync(at(name), bundleLimits.fileBytes);
    }
    expect(problems(path)).toEqual([
      "the files have 268435457 bytes together; the limit is 268435456, so none was read",
    ]);
  });

  test("for JSON that would fill the memory", () => {
    const { path, at } = folder();
    writeFileSync(at("case.json"), `[${"{},".repeat(1_000_000)}{}]`);
    expect(problems(path)).toEqual(['"case.json" has 2000002 JSON values; the limit is 1000000, so it was not parsed']);
  });

  test("for more files and folders than the limit", () => {
    const { path, at } = folder();
    mkdirSync(at("many"));
    for (let index = 0; index < bundleLimits.entries; index += 1) mkdirSync(at(`many/${index}`));
    expect(problems(path)).toEqual([
      "the folder has more than 5000 files and folders, which is the limit: no bundle has so many, so none was read",
    ]);
  });

  test("for folders that are too deep, however deep they are", () => {
    const { path, at } = folder();
    mkdirSync(at(Array.from({ length: 100 }, () => "d").join("/")), { recursive: true });
    expect(problems(path)).toEqual(['"d/d/d/d/d/d/d/d/d" is a folder deeper than 8 levels, which is the limit']);
  });

  test("with at most 100 problems, and the number of the others", () => {
    const { path, at } = folder();
    for (let index = 0; index < 150; index += 1) symlinkSync("a.txt", at(`link-${index}`));
    const said = problems(path);
    expect(said).toHaveLength(101);
    expect(said[100]).toBe("and 50 more problems of this kind");
  });

  test.skipIf(asRoot || onWindows)("for a file and a folder that may not be read", () => {
    const { path, at } = folder();
    mkdirSync(at("closed"));
    chmodSync(at("closed"), 0);
    atEnd(() => chmodSync(at("closed"), 0o700));
    expect(problems(path)).toEqual(['"closed" cannot be read: permission denied']);
    chmodSync(at("closed"), 0o700);
    writeFileSync(at("closed/a"), "");
    chmodSync(at("closed/a"), 0);
    expect(problems(path)).toEqual(['"closed/a" cannot be read: permission denied']);
  });
});

describe("a file that is not what it was when the folder was listed", () => {
  const changed = '"a.txt" changed while the bundle was read: copy the bundle to a place where nothing writes to it';

  test.each<[string, (path: string) => void, string]>([
    ["vanished", (path) => rmSync(path), '"a.txt" cannot be read: it does not exist'],
    ["grew", (path) => appendFileSync(path, "b"), changed],
    ["shrank", (path) => truncateSync(path), changed],
    ["was written to, with as many bytes", (path) => utimesSync(path, 1, 1), changed],
    [
      "is another one",
      (path) => {
        writeFileSync(`${path}.new`, "b");
        renameSync(`${path}.new`, path);
      },
      changed,
    ],
    [
      "is a link",
      (path) => {
        renameSync(path, `${path}.old`);
        symlinkSync("a.txt.old", path);
      },
      '"a.txt" cannot be read: it is a symbolic link',
    ],
    [
      "is a folder",
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
      changed,
    ],
    [
      "is a pipe",
      (path) => {
        rmSync(path);
        execFileSync("mkfifo", [path]);
      },
      changed,
    ],
  ])("%s", (_, change, says) => {
    const { path, at } = folder();
    const [file] = walkBundle(path).files;
    if (file === undefined) throw new Error("no file was listed");
    expect(readWalked(file)).toEqual(new TextEncoder().encode("a"));
    change(at("a.txt"));
    expect(readWalked(file)).toEqual({ path: "a.txt", says });
  });

  test.skipIf(process.platform !== "linux")("has more bytes than its size says", () => {
    const absolute = "/proc/version";
    const stats = lstatSync(absolute, { bigint: true });
    expect(readWalked({ path: "a.txt", absolute, stats })).toEqual({ path: "a.txt", says: changed });
  });
});
