import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { isJsonObject } from "../src/chat/json.js";
import { readJournal } from "../src/runner/journal/read-journal.js";
import { shardOf } from "../src/runner/shard.js";
import { runCommand } from "./support/command.js";
import { maskedReports } from "./support/masked-reports.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

let folder: WorkFolder;
let url: string;
let whole: string;
/** The runs of the eight shards, in their order. */
const shards: string[] = [];

const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
/** Three columns of two providers: eighteen cells, enough for eight shards. */
const asking = (...more: readonly string[]) => [
  ...["run", "--simulator", url, "--model", "kimi-k2.5", "--provider", "openrouter", "--provider", "bedrock"],
  ...["--api", "converse-stream", "--api", "chat-completions", "--client", "http", "--trials", "2", "--exit-zero"],
  ...["--nonce", "--nonce-seed", "7", ...more],
];
const runs = () => (existsSync(join(folder.path, "runs")) ? readdirSync(join(folder.path, "runs")) : []).sort();

/** Asks, and resolves with the folder of the new run. */
async function asked(...more: readonly string[]): Promise<string> {
  const before = new Set(runs());
  const { code, stderr } = await program(...asking(...more));
  const [made] = runs().filter((id) => !before.has(id));
  if (made === undefined) throw new Error(`${code}: ${stderr}`);
  return join("runs", made);
}

beforeAll(async () => {
  folder = workFolder();
  ({ url } = await serveProfile("kimi"));
  whole = await asked();
  for (let index = 1; index <= 8; index += 1) shards.push(await asked("--shard", `${index}/8`));
});

const reportsOf = (path: string) => maskedReports(basename(path), (file) => folder.read(join(path, file)));

/** Every trial of a run, once for each record that it has. */
function trialsOf(path: string): readonly string[] {
  return [...readJournal(join(folder.path, path, "journal.jsonl"))].map(({ json }) => {
    const { cell, trial } = JSON.parse(json ?? "").transcript;
    return `${cell.target} ${cell.scenario} ${trial}`;
  });
}

function caseOf(trial: string) {
  const [target = "", scenario = ""] = trial.split(" ");
  return { target, scenario };
}

describe("the eight shards of a run", () => {
  const orders: readonly [name: string, order: readonly number[]][] = [
    ["in their order", [0, 1, 2, 3, 4, 5, 6, 7]],
    ["backwards", [7, 6, 5, 4, 3, 2, 1, 0]],
    ["mixed, one of them twice and one as a copy", [3, 0, 6, 6, 2, 7, 1, 5, 4, -1]],
  ];

  test("ask every trial of the plan once, and none has them all", () => {
    const all = shards.map(trialsOf);
    expect(all.flat().toSorted()).toEqual(trialsOf(whole).toSorted());
    expect(all.filter((one) => one.length > 0).length).toBeGreaterThan(4);
    expect(JSON.parse(folder.read(join(shards[2] ?? "", "run.json")))).toMatchObject({ shard: { index: 3, of: 8 } });
  });

  test.each(orders)("%s are the whole run", async (_name, order) => {
    cpSync(join(folder.path, shards[2] ?? ""), join(folder.path, "copy"), { recursive: true });
    const given = order.map((at) => shards[at] ?? "copy");
    const out = `whole-${order.join("")}`;
    const { code, stderr } = await program("merge", ...given, "--out", out, "--exit-zero");
    expect(code).toBe(0);
    expect(stderr).not.toContain("missing");
    expect(reportsOf(out)).toEqual(reportsOf(whole));
    expect(trialsOf(out)).toEqual(trialsOf("whole-01234567"));
    expect(trialsOf(out).toSorted()).toEqual(trialsOf(whole).toSorted());
    expect(JSON.parse(folder.read(join(out, "run.json")))).toMatchObject({ shard: null });
  });

  test("without one of them leave its cells not run, name it, and end with 4 where nothing is worse", async () => {
    const [, missing = "", ...others] = shards;
    const given = [shards[0] ?? "", ...others];
    const { code, stderr, stdout } = await program("merge", ...given, "--out", "without-2", "--json");
    const cells = new Set(trialsOf(missing).map((trial) => trial.replace(/ \d+$/, "")));
    expect(stderr).toContain(`shard 2/8 is missing: ${cells.size} cells are not run`);
    const matrix: unknown = JSON.parse(stdout);
    if (!isJsonObject(matrix) || !Array.isArray(matrix["cells"])) throw new Error(stdout);
    const shown = matrix["cells"].map(({ target, scenario }) => `${target} ${scenario}`);
    expect(shown.filter((name) => cells.has(name))).toEqual([]);
    expect(matrix["stopped"]).toEqual({ made: trialsOf("without-2").length, unasked: trialsOf(missing).length });
    const red = (await program("report", "without-2", "--no-reports")).code;
    expect(code).toBe(red === 0 ? 4 : red);
    const green = ["--scenario", "basic-chat"];
    const [one, two] = [await asked(...green, "--shard", "1/2"), await asked(...green, "--shard", "2/2")];
    const half = trialsOf(one).length > 0 ? one : two;
    expect((await program("merge", half)).code).toBe(4);
    expect((await program("merge", one, two)).code).toBe(0);
  });

  test("that stopped before the end are named, with the way on", async () => {
    const [first = "", ...others] = shards.filter((one) => trialsOf(one).length > 2);
    cpSync(join(folder.path, first), join(folder.path, "stopped"), { recursive: true });
    const journal = readFileSync(join(folder.path, first, "journal.jsonl"));
    const end = journal.indexOf("\n");
    writeFileSync(join(folder.path, "stopped/journal.jsonl"), journal.subarray(0, end + 1 + 40));
    const { stderr } = await program("merge", "stopped", ...others, "--out", "unfinished");
    expect(stderr).toContain("stopped/journal.jsonl ends inside a record");
    const left = trialsOf(first).length - 1;
    expect(stderr).toMatch(
      new RegExp(`stopped \\(shard ./8\\) did not make ${left} of its trials: llm-parity run --resume`),
    );
  });

  test("are found in a folder of runs", async () => {
    for (const shard of shards) cpSync(join(folder.path, shard), join(folder.path, "all", shard), { recursive: true });
    const { stderr } = await program("merge", "all/runs", "--out", "found");
    expect(stderr).toMatch(/merged 8 runs into found: \d+ trials$/m);
    expect(trialsOf("found")).toHaveLength(trialsOf(whole).length);
    const again = await program("merge", "all/runs", "--out", "found");
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("found is there already")]);
  });

  test("cut in another way overlap, and count once", async () => {
    const half = await asked("--shard", "1/2");
    const { stderr } = await program("merge", half, ...shards.slice(1), "--out", "overlap");
    expect(new Set(trialsOf("overlap")).size).toBe(trialsOf("overlap").length);
    expect(stderr).toMatch(/\d+ were there more than once, and count once/);
  });
});

describe("runs that are not of one plan", () => {
  test.each<[what: string, words: readonly string[], message: string]>([
    ["of another number of trials", ["--trials", "3"], "2 trials were planned, now 3"],
    ["with another seed of their references", ["--nonce-seed", "8"], "the seed of --nonce: 8, not 7"],
    ["in another order", ["--seed", "2"], "--seed: 2, not 1"],
    ["with retries", ["--retries", "1"], "retries: 1, not 0"],
    ["of other scenarios", ["--scenario", "basic-chat"], "was planned and is not now"],
    ["read by another client", ["--client", "both"], "client: both, not http"],
  ])("%s are refused, with the difference", async (_what, words, message) => {
    const other = await asked("--shard", "1/8", ...words);
    const { code, stderr } = await program("merge", shards[1] ?? "", other);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/ at .*\.js/);
    expect(code).toBe(2);
  });

  test.each<[what: string, from: string, to: string, message: RegExp]>([
    [
      "of another version of the program",
      '"llm-parity": "',
      '"llm-parity": "9.',
      /was made by llm-parity 9\.\S+, and this is \d/,
    ],
    ["of another Node", '"node": "', '"node": "9.', /the version of node: .*9\./],
    [
      "of a newer format",
      '"formatVersion": 2',
      '"formatVersion": 3',
      /is a run of format version 3, which a newer llm-parity/,
    ],
  ])("%s are refused by name", async (what, from, to, message) => {
    const copy = what.replaceAll(" ", "-");
    cpSync(join(folder.path, shards[0] ?? ""), join(folder.path, copy), { recursive: true });
    folder.edit(`${copy}/run.json`, from, to);
    for (const order of [
      [copy, shards[1] ?? ""],
      [shards[1] ?? "", copy],
    ]) {
      const { code, stderr } = await program("merge", ...order);
      expect(code).toBe(2);
      expect(stderr).toMatch(message);
      expect(stderr).toContain(copy);
    }
  });
});

describe("--shard", () => {
  test.each(["0/8", "9/8", "1/0", "1", "a/b", "1/2/3", "-1/8", "1.5/8"])("refuses %s", async (text) => {
    const { code, stderr } = await program("run", "--simulator", url, `--shard=${text}`);
    expect(stderr).toContain("is not a part such as 3/8, the third of eight");
    expect(code).toBe(2);
  });

  test("has no effect on a replay, and with --nonce needs a seed that all shards share", async () => {
    expect((await program("run", "--shard", "1/2")).stderr).toContain("--shard has no effect");
    expect((await program("run", "--simulator", url, "--nonce-seed", "1")).stderr).toContain(
      "--nonce-seed has no effect",
    );
    const { code, stderr } = await program("run", "--simulator", url, "--shard", "1/2", "--nonce");
    expect(stderr).toContain("--shard with --nonce needs --nonce-seed");
    expect(code).toBe(2);
  });

  test("splits the limits by what each part may cost, and --plan shows a part", async () => {
    const plan = async (...more: readonly string[]) =>
      JSON.parse(
        (await program(...asking("--plan", "--json", "--max-cost", "1", "--max-calls", "100", ...more))).stdout,
      );
    const all = await plan();
    const parts = await Promise.all([1, 2, 3].map((index) => plan("--shard", `${index}/3`)));
    const sum = (of: (part: typeof all) => number) => parts.reduce((total, part) => total + of(part), 0);
    expect(sum(({ total }) => total.calls)).toBe(all.total.calls);
    expect(sum(({ budget }) => budget.maxCalls)).toBe(100);
    expect(sum(({ budget }) => budget.maxCostUsd)).toBeCloseTo(1, 6);
  });

  test("goes on as the same part", async () => {
    const run = shards.find((one) => trialsOf(one).length > 0) ?? "";
    cpSync(join(folder.path, run), join(folder.path, "torn"), { recursive: true });
    writeFileSync(join(folder.path, "torn/journal.jsonl"), "");
    const { stderr } = await program("run", "--resume", "torn");
    expect(stderr).toMatch(/^\[\d+\//m);
    expect(trialsOf("torn").toSorted()).toEqual(trialsOf(run).toSorted());
  });

  test("of which nothing is to be asked is fine", async () => {
    const used = new Set(trialsOf(whole).map((trial) => shardOf(caseOf(trial), 200)));
    const part = Array.from({ length: 200 }, (_, at) => at + 1).find((index) => !used.has(index));
    const { code, stderr } = await program(
      ...asking("--shard", `${part}/200`).filter((word) => word !== "--exit-zero"),
    );
    expect(stderr).toContain("has no case to ask");
    expect(code).toBe(0);
  });
});
