import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validateStrict } from "ctrf";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { readAnnotations } from "./support/annotations-reading.js";
import { runCommand } from "./support/command.js";
import { asGitLab } from "./support/junit-readings.js";
import { bareEnvironment } from "./support/program.js";
import { readCsv } from "./support/read-csv.js";
import { readOpenMetrics } from "./support/read-openmetrics.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

let folder: WorkFolder;
beforeEach(() => {
  folder = workFolder();
});

const program = (words: readonly string[], env: { readonly [name: string]: string } = {}) =>
  runCommand(words, { cwd: folder.path, env: { ...bareEnvironment(folder.path), ...env } });
const read = (file: string) => readFileSync(join(folder.path, file), "utf8");
const files = (below = ".") => readdirSync(join(folder.path, below)).sort();
const replay = ["run", "--suite", "seed", "--model", "deepseek-r1"];

describe("--reporter", () => {
  test("writes several reports at once, into folders that are made, and says which", async () => {
    const words = ["junit=out/ci/junit.xml,ctrf", "csv=cells.csv", "openmetrics,badge,badge-json"];
    const { code, stderr } = await program([...replay, ...words.flatMap((word) => ["--reporter", word])]);
    expect([code, files()]).toEqual([
      0,
      ["badge.json", "badge.svg", "cells.csv", "ctrf.json", "llm-parity.prom", "out"],
    ]);
    expect(stderr.split("\n").filter((line) => /^[a-z-]+: \S+$/.test(line))).toEqual([
      ...["junit: out/ci/junit.xml", "ctrf: ctrf.json", "csv: cells.csv"],
      ...["openmetrics: llm-parity.prom", "badge: badge.svg", "badge-json: badge.json"],
    ]);
    const statuses = ["success", "success", "success", "skipped", "success", "error", "error", "skipped"];
    expect(
      asGitLab(read("out/ci/junit.xml"))
        .map(({ status }) => status)
        .sort(),
    ).toEqual(statuses.sort());
    expect(() => validateStrict(JSON.parse(read("ctrf.json")))).not.toThrow();
    expect(readCsv(read("cells.csv"))).toHaveLength(9);
    expect(readOpenMetrics(read("llm-parity.prom")).length).toBeGreaterThan(24);
    expect(JSON.parse(read("badge.json")).message).toBe("authored: 4 passing, 2 not measured");
  });

  test("writes one without a file beside the usual ones, and each again with the same bytes", async () => {
    const words = [...replay, "--reports", "r", "--reporter", "junit", "--reporter", "json"];
    const { stderr } = await program(words);
    expect(files("r")).toEqual(["compatibility-matrix.json", "compatibility-matrix.md", "junit.xml", "report.html"]);
    expect(stderr).toContain("reports: r/compatibility-matrix.md and .json\nhtml: r/report.html\njunit: r/junit.xml\n");
    const before = files("r").map((name) => read(`r/${name}`));
    await program(words);
    expect(files("r").map((name) => read(`r/${name}`))).toEqual(before);
  });

  test.each(["-", "/dev/stdout"])("prints a report with the file %s in place of the table", async (file) => {
    const { code, stdout, stderr } = await program([...replay, "--reporter", `junit=${file}`]);
    expect([code, asGitLab(stdout).length, files()]).toEqual([0, 8, []]);
    expect(stderr).toContain("AUTHORED");
  });

  test.each([
    ["a name that is none", ["--reporter", "junt"], 'there is no reporter "junt"\n  → did you mean "junit"?'],
    ["an empty name", ["--reporter", "json,"], 'there is no reporter ""'],
    ["no file", ["--reporter", "csv="], "--reporter csv=: names no file"],
    ["one file for two", ["--reporter", "junit=a,csv=./a"], "junit and csv both go to ./a"],
    ["the same twice", ["--reporter", "junit", "--reporter", "junit"], "junit is named twice without a file"],
    ["two for standard output", ["--reporter", "junit=-,csv=/dev/stdout"], "junit and csv both go to standard output"],
    [
      "JSON and a report",
      ["--json", "--reporter", "csv=-"],
      "--json and --reporter csv=- both print on standard output",
    ],
    [
      "a file of another report",
      ["--reports", "r", "--reporter", "csv=r/report.html"],
      "r/report.html is the file of the html report",
    ],
  ])("refuses %s", async (_, words, message) => {
    const { code, stdout, stderr } = await program([...replay, ...words]);
    expect([code, stderr.includes(message), files()]).toEqual([2, true, []]);
    expect(stderr).toContain("→ ");
    if (!words.includes("--reports")) expect(stdout).toBe("");
  });

  test("names every format to who names none that exists", async () => {
    const { stderr } = await program([...replay, "--reporter", "xyz"]);
    const names = "markdown, json, html, junit, ctrf, csv, github, github-summary, badge, badge-json, openmetrics";
    expect(stderr).toContain(`known reporters: ${names}`);
    const { stdout } = await program(["list", "reporters", "--json"]);
    expect(
      JSON.parse(stdout)
        .reporters.map(({ name }: { readonly name: string }) => name)
        .join(", "),
    ).toBe(names);
  });

  test.each([
    ["a folder", "taken"],
    ["a file as a folder", "file/below.xml"],
  ])("says where a report cannot be written: %s", async (_, file) => {
    folder.write("taken/x", "");
    folder.write("file", "earlier");
    const { code, stderr } = await program([...replay, "--reporter", `junit=${file}`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`--reporter junit=${file}: cannot be written \\((EISDIR|ENOTDIR|EEXIST)\\)`));
    expect([read("file"), files("taken")]).toEqual(["earlier", ["x"]]);
  });

  test("writes nothing where a report would hold a secret", async () => {
    const secret = { SOME_API_KEY: "deepseek-r1/bedrock" };
    const { code, stderr } = await program([...replay, "--reporter", "junit,csv"], secret);
    expect([code, files()]).toEqual([2, []]);
    expect(stderr).toContain("junit.xml: not written, it would hold secret 1");
    expect(stderr).not.toContain("deepseek-r1/bedrock\n");
  });
});

describe("in a job of GitHub Actions", () => {
  const job = { GITHUB_ACTIONS: "true" };

  test("annotates on standard error, so that standard output is as it is everywhere", async () => {
    const [plain, there] = [await program(replay), await program(replay, job)];
    expect(there.stdout).toBe(plain.stdout);
    const commands = there.stderr.split("\n").filter((line) => line.startsWith("::"));
    expect(readAnnotations(commands.join("\n")).map(({ kind, title }) => [kind, title])).toEqual([
      ["warning", "deepseek-r1/bedrock/converse-stream/tool-call"],
      ["warning", "deepseek-r1/bedrock/converse-stream/response-after-tool"],
    ]);
    expect(plain.stderr).not.toContain("::warning");
    expect((await program([...replay, "--no-annotations"], job)).stderr).not.toContain("::warning");
  });

  test("prints them on standard output where they are asked for, alone or beside the table", async () => {
    const beside = await program([...replay, "--reporter", "github"], job);
    expect(beside.stdout).toMatch(/^DeepSeek R1[\s\S]*\n::warning title=/);
    expect(beside.stderr).not.toContain("::warning");
    const alone = await program([...replay, "--reporter", "github=-"]);
    expect(readAnnotations(alone.stdout)).toHaveLength(2);
    const json = await program([...replay, "--reporter", "github", "--json"]);
    expect(JSON.parse(json.stdout).cells).toHaveLength(8);
    expect(json.stderr).toContain("::warning title=");
  });

  test("adds to the summary of the step, and replaces any other file", async () => {
    folder.write("step.md", "before\n");
    const env = { ...job, GITHUB_STEP_SUMMARY: join(folder.path, "step.md") };
    await program([...replay, "--reporter", "github-summary"], env);
    await program([...replay, "--reporter", "github-summary=step.md"], env);
    expect(read("step.md").match(/^before$|^### .*$/gm)).toEqual([
      "before",
      ...Array(2).fill("### Suite seed: 0 failing, 2 not measured, of 8 cells"),
    ]);
    folder.write("other.md", "before\n");
    await program([...replay, "--reporter", "github-summary=other.md"], env);
    expect(read("other.md")).toMatch(/^### Suite seed/);
  });
});

describe("of a run that was asked", () => {
  let served: ServedSimulator;
  beforeAll(async () => {
    served = await serveProfile("kimi");
  });
  const cells = [
    "--model",
    "kimi-k2.5",
    "--api",
    "converse",
    "--scenario",
    "basic-chat",
    "--scenario",
    "response-after-tool",
  ];
  const asked = () => ["run", "--simulator", served.url, "--client", "http", ...cells];

  test("report makes each again from the folder of the run, with the same bytes", async () => {
    await program([...asked(), "--trials", "2", "--reporter", "junit,csv,ctrf,openmetrics=m.prom"]);
    const [id] = files("runs");
    const before = ["junit.xml", "cells.csv", "ctrf.json"].map((name) => read(`runs/${id}/reports/${name}`));
    const { stderr } = await program([
      "report",
      "last",
      "--html",
      "--reports",
      "again",
      "--reporter",
      "junit,csv,ctrf",
    ]);
    expect(stderr).toContain("html: again/report.html\n");
    expect(["junit.xml", "cells.csv", "ctrf.json"].map((name) => read(`again/${name}`))).toEqual(before);
    expect(JSON.parse(read("again/ctrf.json"))).toMatchObject({
      runId: id,
      results: { summary: { passed: 1, failed: 1 } },
    });
  });

  test("the shards of a run have one id together", async () => {
    const ctrfs = await Promise.all(
      ["1/2", "2/2"].map(async (shard) => {
        const env = { GITHUB_ACTIONS: "true" };
        const { stderr } = await program([...asked(), "--shard", shard, "--reporter", `ctrf=${shard[0]}.json`], env);
        expect(stderr).not.toContain("::error");
        return JSON.parse(read(`${shard[0]}.json`));
      }),
    );
    expect(new Set(ctrfs.map(({ runId }) => runId)).size).toBe(1);
    expect(ctrfs.map(({ results }) => results.environment.shardId)).toEqual(["1/2", "2/2"]);
  });

  test("a night is annotated once, and its reports say what the gate says of each cell", async () => {
    const env = { GITHUB_ACTIONS: "true" };
    const { stderr } = await program([...asked(), "--gate", "cheap", "--reporter", "csv"], env);
    expect(stderr.split("\n").filter((line) => line.startsWith("::error"))).toHaveLength(1);
    const [id] = files("runs");
    const [head = [], ...rows] = readCsv(read(`runs/${id}/reports/cells.csv`));
    expect(rows.map((row) => row[head.indexOf("night_state")])).toEqual(["learning", "learning"]);
    const gate = await program(["gate", "--reporter", "junit=-,csv=night.csv,github-summary=night.md"]);
    expect(asGitLab(gate.stdout).map(({ name, status }) => [name, status])).toEqual([
      ["basic-chat (http)", "success"],
      ["response-after-tool (http)", "failed"],
    ]);
    expect(readCsv(read("night.csv"))).toHaveLength(3);
    expect(read("night.md")).toMatch(
      /^### Night of \d{4}-\d\d-\d\d: no baseline yet, nothing is compared; 0 not measured, of 2 cells/,
    );
    const own = await program([...asked(), "--gate", "cheap", "--reporter", "csv=-"]);
    expect([own.code, own.stderr]).toEqual([2, expect.stringContaining("--gate and --reporter csv=- both print")]);
  });
});
