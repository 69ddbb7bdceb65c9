import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { chat, chatStream, converseStream, type Sample, writers } from "./support/foreign-recordings.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** The program on folders of recordings that somebody has spoilt or made to do harm; see `damaged-recordings.test.ts` for the formats. */
let folder: WorkFolder;
beforeEach(() => {
  folder = workFolder();
});

const written = (format: keyof typeof writers, ...samples: readonly Sample[]) =>
  writers[format](samples) ?? expect.fail(`${format} cannot hold that`);
const asking = (model: string): Sample => ({ ...chat, request: JSON.stringify({ model, messages: [] }) });
const run = (...args: readonly string[]) => runCommand(args, { cwd: folder.path });

describe("a folder with damaged recordings among good ones", () => {
  const names = ["bomb.json", "cut.json", "link.yaml", "loop", "pipe.gz", "shifted.httprr", "wrong.yml"];
  // The cut of pipe.gz costs its checksum and no byte of its recording: it is named, and judged.
  const good = ["a-good.yaml", "pipe.gz", "z-good.har"];

  beforeEach(() => {
    const cut = written("nock", chat);
    folder.write("outside/secret.yaml", written("vcrpy", asking("secret/model")));
    folder.write("in/a-good.yaml", written("vcrpy", asking("good/one")));
    folder.write("in/bomb.json", `{"log": {"entries": ${"[".repeat(1_000_000)}`);
    folder.write("in/cut.json", cut.subarray(0, -30));
    symlinkSync("../outside/secret.yaml", join(folder.path, "in/link.yaml"));
    symlinkSync(".", join(folder.path, "in/loop"));
    folder.write("in/pipe.gz", gzipSync(Buffer.from(written("vcrpy", chat))).subarray(0, -9));
    const trace = Buffer.from(written("httprr", chat))
      .toString()
      .replace(/^(\d+) /m, "9$1 ");
    folder.write("in/shifted.httprr", trace);
    const ruby = Buffer.from(written("vcr-ruby", converseStream)).toString();
    folder.write("in/wrong.yml", ruby.replace(/!binary \|\n {8}..../, "!binary |\n        ?!?!"));
    folder.write("in/z-good.har", written("har", asking("good/two")));
    folder.write("in/readme.txt", "nothing");
  });

  test("judge tells of each by its name, judges the others and exits 2", async () => {
    const { code, stdout, stderr } = await run("judge", "in", "--json");
    expect(code).toBe(2);
    const told = stderr.split("\n").filter((line) => line.startsWith("damaged: "));
    expect(told.map((line) => /^damaged: in\/([^:,]+)[:,] /.exec(line)?.[1])).toEqual(names);
    const { exchanges, read } = JSON.parse(stdout);
    expect(exchanges.map((one: { readonly file: string }) => one.file)).toEqual(good.map((name) => `in/${name}`));
    expect(read.damaged).toHaveLength(names.length);
    expect(read.otherFiles).toBe(1);
    expect(stdout).not.toContain("secret/model");
  });

  test("import brings the good ones in, tells of the others and exits 2", async () => {
    const { code, stderr } = await run("import", "in", "--out", "out");
    expect(code).toBe(2);
    for (const name of names) expect(stderr).toContain(`in/${name}`);
    expect(Object.keys(folder.contents("out")).map((file) => file.split("/").at(-1))).toEqual([
      expect.stringContaining("a-good.yaml"),
      expect.stringContaining("z-good.har"),
      expect.stringContaining("pipe.gz"),
    ]);
  });
});

describe("names in recordings", () => {
  const models = [
    "../../../../evil",
    "..",
    ".",
    "/etc/passwd",
    "..\\..\\evil",
    "a/../../../evil",
    "C:\\evil",
    "con",
    "",
    "\u0000evil",
    "evil\n",
    "~/evil",
    "$(touch evil)",
    "\u202elive",
    "e".repeat(5_000),
    "\ud83d\ude00".repeat(100),
    "__proto__",
    ".git/hooks/evil",
  ];

  test("import writes below its folder only, whatever a recording calls its model", async () => {
    models.forEach((model, at) => {
      folder.write(`in/${at}.yaml`, written("vcrpy", asking(model)));
    });
    const { code, stderr } = await run("import", "in", "--out", "deep/er/out");
    expect([0, 2], stderr).toContain(code);
    expect(everythingBut("in", "deep/er/out")).toEqual([]);
    expect(
      files("deep/er/out").length + stderr.split("\n").filter((line) => line.startsWith("not imported: ")).length,
    ).toBe(models.length);
  });

  test("import writes below its folder only, whatever host and path a recording has asked", async () => {
    const urls = [
      "https://../../evil/v1/chat/completions",
      "https://evil.example/../../../v1/chat/completions",
      "https://bedrock-runtime.us-east-1.amazonaws.com/model/..%2F..%2F..%2Fevil/converse",
      "https://bedrock-runtime.us-east-1.amazonaws.com/model/%2e%2e/converse",
      "https://bedrock-runtime.us-east-1.amazonaws.com/model/%00%zz/converse",
      "https://bedrock-runtime.../../x.amazonaws.com/model/evil/converse",
      "file:///etc/passwd/chat/completions",
      "//evil/chat/completions",
    ];
    urls.forEach((url, at) => {
      folder.write(`in/${at}.yaml`, written("vcrpy", { ...chat, url }));
    });
    const { code, stderr } = await run("import", "in", "--out", "deep/er/out");
    expect([0, 2], stderr).toContain(code);
    expect(everythingBut("in", "deep/er/out")).toEqual([]);
  });

  test("import writes below its folder only, whatever the recordings' files are called, and judge reads them", async () => {
    const names = [
      "x..%2f..%2fevil.yaml",
      "-rf.yaml",
      "a\nb.yaml",
      "evil..",
      "con.yaml",
      "\u202ea.yaml",
      "$(id).yaml",
      "n".repeat(250),
    ];
    for (const name of names) folder.write(`in/${name}`, written("vcrpy", chatStream));
    const judged = await run("judge", "in", "--json", "--exit-zero");
    expect(JSON.parse(judged.stdout).exchanges).toHaveLength(names.length);
    const { code, stderr } = await run("import", "in", "--out", "deep/er/out");
    expect(code, stderr).toBe(0);
    expect(files("deep/er/out")).toHaveLength(names.length);
    expect(everythingBut("in", "deep/er/out")).toEqual([]);
  });

  test("import follows no link in its own folder out of it", async () => {
    folder.write("in/a.yaml", written("vcrpy", chat));
    mkdirSync(join(folder.path, "out"));
    mkdirSync(join(folder.path, "elsewhere"));
    symlinkSync("../elsewhere", join(folder.path, "out/openrouter"));
    const { code, stderr } = await run("import", "in", "--out", "out");
    expect(code).toBe(2);
    expect(stderr).toContain("not imported: in/a.yaml: a link leads from ");
    expect(files("elsewhere")).toEqual([]);
  });

  function files(below: string): readonly string[] {
    return Object.keys(folder.contents(below));
  }

  /** What lies in the work folder, but for these folders and the empty ones above them. */
  function everythingBut(...left: readonly string[]): readonly string[] {
    const all = readdirSync(folder.path, { recursive: true, encoding: "utf8" });
    return all.filter(
      (name) => !left.some((one) => name === one || name.startsWith(`${one}/`) || one.startsWith(`${name}/`)),
    );
  }
});
