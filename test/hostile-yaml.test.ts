import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { type Ended, runProgram } from "./support/program.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";

/**
 * What each kind of hostile text is refused for stands in `src/source/yaml.test.ts`. Here they meet the program: in one
 * process, one after the other, since the parser's own defence against deep nesting has killed processes at the second
 * or third such file (yaml 2.9.1, exit 134).
 */
const good = readFileSync(join(root, "scenarios/basic-chat.yaml"), "utf8");
const withSay = (value: string) => good.replace(/say: .*/, `say: ${value}`);
const withLine = (line: string) => good.replace("title:", `${line}\ntitle:`);
const aliases = Array.from(
  { length: 9 },
  (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(", ")}]`,
);
const blockDepth = Array.from({ length: 1_400 }, (_, at) => `${" ".repeat(at)}a:`).join("\n");

/** The content of a file, and what is said of it after its name. */
const hostile: { readonly [name: string]: readonly [content: string | Uint8Array, says: RegExp] } = {
  "alias-bomb": [`a0: &a0 [x, x, x, x, x, x, x, x, x]\n${aliases.join("\n")}\n`, /:\d+:\d+: .*too many aliases/],
  "flow-1k": ["[".repeat(1_000) + "]".repeat(1_000), /:1:\d+: .*nested more than 64/],
  "flow-1k-again": ["[".repeat(1_000) + "]".repeat(1_000), /:1:\d+: .*nested more than 64/],
  "flow-1k-objects": ["{a: ".repeat(1_000) + "}".repeat(1_000), /:1:\d+: .*nested more than 64/],
  "flow-20k": ["[".repeat(20_000) + "]".repeat(20_000), /:1:\d+: .*nested more than 64/],
  "block-depth": [blockDepth, /:\d+:\d+: .*nested more than 64/],
  "block-lists": ["- ".repeat(3_000), /:\d+:\d+: .*nested more than 64/],
  "explicit-keys": ["? ".repeat(400), /:\d+:\d+: .*nested more than 64/],
  "scalar-of-5mb": [`a: ${"x".repeat(5_000_000)}`, /: is too large: \d+ bytes/],
  "keys-100k": [Array.from({ length: 100_000 }, (_, at) => `k${at}: 1`).join("\n"), /too large|too many/],
  cyclic: ["a: &a [*a]", /:1:\d+: .*nested more than 64/],
  "documents-10k": ["---\na: 1\n".repeat(10_000), /:\d+:\d+: .*several YAML documents/],
  nul: [withSay("x\0y"), /:19:\d+: .*control character U\+0000/],
  "no-utf8": [Buffer.concat([Buffer.from(good), Buffer.from([0xc3, 0x28])]), /:\d+:\d+: the file is not UTF-8 here/],
  "duplicate-key": [withLine("version: 2"), /:4:1: .*"version" appears twice/],
  "two-documents": [`${good}---\n${good}`, /:\d+:1: .*several YAML documents/],
  tabs: [good.replace("  - id: answer", "\t- id: answer"), /:\d+:\d+: .*[Tt]ab/],
  empty: ["", /:1:1: the file is empty/],
  "function-tag": [withSay("!!js/function 'function () { process.exit(7) }'"), /:19:\d+: .*YAML tag !!js\/function/],
  "binary-tag": [withSay("!!binary aGVsbG8="), /:19:\d+: .*YAML tag !!binary/],
  "infinite-number": [good.replace("temperature: 1", "temperature: 1e400"), /:\d+:\d+: .*not a finite number/],
  "not-a-number": [good.replace("temperature: 1", "temperature: .nan"), /:\d+:\d+: .*not a finite number/],
  "leading-zero": [good.replace("version: 1", "version: 012"), /:3:\d+: .*begins with a zero/],
  "twenty-digits": [good.replace("version: 1", "version: 12345678901234567890"), /:3:\d+: .*2\^53/],
  proto: [withLine("__proto__: { polluted: true }"), /:4:1: .*"__proto__" is not allowed/],
  "constructor-key": [withLine("constructor: x"), /:4:1: .*"constructor" is not allowed/],
  "merge-key": [withLine("<<: { version: 2 }"), /:4:1: .*merge keys/],
  "unknown-key": [withLine("titel: x"), /:4:1: unknown key "titel"\n {2}→ did you mean "title"/],
  "slow-pattern": [good.replace('says: ["42"]', 'matches: "(a+)+$"'), /:\d+:\d+: unknown key "matches"/],
  include: [withLine("include: file:///etc/passwd"), /:4:1: unknown key "include"/],
  "include-tag": [withSay("!include ../../etc/passwd"), /:19:\d+: .*YAML tag !include/],
  "device-name": [good.replace("id: basic-chat", "id: con"), /:2:5: .*device/],
  "long-name": [good.replace("id: basic-chat", `id: ${"n".repeat(300)}`), /:2:5: .*at most 64 characters/],
  "trailing-dot": [good.replace("id: basic-chat", "id: basic-chat."), /:2:5: .*kebab-case/],
  "path-as-id": [good.replace("id: basic-chat", "id: ../basic-chat"), /:2:5: .*kebab-case/],
  "look-alike": [good.replace("id: basic-chat", "id: bаsic-chat"), /:2:5: .*kebab-case/],
  "number-as-id": [good.replace("id: basic-chat", "id: 12"), /:2:5: .*id must be text/],
  negative: [good.replace("maxOutputTokens: 1024", "maxOutputTokens: -1"), /:\d+:\d+: .*too small/i],
  huge: [good.replace("maxOutputTokens: 1024", "maxOutputTokens: 99999999999"), /:\d+:\d+: .*too big/i],
};

const folder = workFolder();

describe("validate, given every hostile file at once", () => {
  let ended: Ended;
  beforeAll(async () => {
    for (const [name, [content]] of Object.entries(hostile)) folder.write(`files/${name}.yaml`, content);
    ended = await runProgram(["validate", "--json", "files"], { cwd: folder.path });
  });

  test("lives to tell, and ends with 2", () => {
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 2, stderr: "" });
    expect(JSON.parse(ended.stdout).files).toHaveLength(Object.keys(hostile).length);
  });

  test.each(Object.entries(hostile).map(([name, [, says]]) => ({ name, says })))(
    "$name is refused with its place",
    ({ name, says }) => {
      const file = `files/${name}.yaml`;
      const files: readonly { readonly file: string; readonly mistake: string | null }[] = JSON.parse(
        ended.stdout,
      ).files;
      const mistake = files.find((one) => one.file === file)?.mistake ?? "accepted";
      expect(mistake.slice(0, file.length)).toBe(file);
      expect(mistake.slice(file.length)).toMatch(says);
      expect(mistake).not.toMatch(/^ {4}at /m);
      expect(mistake.length).toBeLessThan(2_000);
    },
  );
});

describe("what is no plain file is refused without waiting for it", () => {
  beforeAll(() => {
    mkdirSync(join(folder.path, "odd"));
    execFileSync("mkfifo", [join(folder.path, "odd/pipe.yaml"), join(folder.path, "odd/pipe.har")]);
    symlinkSync("/etc/passwd", join(folder.path, "odd/link.yaml"));
    symlinkSync("loop.yaml", join(folder.path, "odd/loop.yaml"));
  });

  test.each<[string, readonly string[], RegExp]>([
    ["a pipe", ["validate", "odd/pipe.yaml"], /odd\/pipe\.yaml: is a named pipe, not a file/],
    ["a pipe as a fixture", ["validate", "odd/pipe.har"], /odd\/pipe\.har: is not a plain file/],
    ["a device", ["validate", "/dev/zero"], /\/dev\/zero: is a device, not a file/],
    ["a folder in a file's place", ["run", "--models", "odd"], /odd: is a folder, not a file/],
    ["a file in a folder's place", ["run", "--scenarios", "/dev/zero"], /\/dev\/zero: is not a folder/],
    [
      "a link out of its folder",
      ["run", "--scenarios", "odd"],
      /odd\/link\.yaml: is a link to a file outside its folder/,
    ],
    ["a link to itself", ["run", "--scenarios", "odd"], /odd\/loop\.yaml: is a link that leads back to itself/],
  ])("%s", async (_title, args, says) => {
    const { code, stdout, stderr } = await runCommand(args, { cwd: folder.path });
    expect(stdout + stderr).toMatch(says);
    expect(stdout + stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(2);
  });
});
