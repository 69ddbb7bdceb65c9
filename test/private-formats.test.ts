import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { type FormatId, formatIds, privateFormats } from "../src/recordings/format-ids.js";
import { reporters } from "../src/report/reporters/registry.js";
import { observedResults } from "../src/verdict/matrix/results-schema.js";
import { runCommand } from "./support/command.js";
import { inflatedText } from "./support/inflated-texts.js";
import { plantedFormats } from "./support/planted-recordings.js";
import { placesIn } from "./support/planted-samples.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** A production log is private by its format; a file of any other format by such a folder. */
const folderOf = (format: FormatId) => (privateFormats.has(format) ? "logs" : "BedrockModelInvocationLogs");
const folders = ["logs", "BedrockModelInvocationLogs"];

const gunzipped = (file: Uint8Array) => (file[0] === 0x1f ? new Uint8Array(gunzipSync(file)) : file);

/** Every planted recording whole, cut in two ways, and with damage in its middle. */
function recordings(): WorkFolder {
  const folder = workFolder();
  for (const format of formatIds) {
    for (const [title, written] of Object.entries(plantedFormats[format]().files)) {
      const file = gunzipped(written);
      const middle = file.length >> 1;
      const write = (name: string, bytes: Uint8Array) => folder.write(`${folderOf(format)}/${format}/${name}`, bytes);
      write(`${title}.rec`, written);
      write(`${title}-half.cut`, file.subarray(0, middle));
      write(`${title}-end.cut`, file.subarray(0, file.length - 3));
      write(`${title}.bad`, Buffer.concat([file.subarray(0, middle), Buffer.from('"}\xff'), file.subarray(middle)]));
    }
  }
  return folder;
}

/** The lines of a text that hold what was planted, with its place. */
function leaksIn(text: string): readonly string[] {
  return inflatedText(text)
    .replaceAll("&#64;", "@")
    .split("\n")
    .flatMap((line) => placesIn(line).map((place) => `${place}: ${line}`));
}

test("each format has a row, whose recordings hold what the row says", () => {
  expect(Object.keys(plantedFormats).sort()).toEqual([...formatIds].sort());
  for (const format of formatIds) {
    const { files, holds } = plantedFormats[format]();
    const all = Object.values(files).map((file) => Buffer.from(file).toString("latin1"));
    expect(all.length, format).toBeGreaterThan(1);
    expect(placesIn(all.join("\n")), format).toEqual(expect.arrayContaining([...holds]));
  }
});

describe("what customers and applications wrote", () => {
  let folder: WorkFolder;
  const run = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
  const judged = async (...words: readonly string[]) =>
    observedResults().parse(JSON.parse((await run("judge", ...words, "--json")).stdout)).exchanges;
  beforeAll(() => {
    folder = recordings();
  });

  test("stands in recordings that are read as their format, and are private in every format", async () => {
    const exchanges = await judged(...folders);
    expect(exchanges.filter((one) => one.private !== true)).toEqual([]);
    for (const format of formatIds) {
      const at = `${folderOf(format)}/${format}`;
      const whole = exchanges.filter(({ file }) => file.startsWith(`${at}/`) && file.endsWith(".rec"));
      expect(whole.length, format).toBeGreaterThan(0);
      const files = Object.keys(plantedFormats[format]().files).map((title) => `${at}/${title}.rec`);
      const { stdout } = await run("judge", ...files, "--json");
      const { formats } = observedResults().parse(JSON.parse(stdout)).read;
      expect(formats, format).toEqual({ [format]: files.length });
      expect(leaksIn(stdout), format).toEqual([]);
    }
  });

  test("is quoted from every format with --include-content", async () => {
    const exchanges = await judged(...folders, "--include-content");
    for (const format of formatIds) {
      const own = exchanges.filter(({ file }) => file.startsWith(`${folderOf(format)}/${format}/`));
      expect(placesIn(JSON.stringify(own)).length, format).toBeGreaterThan(0);
    }
  });

  test.each<readonly [string, readonly string[]]>([
    ["judge, on a terminal", ["judge", ...folders, "--all"]],
    ["judge, as Markdown", ["judge", ...folders, "--markdown", "--layer", "strict"]],
    ["judge, read as another format", ["judge", ...folders, "--json", "--format", "json-pairs"]],
    ["judge, read as bare replies", ["judge", ...folders, "--json", "--format", "response-json"]],
    ["import", ["import", ...folders, "--out", "refused"]],
    ["import, as JSON", ["import", ...folders, "--out", "refused", "--json"]],
    ["clients", ["clients", "BedrockModelInvocationLogs/response-sse/stream.rec", "logs/helicone/tags.rec", "--json"]],
    ["validate", ["validate", "logs/litellm/tags.rec", "BedrockModelInvocationLogs/har/tags.bad"]],
  ])("is not shown by %s", async (_, words) => {
    const { stdout, stderr } = await run(...words);
    expect(`${stdout}${stderr}`.length).toBeGreaterThan(100);
    expect(leaksIn(`${stdout}\n${stderr}`)).toEqual([]);
    expect(Object.keys(folder.contents()).filter((name) => name.startsWith("refused/"))).toEqual([]);
  });

  test("is in no report of judged recordings", async () => {
    const named = reporters.flatMap(({ name }) => ["--reporter", `${name}=out/${name}`]);
    await run("judge", ...folders, ...named);
    const reports = folder.contents("out");
    expect(Object.keys(reports)).toEqual(expect.arrayContaining(["html", "markdown", "json", "junit", "ctrf", "csv"]));
    for (const [file, content] of Object.entries(reports)) expect(leaksIn(content), file).toEqual([]);
  });

  test("is withheld from fixtures that were imported with --include-content", async () => {
    const { stdout } = await run("import", ...folders, "--out", "fixtures", "--include-content", "--json");
    const written = Object.entries(folder.contents("fixtures")).map(
      ([file, text]) => [file, JSON.parse(text)] as const,
    );
    expect(stdout).toContain('"fixtures"');
    expect(written.filter(([, har]) => har.log._parity.imported.isPrivate !== true)).toEqual([]);
    const formats = new Set(written.map(([, har]) => har.log._parity.imported.format));
    expect([...formats].sort()).toEqual([...formatIds].sort());
    const again = await run("judge", "fixtures", "--json");
    expect(leaksIn(`${again.stdout}${again.stderr}`)).toEqual([]);
  });
});
