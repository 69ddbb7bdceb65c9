import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { experimentResultSchema } from "../src/library/experiment/result-schema.js";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { runCommand } from "./support/command.js";
import { bareEnvironment, type Ended, startProgram } from "./support/program.js";
import { unusedPort } from "./support/raw-server.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const cell = "kimi-k2.5/bedrock/converse-stream/response-after-tool";
const fine = "kimi-k2.5/bedrock/converse-stream/response-after-native-id";

let work: WorkFolder;
let url: string;
let env: { readonly [name: string]: string };

/** A run of the failing cell and of its control, against the simulator. */
beforeAll(async () => {
  work = workFolder();
  url = (await serveProfile("kimi")).url;
  env = { ...bareEnvironment(work.path), OPENROUTER_API_KEY: canaries.openrouter };
  const scenarios = ["response-after-tool", "response-after-native-id"].flatMap((id) => ["--scenario", id]);
  const target = ["--target", "kimi-k2.5/bedrock/converse-stream"];
  await run("run", "--simulator", url, "--suite", "full", ...target, ...scenarios, "--trials", "3");
}, 120_000);

const run = (...words: readonly string[]): Promise<Ended> => runCommand(words, { cwd: work.path, env });
const investigate = (...words: readonly string[]) => run("investigate", ...words);
const ofRun = () => [cell, "--run", "last", "--simulator", url];

type Json = {
  readonly folder: string;
  readonly mark: string | null;
  readonly result: {
    readonly kind: string;
    readonly calls: number;
    readonly cause: { readonly seats: readonly string[] };
  } | null;
  readonly proof: readonly {
    readonly factor: string;
    readonly pointers: readonly string[];
    readonly stray: readonly string[];
  }[];
};

test("Kimi's silence is traced to the ids of the history and to a place, by two requests that differ in them alone", async () => {
  const { code, stdout, stderr } = await investigate(...ofRun(), "--experiments", "told");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^SIMULATED: no vendor was asked\n/);
  expect(stdout).toContain("the cause is the form of the tool-call ids in the history");
  expect(stdout).toMatch(/proof: the failing request: (\d+) of \1 bad .*; id-form = native .*: 0 of \1 bad .*: proved/);
  expect(stdout).toContain("/messages/1/content/0/toolUse/toolUseId\n    /messages/2/content/0/toolResult/toolUseId\n");
  expect(stderr).toMatch(/^experiment: told\/\S+$/m);
  const files = work.contents("told");
  const named = (name: string) => JSON.parse(Object.entries(files).find(([path]) => path.endsWith(name))?.[1] ?? "");
  const [failing, changed] = [named("proof/failing.json"), named("proof/changed.json")];
  const idsOf = (body: typeof failing) => [
    body.messages[1].content[0].toolUse.toolUseId,
    body.messages[2].content[0].toolResult.toolUseId,
  ];
  expect(idsOf(failing)).toEqual(["callSF001", "callSF001"]);
  expect(idsOf(changed)).toEqual(["functions.get_weather:0", "functions.get_weather:0"]);
  expect(named("proof/difference.patch.json")).toHaveLength(4);
  expect(named("result.json").result.kind).toBe("cause");
  expect(experimentResultSchema.safeParse(named("result.json")).error?.issues ?? []).toEqual([]);
  for (const [path, text] of Object.entries(files)) expectNoCanary(text, path);
});

describe("an experiment that was killed goes on", () => {
  let expected: Json["result"];

  beforeAll(async () => {
    const { stdout } = await investigate(...ofRun(), "--seed", "5", "--json", "--experiments", "whole");
    expected = (JSON.parse(stdout) as Json).result;
    expect(expected?.kind).toBe("cause");
  });

  test.each([2, 9, 20])("after call %i, to the same result", async (after) => {
    const words = ["investigate", ...ofRun(), "--seed", "5", "--experiments", `killed-${after}`];
    const { child, untilOutput, ended } = await startProgram(words, { cwd: work.path, env });
    const folder = (await untilOutput(/experiment: \S+/)).replace("experiment: ", "");
    await untilOutput(new RegExp(`\\[${after}/400\\]`));
    child.kill("SIGKILL");
    await ended;
    const journal = join(work.path, folder, "journal.jsonl");
    // The call that was under way, half written.
    writeFileSync(journal, `${readFileSync(journal, "utf8")}deadbeef {"call":{"call":99`);
    const { code, stdout, stderr } = await investigate("--resume", folder, "--simulator", url, "--json");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^experiment: \S+, with \d+ earlier calls$/m);
    const { result } = JSON.parse(stdout) as Json;
    expect(result).toEqual(expected);
  });

  test("after Ctrl-C, which keeps what was asked and says how", async () => {
    const { child, untilOutput, ended } = await startProgram(["investigate", ...ofRun(), "--experiments", "stopped"], {
      ...{ cwd: work.path, env },
    });
    const folder = (await untilOutput(/experiment: \S+/)).replace("experiment: ", "");
    await untilOutput(/\[6\/400\]/);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stdout).toBe("");
    expect(stderr).toContain(
      "SIGINT: no further calls are made, and those under way are kept; send it again to abort them",
    );
    const said =
      /not decided after (\d+) calls: stopped by a signal; continue with `llm-parity (.+) --simulator URL`/.exec(
        stderr,
      );
    expect(said?.[2]).toBe(`investigate --resume ${folder}`);
    const plan = await investigate("--resume", folder, "--simulator", url, "--plan");
    expect(plan.stdout).toContain(`After ${said?.[1]} of 400 calls:\n  believed: `);
    expect(plan.stdout).toMatch(/^ {2}next: .+/m);
    const rest = await investigate("--resume", folder, "--simulator", url);
    expect(rest.code).toBe(0);
    expect(rest.stderr).toContain(`with ${said?.[1]} earlier calls`);
  });
});

describe("--plan asks nothing", () => {
  test("of a simulator that is not there, in words and as JSON", async () => {
    const nowhere = `http://127.0.0.1:${await unusedPort()}`;
    const { code, stdout } = await investigate(cell, "--run", "last", "--simulator", nowhere, "--plan");
    expect(code).toBe(0);
    expect(stdout).toContain("the form of the tool-call ids in the history: native, ");
    expect(stdout).toContain("at most 400");
    const json = JSON.parse(
      (await investigate(cell, "--run", "last", "--simulator", nowhere, "--plan", "--json")).stdout,
    );
    expect(json).toMatchObject({ schemaVersion: 1, symptom: ["empty-reply"], budget: 400, next: null });
  });

  test("of a service, and names the key that is missing", async () => {
    const { code, stdout } = await runCommand(["investigate", cell, "--plan"], { cwd: work.path });
    expect(code).toBe(0);
    expect(stdout).toContain("openrouter: set OPENROUTER_API_KEY");
    expect(stdout).toMatch(/never more than \$\d+\.\d\d/);
  });
});

test("the budget ends it undetermined, with exit code 4, and a larger one goes on", async () => {
  const small = await investigate(...ofRun(), "--budget", "1", "--json", "--experiments", "small");
  expect(experimentResultSchema.safeParse(JSON.parse(small.stdout)).error?.issues ?? []).toEqual([]);
  expect(small.code).toBe(4);
  const { folder, result } = JSON.parse(small.stdout) as Json;
  expect(result).toMatchObject({ kind: "undetermined", because: "budget", calls: 1 });
  const more = await investigate("--resume", folder, "--simulator", url, "--budget", "200", "--json");
  expect(more.code).toBe(0);
  expect((JSON.parse(more.stdout) as Json).result?.kind).toBe("cause");
});

describe("a mistake", () => {
  const mistakes: readonly (readonly [what: string, words: () => readonly string[], code: number, says: RegExp])[] = [
    ["no cell", () => ["--simulator", url], 2, /name the failing cell/],
    [
      "a cell that passes",
      () => [fine, "--run", "last", "--simulator", url],
      2,
      /has no failing reply: 3 of 3 trials are ok/,
    ],
    ["a cell of no scenario", () => ["kimi-k2.5/bedrock/converse-stream/nothing", "--simulator", url], 2, /nothing/],
    ["no one to ask", () => [cell], 2, /say where to send the requests: --live or --simulator URL/],
    ["--live without --max-cost", () => [cell, "--live"], 2, /--live needs --max-cost/],
    ["--max-cost without --live", () => [...ofRun(), "--max-cost", "1"], 2, /--max-cost has no effect without --live/],
    ["--live with --simulator", () => [...ofRun(), "--live", "--max-cost", "1"], 2, /--simulator/],
    ["--budget 0", () => [...ofRun(), "--budget", "0"], 2, /"0" is not a whole number of at least 1/],
    ["an unknown run", () => [cell, "--run", "never", "--simulator", url], 2, /there is no run "never"/],
    ["--resume of what is none", () => ["--resume", "runs", "--simulator", url], 2, /runs is not an experiment/],
    [
      "--resume with --seed",
      () => ["--resume", "told", "--seed", "2", "--simulator", url],
      2,
      /--seed has no effect with --resume/,
    ],
    [
      "--base-url with --simulator",
      () => [...ofRun(), "--base-url", "http://127.0.0.1:1"],
      2,
      /--base-url has no effect with --simulator/,
    ],
    [
      "a live run without AWS credentials",
      () => [cell, "--live", "--max-cost", "1"],
      3,
      /the failing target cannot be asked: bedrock: set/,
    ],
  ];

  test.each(mistakes)("%s", async (_, words, code, says) => {
    const ended = await investigate(...words());
    expect(ended.stderr).toMatch(says);
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe("");
  });

  test("--resume of an experiment about another cell", async () => {
    const { folder } = JSON.parse(
      (await investigate(...ofRun(), "--budget", "1", "--json", "--experiments", "other")).stdout,
    ) as Json;
    const other = "kimi-k2.5/bedrock/converse/response-after-tool";
    await run(
      "run",
      "--simulator",
      url,
      "--suite",
      "full",
      "--target",
      "kimi-k2.5/bedrock/converse",
      "--scenario",
      "response-after-tool",
    );
    const ended = await investigate(other, "--run", "last", "--resume", folder, "--simulator", url);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(
      "is about response-after-tool on kimi-k2.5/bedrock/converse-stream, not response-after-tool on kimi-k2.5/bedrock/converse\n",
    );
  });

  test("a simulator that is not there", async () => {
    const ended = await investigate(cell, "--simulator", `http://127.0.0.1:${await unusedPort()}`);
    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain("nothing answers at");
  });
});
