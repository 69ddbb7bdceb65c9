import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { identitySchema, keptAnswerSchema } from "../src/library/identity/identity-store.js";
import { identityResultSchema } from "../src/library/identity/result-schema.js";
import { asProfile } from "../src/simulator/profile.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { runCommand } from "./support/command.js";
import { bareEnvironment, type Ended } from "./support/program.js";
import { scenarios } from "./support/repository.js";
import { serveExchange, serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const [openRouter, bedrock] = ["openrouter:moonshotai/kimi-k2.5", "bedrock/converse:moonshotai.kimi-k2.5"] as const;

let work: WorkFolder;
let url: string;
let env: { readonly [name: string]: string };

beforeAll(async () => {
  work = workFolder();
  url = (await serveProfile("identity")).url;
  env = { ...bareEnvironment(work.path), OPENROUTER_API_KEY: canaries.openrouter };
});

const run = (...words: readonly string[]): Promise<Ended> =>
  runCommand(["identity", ...words], { cwd: work.path, env });
const asked = (A: string, B: string, ...more: readonly string[]) => run(A, B, "--simulator", url, ...more);

type Json = {
  readonly id: string;
  readonly result: string;
  readonly tokens: { readonly kind: string };
  readonly cause: { readonly causes: readonly string[] } | null;
  readonly arms: readonly { readonly arm: string; readonly outcome: string }[];
  readonly calls: { readonly made: number; readonly excluded: readonly object[] };
};
const jsonOf = ({ stdout }: Ended): Json => JSON.parse(stdout);

test("one model through OpenRouter and Bedrock is the same within what was tested, and all of it is on the disk", async () => {
  const { code, stdout, stderr } = await asked(openRouter, bedrock, "--tests", "same");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^SIMULATED: no vendor was asked\nA: .*\nB: .*\nsame within what was tested: 300 answers/);
  expect(stdout).toMatch(
    /tested: \d+ of 36 prompts of one-token \(edition 1\), 300 calls, answers: \d+ of A, \d+ of B/,
  );
  expect(stdout).toMatch(/would have been found: another model in 50 of 50 tests; 30 %/);
  expect(stdout).toContain("not tested: long answers");
  expect(stdout).not.toMatch(/fraud|cheat|honest|fake/i);
  expect(stderr).toMatch(/\[300\/1500\] [AB] \S+: \S+ \(evidence /);
  const files = work.contents("same");
  const named = (name: string) => Object.entries(files).find(([path]) => path.endsWith(name))?.[1] ?? "";
  expect(identitySchema.safeParse(JSON.parse(named("identity.json"))).error?.issues ?? []).toEqual([]);
  expect(identityResultSchema.safeParse(JSON.parse(named("result.json"))).error?.issues ?? []).toEqual([]);
  const lines = named("journal.jsonl").trim().split("\n");
  expect(lines).toHaveLength(300);
  const { entry, ...kept } = JSON.parse(lines[0] ?? "").record;
  expect(entry.response.status).toBe(200);
  expect(keptAnswerSchema.safeParse(kept).error?.issues ?? []).toEqual([]);
  for (const [path, text] of Object.entries(files)) expectNoCanary(text, path);
});

test.each([
  { B: "openrouter:test/swapped", tokens: "equal", causes: ["weights"] },
  { B: "openrouter:test/injected", tokens: "constant", causes: ["system-prompt"] },
  { B: "openrouter:test/cached", tokens: "equal", causes: ["cache"] },
])("$B differs from its model, and the cause is $causes", async ({ B, tokens, causes }) => {
  const ended = await asked(openRouter, B, "--json");
  expect(ended.code).toBe(1);
  expect(jsonOf(ended)).toMatchObject({ result: "different", tokens: { kind: tokens }, cause: { causes } });
});

test("another model through Bedrock differs, and its tokens are not held against those of another API", async () => {
  const ended = await asked(openRouter, "bedrock/converse:another.model", "--json");
  expect(ended.code).toBe(1);
  const { result, tokens, cause, arms } = jsonOf(ended);
  expect([result, tokens.kind]).toEqual(["different", "unknown"]);
  expect(cause?.causes).toContain("weights");
  expect(cause?.causes.length).toBeGreaterThan(1);
  expect(arms.every(({ outcome }) => outcome === "kept")).toBe(true);
});

describe("calls without an answer", () => {
  /** A service whose model behaves as given, under every name. */
  async function served(model: object): Promise<string> {
    const oneWord = { model: "one" };
    const profile = asProfile({ name: "test", title: "Test", models: [{ models: ["*"], oneWord, ...model }] });
    const now = () => new Date("2026-02-10T00:00:00.000Z");
    const { exchange } = createSimulator({ profiles: [profile], scenarios, seed: 1, now });
    return (await serveExchange(exchange)).url;
  }

  test("are made again where they are throttled, and counted", async () => {
    const at = await served({ faults: [{ fault: "status", status: 429, when: { probability: 0.2 } }] });
    const ended = await run(openRouter, bedrock, "--simulator", at, "--json");
    expect(ended.code).toBe(0);
    const { result, calls } = jsonOf(ended);
    expect(result).toBe("same");
    expect(calls.made).toBeGreaterThan(320);
    expect(calls.excluded).toContainEqual({ side: "A", reason: "busy", count: expect.any(Number) });
  });

  test("end the test where the model reasons before every answer", async () => {
    const at = await served({ reasoning: { text: "Let me think about what to say here, at length. ".repeat(4) } });
    const ended = await run(openRouter, bedrock, "--simulator", at);
    expect(ended.code).toBe(4);
    expect(ended.stdout).toContain("cannot tell: one-token probes cannot be asked of");
    expect(ended.stdout).toMatch(/excluded: .*spent on reasoning/);
  });

  test("end the test where a side refuses, and the service's word is in the progress", async () => {
    const at = await served({ retired: "end-of-life" });
    const ended = await run(openRouter, bedrock, "--simulator", at);
    expect(ended.code).toBe(4);
    expect(ended.stdout).toMatch(/cannot tell: [AB] refuses the requests/);
    expect(ended.stderr).toMatch(/no answer: model-retired: /);
  });
});

test("a test that was cut off goes on, to the same result", async () => {
  const whole = jsonOf(await asked(openRouter, "openrouter:test/swapped", "--json", "--tests", "whole"));
  const folder = join("whole", whole.id);
  const journal = join(work.path, folder, "journal.jsonl");
  writeFileSync(journal, `${readFileSync(journal, "utf8").split("\n").slice(0, 9).join("\n")}\ndeadbeef {"call`);
  const again = await run("--resume", folder, "--simulator", url, "--json");
  expect(again.code).toBe(1);
  expect(again.stderr).toMatch(/^test: \S+, with 9 earlier calls$/m);
  expect(jsonOf(again)).toMatchObject({ result: "different", cause: { causes: ["weights"] } });
});

test("two endpoints without a price, each with its address, are asked live within a number of calls", async () => {
  const { origin } = new URL(url);
  const key = "?key=OPENROUTER_API_KEY";
  const words = [
    `openai-chat:moonshotai/kimi-k2.5${key}`,
    `openai-chat:test/swapped${key}`,
    "--live",
    "--budget",
    "600",
    "--json",
  ];
  const ended = await run(...words, "--base-url", `${origin}/v1`, "--base-url-b", `${origin}/api/v1`);
  expect(ended.code).toBe(1);
  expect(jsonOf(ended)).toMatchObject({ result: "different", tokens: { kind: "equal" }, mark: null });
});

test("--plan asks nothing, and says what it would ask and the price", async () => {
  const listed = ["kimi-k2.5/openrouter/chat-completions", "kimi-k2.5/bedrock/converse-stream"];
  const { code, stdout } = await run(...listed, "--plan");
  expect(code).toBe(0);
  expect(stdout).toMatch(/about 300 calls if the pair is equal, at most 1500 if it is not; at most about \$0\.\d\d/);
  expect(stdout).toContain(
    "prompt tokens: not compared, since chat-completions and converse-stream count by other definitions",
  );
  const json = JSON.parse((await run(...listed, "--plan", "--json", "--budget", "200")).stdout);
  expect(json).toMatchObject({ equalCalls: 200, budget: 200, prompts: 36, alpha: 0.01 });
});

test.each([
  { words: [], says: /name the two targets to compare: none is given/ },
  { words: [openRouter], says: /name the two targets to compare: 1 given/ },
  { words: [openRouter, "--live"], says: /name the two targets to compare: 1 given/ },
  { words: [openRouter, "--plan"], says: /name the two targets to compare: 1 given/ },
  { words: [openRouter, bedrock, bedrock, "--plan"], says: /name the two targets to compare: 3 given/ },
  { words: [openRouter, bedrock], says: /say where to send the requests: --live or --simulator URL/ },
  {
    words: [openRouter, bedrock, "--live"],
    says: /--live needs --max-cost, or --budget where a target has no dated price/,
  },
  {
    words: [openRouter, "kimi-k2.5/bedrok/converse", "--plan"],
    says: /there is no target "kimi-k2\.5\/bedrok\/converse"/,
  },
  {
    words: ["openai-chat:a", "openai-chat:b", "--base-url", "http://127.0.0.1:1/v1", "--live", "--max-cost", "1"],
    says: /no offer of its model has a dated price.*\n.*Limit the calls with --budget/,
  },
  { words: [openRouter, bedrock, "--plan", "--alpha", "2"], says: /"2" is not a number between 0 and 1/ },
  { words: [openRouter, bedrock, "--plan", "--battery", "none.yaml"], says: /none\.yaml/ },
  {
    words: ["--resume", "nowhere", "--simulator", "http://127.0.0.1:1"],
    says: /nowhere is not a test of `llm-parity identity`/,
  },
  {
    words: ["--resume", "nowhere", "--seed", "3", "--simulator", "http://127.0.0.1:1"],
    says: /--seed has no effect with --resume/,
  },
  {
    words: ["kimi-k2.5/bedrock/converse", "kimi-k2.5/bedrock/converse-stream", "--plan", "--base-url", "http://x"],
    says: /--base-url has no effect: it is for typed targets/,
  },
])("a mistake is named: $words", async ({ words, says }) => {
  const { code, stderr, stdout } = await run(...words);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^ +at /m);
});
