import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.js";
import { zipArchive } from "../../test/support/zip-archive.js";
import { SourceError } from "../source/source-error.js";
import { maxRecordingBytes, type Opened, openRecordings } from "./open-files.js";

let folder = "";

beforeEach(() => {
  folder = temporaryFolder();
});

function write(name: string, content: string | Uint8Array = "text"): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function open(...paths: readonly string[]): readonly Opened[] {
  return [...openRecordings(paths)];
}

/** What came, a line each: the name below the folder, and the content or the reason. */
function opened(...paths: readonly string[]): readonly string[] {
  return open(...paths).map((one) =>
    one.kind === "file"
      ? `${relative(folder, one.file.name)}: ${one.file.text()}`
      : `${relative(folder, one.name)} ✗${one.message.slice(one.name.length + 1)}`,
  );
}

describe("opening recordings", () => {
  test("a folder gives its files in the order of their names, those of its folders among them, hidden ones left out", () => {
    for (const name of ["b.json", "a/z.yaml", "a.json", "a/y/x.har", ".git/HEAD", "a/.hidden", "Z.json"])
      write(name, name);
    expect(opened(folder)).toEqual([
      "Z.json: Z.json",
      "a/y/x.har: a/y/x.har",
      "a/z.yaml: a/z.yaml",
      "a.json: a.json",
      "b.json: b.json",
    ]);
  });

  test("files that were named come in the order in which they were named, hidden ones too", () => {
    expect(opened(write("b"), write(".a"), write("c"))).toEqual(["b: text", ".a: text", "c: text"]);
  });

  test("a name is relative where the path was, with forward slashes", () => {
    write("a/b.json");
    const path = relative(process.cwd(), folder);
    expect(open(path).map((one) => (one.kind === "file" ? one.file.name : ""))).toEqual([`${path}/a/b.json`]);
  });

  test("one file is open at a time: the second is looked at when it is asked for", () => {
    write("a", "first");
    const second = write("b", "before");
    const walk = openRecordings([folder]);
    walk.next();
    writeFileSync(second, "after");
    const { value } = walk.next();
    expect(value?.kind === "file" && value.file.text()).toBe("after");
  });

  test("a whole file that is gzipped is unpacked, whatever its name", () => {
    write("a.yaml.gz", gzipSync("packed"));
    write("b.yaml", gzipSync("packed too"));
    expect(opened(folder)).toEqual(["a.yaml.gz: packed", "b.yaml: packed too"]);
  });

  test("a gzip that is cut gives its beginning, and is named after it; without its checksum alone it is whole", () => {
    const long = JSON.stringify(Array.from({ length: 3000 }, (_, index) => (index * 7919) % 1000));
    const whole = gzipSync(long);
    write("cut.gz", whole.subarray(0, -400));
    write("unchecked.gz", whole.subarray(0, -6));
    const [beginning, fault, unchecked] = open(folder);
    const text = beginning?.kind === "file" ? beginning.file.text() : "";
    expect(text?.length).toBeGreaterThan(1000);
    expect(long.startsWith(text ?? "")).toBe(true);
    expect(fault).toMatchObject({
      message: expect.stringMatching(/cut\.gz: is damaged: its gzip ends too early; its beg/),
    });
    expect(unchecked?.kind === "file" && unchecked.file.text()).toBe(long);
  });

  test("a gzip that is cut to nothing, damaged or grows beyond the limit is unreadable", () => {
    const whole = gzipSync("packed packed packed");
    write("cut.gz", whole.subarray(0, 11));
    write("damaged.gz", Buffer.concat([whole.subarray(0, 12), Buffer.from([1, 2, 3, 4]), whole.subarray(16)]));
    write("large.gz", gzipSync(Buffer.alloc(maxRecordingBytes + 1)));
    expect(opened(folder)).toEqual([
      "cut.gz ✗ is damaged: its gzip ends too early",
      "damaged.gz ✗ is damaged: its gzip cannot be unpacked",
      "large.gz ✗ is too large when its gzip is unpacked, the limit is 67108864",
    ]);
  });

  test("a file and a gzip may be as large as the limit", () => {
    truncateSync(write("a.json", ""), maxRecordingBytes);
    write("b.gz", gzipSync(Buffer.alloc(maxRecordingBytes)));
    expect(open(folder).map((one) => one.kind === "file" && one.file.bytes.length)).toEqual([
      maxRecordingBytes,
      maxRecordingBytes,
    ]);
  });

  test("a file that only resembles a gzip at its start is read unchanged", () => {
    const nearly = [[0x1f], [0x1f, 0x8c, 1], [0x1e, 0x8b, 1], [0x8b, 0x1f]];
    for (const [at, bytes] of nearly.entries()) write(`f${at}`, Uint8Array.from(bytes));
    write("f4", Uint8Array.of(0x1f, 0x8b));
    expect(
      open(folder).map((one) => (one.kind === "file" ? [...one.file.bytes] : one.message.slice(one.name.length + 2))),
    ).toEqual([...nearly, "is damaged: its gzip ends too early"]);
  });

  test("a folder that was named may be hidden, and so may one above it", () => {
    write(".hidden/a", "a");
    write(".hidden/in/b", "b");
    expect(opened(join(folder, ".hidden"))).toEqual([".hidden/a: a", ".hidden/in/b: b"]);
    expect(opened(join(folder, ".hidden/in"))).toEqual([".hidden/in/b: b"]);
  });

  test("a file given twice is read twice, and so is a folder", () => {
    const path = write("in/a", "a");
    expect(opened(path, path, join(folder, "in"), join(folder, "in"))).toEqual(Array(4).fill("in/a: a"));
  });

  test("a file over the limit is not read", () => {
    const path = write("large.json", "");
    truncateSync(path, maxRecordingBytes + 1);
    expect(opened(folder)).toEqual(["large.json ✗ is too large: 67108865 bytes, the limit is 67108864"]);
  });

  test("an empty file is a file, an empty folder gives nothing", () => {
    mkdirSync(join(folder, "empty"));
    write("a", "");
    expect(opened(folder)).toEqual(["a: "]);
  });
});

describe("what must not be opened", () => {
  test("a link out of the folder is unreadable, one inside it is read", () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, "secret"), "secret");
    write("in/a", "a");
    symlinkSync(join(outside, "secret"), join(folder, "in/file"));
    symlinkSync(outside, join(folder, "in/folder"));
    symlinkSync("../../../../../../../../etc/passwd", join(folder, "in/up"));
    symlinkSync("a", join(folder, "in/z"));
    const reason = "is a link that leads out of the folder; name its target to read it";
    expect(opened(join(folder, "in"))).toEqual([
      "in/a: a",
      `in/file ✗ ${reason}`,
      `in/folder ✗ ${reason}`,
      `in/up ✗ ${reason}`,
      "in/z: a",
    ]);
  });

  test("a link to the folder itself leads back to it, and one to a file beside a folder is read each time", () => {
    write("in/a", "a");
    symlinkSync(".", join(folder, "in/b"));
    symlinkSync("a", join(folder, "in/c"));
    expect(opened(join(folder, "in"))).toEqual([
      "in/a: a",
      "in/b ✗ is a link that leads back to a folder above it",
      "in/c: a",
    ]);
  });

  test("a folder that a link leads to is read once, by the name that comes first", () => {
    write("in/z/a", "a");
    symlinkSync("z", join(folder, "in/b"));
    expect(opened(join(folder, "in"))).toEqual(["in/b/a: a"]);
  });

  test("a neighbour whose name begins like the folder's is outside of it", () => {
    write("in-2/secret");
    mkdirSync(join(folder, "in"));
    symlinkSync("../in-2/secret", join(folder, "in/a"));
    expect(opened(join(folder, "in"))).toEqual([expect.stringContaining("leads out of the folder")]);
  });

  test("a link that was named is followed", () => {
    write("a", "a");
    symlinkSync("a", join(folder, "link"));
    expect(opened(join(folder, "link"))).toEqual(["link: a"]);
  });

  test("links that lead nowhere, back to themselves or to a folder above are unreadable", () => {
    mkdirSync(join(folder, "in/deep"), { recursive: true });
    symlinkSync("nothing", join(folder, "in/dangling"));
    symlinkSync("../..", join(folder, "in/deep/above"));
    symlinkSync("..", join(folder, "in/deep/parent"));
    symlinkSync("self", join(folder, "in/self"));
    expect(opened(folder)).toEqual([
      "in/dangling ✗ does not exist, or is a link to something that does not",
      "in/deep/above ✗ is a link that leads back to a folder above it",
      "in/deep/parent ✗ is a link that leads back to a folder above it",
      "in/self ✗ is a link that leads back to itself",
    ]);
  });

  test("folders that link to one another in every way are read once each", () => {
    const names = Array.from({ length: 12 }, (_, at) => `f${String(at).padStart(2, "0")}`);
    for (const name of names) {
      write(`${name}/a`, name);
      for (const other of names) if (other !== name) symlinkSync(`../${other}`, join(folder, name, `to-${other}`));
    }
    const files = open(folder).filter(({ kind }) => kind === "file");
    expect(files).toHaveLength(12);
  });

  test("a pipe and a device are unreadable, and nothing waits for them", () => {
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(opened(folder, join(folder, "pipe"))).toEqual([
      "pipe ✗ is not a regular file",
      "pipe ✗ is not a regular file",
    ]);
    expect(open("/dev/null")).toEqual([
      { kind: "unreadable", name: "/dev/null", message: "/dev/null: is not a regular file" },
    ]);
  });

  test("a socket is unreadable", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, "socket"), resolve));
    expect(opened(folder)).toEqual(["socket ✗ is a socket or a device"]);
    await new Promise((resolve) => server.close(resolve));
  });

  test.skipIf(process.getuid?.() === 0)(
    "what may not be read is unreadable, and the rest is read (skipped for root)",
    () => {
      chmodSync(write("a"), 0);
      write("b/c");
      chmodSync(join(folder, "b"), 0);
      write("d");
      expect(opened(folder)).toEqual([
        "a ✗ cannot be read: permission denied",
        "b ✗ cannot be read: permission denied",
        "d: text",
      ]);
      chmodSync(join(folder, "b"), 0o700);
    },
  );

  test.each(["nothing", "file/below", "a\0b", ""])("a path %j that does not exist is a mistake of the user", (name) => {
    write("file");
    const path = name === "" ? "" : join(folder, name);
    expect(() => open(path)).toThrow(SourceError);
    expect(() => open(path)).toThrow("does not exist");
  });

  test("a path whose name is too long, or that leads back to itself, is unreadable", () => {
    symlinkSync("self", join(folder, "self"));
    expect(opened(join(folder, "self"))).toEqual(["self ✗ is a link that leads back to itself"]);
    expect(opened(join(folder, "n".repeat(300)))).toEqual([expect.stringContaining("has a name that is too long")]);
  });
});

describe("a zip archive", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test("of one HAR is that HAR, with the files of the archive beside it", () => {
    const files = [
      { name: "har.har", bytes: bytes("the log"), packed: true },
      { name: "0a.json", bytes: bytes("the body"), packed: true },
    ];
    const [only] = open(write("trace.har.zip", zipArchive(files)));
    if (only?.kind !== "file") return expect.fail("not opened");
    expect([relative(folder, only.file.name), only.file.text()]).toEqual(["trace.har.zip", "the log"]);
    expect(only.file.beside("0a.json")).toEqual({ bytes: bytes("the body") });
    expect(only.file.beside("../trace.har.zip")).toEqual({ missing: "is outside the folder of the recording" });
  });

  test("of several HARs gives each under its own name", () => {
    const files = ["a.har", "b/c.har", "d.json"].map((name) => ({ name, bytes: bytes(name) }));
    expect(opened(write("all.zip", zipArchive(files)))).toEqual(["all.zip/a.har: a.har", "all.zip/b/c.har: b/c.har"]);
  });

  test("whose HAR cannot be read says which file and why", () => {
    const files = [{ name: "har.har", bytes: bytes("the log"), more: { flags: 1 } }];
    expect(opened(write("a.har.zip", zipArchive(files)))).toEqual(['a.har.zip ✗ its file "har.har" is encrypted']);
  });

  test("that is cut is damaged if it should hold a HAR, and any other file if not", () => {
    const cut = zipArchive([{ name: "har.har", bytes: bytes("the log") }]).subarray(0, 60);
    expect(opened(write("a.har.zip", cut))).toEqual([
      "a.har.zip ✗ is damaged: its zip archive is cut or has no directory",
    ]);
    expect(open(write("a.zip", cut)).map(({ kind }) => kind)).toEqual(["file"]);
  });

  test("without a HAR is a file like any other", () => {
    const archive = zipArchive([{ name: "a.txt", bytes: bytes("text") }]);
    const [only] = open(write("a.zip", archive));
    expect(only?.kind === "file" && Buffer.from(only.file.bytes).equals(archive)).toBe(true);
  });
});

test("a recording that was opened reads the files beside it", () => {
  write("in/0a.json", "the body");
  const [only] = open(write("in/a.har"));
  expect(only?.kind === "file" ? only.file.beside("0a.json") : null).toEqual({
    bytes: new TextEncoder().encode("the body"),
  });
});
