import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { readJournal } from "../src/runner/journal/read-journal.js";
import { runCommand } from "./support/command.js";
import { bareEnvironment, type Ended } from "./support/program.js";
import { root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const keys = { OPENROUTER_API_KEY: "sk-or-v1-of-a-test", AWS_BEARER_TOKEN_BEDROCK: "key-of-a-test" };
const columns = ["openrouter", "moonshot", "bedrock-openai"].map((name) => `kimi-k2.5/${name}/chat-completions`);
const [onOpenRouter = "", onMoonshot = "", onBedrock = ""] = columns;

let folder: WorkFolder;

/** Models of which every provider is the simulator. */
function modelsFile(url: string): string {
  const providers = [
    ["openrouter", "/api/v1", "OPENROUTER_API_KEY"],
    ["moonshot", "/v1", "MOONSHOT_API_KEY"],
    ["bedrock-openai", "/openai/v1", "AWS_BEARER_TOKEN_BEDROCK"],
  ] as const;
  const offer = (name: string) => `
      - provider: ${name}
        id: moonshotai/kimi-k2.5
        apis: { chat-completions: [current] }
        price: { inputPerMillion: 0.6, outputPerMillion: 3, source: a test, date: 2026-07-02 }
        sources: [{ source: a test, date: 2026-07-02 }]`;
  return `
defaults: { replay: current, live: current }
suites:
  current:
    title: A suite of a test
    live: true
    scenarioTags: [core]
    columns: [${providers.map(([name]) => `{ provider: ${name}, api: chat-completions }`).join(", ")}]
providers:${providers
    .map(
      ([name, path, variable]) => `
  ${name}: { title: A service, baseUrl: "${url}${path}", keyVariable: ${variable} }`,
    )
    .join("")}
models:
  kimi-k2.5:
    title: Kimi K2.5
    vendor: Moonshot AI
    offers:${providers.map(([name]) => offer(name)).join("")}
`;
}

const ask = (words: readonly string[], more: { readonly [name: string]: string } = {}): Promise<Ended> =>
  runCommand(words, { cwd: folder.path, env: { ...bareEnvironment(folder.path), ...keys, ...more } });
const live = ["run", "--live", "--trials", "5", "--max-cost", "2.00", "--model", "kimi-k2.5"];
const ours = ["--models", "models.yaml", "--known", "known.yaml"];
const files = [...ours, "--no-reports"];
const blockedLines = (stderr: string) => stderr.split("\n").filter((line) => line.includes("MOONSHOT_API_KEY"));

function recordsOf(): readonly { readonly target: string; readonly trial: number }[] {
  const [id = ""] = readdirSync(join(folder.path, "runs"));
  return [...readJournal(join(folder.path, "runs", id, "journal.jsonl"))].flatMap(({ json }) => {
    if (json === null) return [];
    const { cell, trial } = JSON.parse(json).transcript;
    return [{ target: cell.target, trial }];
  });
}

const countOf = (target: string) => recordsOf().filter((one) => one.target === target).length;

beforeEach(async () => {
  const { url } = await serveProfile("default");
  folder = workFolder({ "models.yaml": modelsFile(url), "known.yaml": "known: []\n" });
});

describe("a live run without one of its keys", () => {
  test("measures the other columns, and says once what is missing", async () => {
    const { code, stdout, stderr } = await ask([...live, ...files, "--json"]);
    const cells: readonly { readonly target: string; readonly observed: string; readonly reason: string | null }[] =
      JSON.parse(stdout).cells;
    const of = (id: string) => cells.filter(({ target }) => target === id);
    for (const target of [onOpenRouter, onBedrock]) {
      for (const { observed } of of(target)) expect(observed).toBe("ok");
    }
    for (const { observed, reason } of of(onMoonshot)) expect([observed, reason]).toEqual(["blocked", "credentials"]);
    expect(cells).toHaveLength(3 * of(onMoonshot).length);
    expect(blockedLines(stderr)).toEqual(["△ blocked: credentials (1 column): moonshot: set MOONSHOT_API_KEY"]);
    expect(code).toBe(0);
    const scenarios = of(onMoonshot).length;
    expect([countOf(onOpenRouter), countOf(onMoonshot)]).toEqual([5 * scenarios, scenarios]);
  });

  test("is complete, and asks the blocked column once its key is set, with --retry-excluded", async () => {
    await ask([...live, ...files, "--scenario", "basic-chat"]);
    for (const more of [{}, { MOONSHOT_API_KEY: "sk-of-a-test" }]) {
      const again = await ask(["run", "--resume", "last"], more);
      expect(again.stderr).toContain("is complete: all 11 trials were already made");
      expect(again.stderr).toContain(
        "  1 was not answered, for a reason that may have passed: llm-parity run --resume runs/",
      );
      expect(again.code).toBe(0);
    }
    const report = await ask(["report", "last", "--no-reports"]);
    expect(report.stderr).not.toContain("stopped");
    expect(report.code).toBe(0);
    const retried = await ask(["run", "--resume", "last", "--retry-excluded"], { MOONSHOT_API_KEY: "sk-of-a-test" });
    expect(retried.stderr).toContain("10 of 15 trials were made before");
    expect(retried.stderr).not.toContain("blocked");
    expect(retried.code).toBe(0);
    expect(countOf(onMoonshot)).toBe(6);
  });

  test("asks nothing, names every variable and ends with 3 when no key is left", async () => {
    const before = folder.contents();
    const { code, stderr } = await ask([...live, ...files, "--target", onMoonshot]);
    expect(stderr).toContain("llm-parity: credentials are missing:\n  - moonshot: set MOONSHOT_API_KEY\n");
    expect(code).toBe(3);
    expect(folder.contents()).toEqual(before);
  });
});

test("the README's live command, with the shipped models at another address and without Moonshot's key", async () => {
  const { url } = await serveProfile("default");
  const shipped = readFileSync(join(root, "scenarios/models.yaml"), "utf8");
  const moved = `providers:
  bedrock: { baseUrl: "${url}" }
  openrouter: { baseUrl: "${url}/api/v1" }
  moonshot: { baseUrl: "${url}/v1" }
models:`;
  folder.write("moved.yaml", shipped.replace(/^models:/m, moved));
  const documented = readFileSync(join(root, "README.md"), "utf8");
  expect(documented).toContain(
    "llm-parity run --live --trials 5 --max-cost 2.00 --model kimi-k2.5 --api converse-stream\n",
  );
  const { stdout, stderr, code } = await ask([...live, "--api", "converse-stream", "--models", "moved.yaml", "--json"]);
  const { cells } = JSON.parse(stdout);
  expect(cells.length).toBeGreaterThan(3);
  for (const { target, observed, trials, provenance } of cells) {
    expect([target, observed, trials.eligible]).toEqual(["kimi-k2.5/bedrock/converse-stream", "ok", 5]);
    expect(provenance.endpoint).toBe(url);
  }
  expect(stderr).not.toContain("blocked");
  expect(code).toBe(0);
  const all = [
    ...live.slice(0, 2),
    "--trials",
    "1",
    "--max-calls",
    "90",
    "--models",
    "moved.yaml",
    "--model",
    "kimi-k2.5",
  ];
  const native = ["openrouter", "moonshot", "bedrock"].flatMap((name) => ["--provider", name]);
  const wide = await ask([...all, ...native, "--scenario", "basic-chat", "--suite", "full", "--json"]);
  const observed = new Map<string, Set<string>>();
  for (const { provider, observed: one } of JSON.parse(wide.stdout).cells) {
    observed.set(provider, (observed.get(provider) ?? new Set()).add(one));
  }
  expect(Object.fromEntries([...observed].map(([name, seen]) => [name, [...seen]]))).toEqual({
    openrouter: ["ok"],
    moonshot: ["blocked"],
    bedrock: ["ok"],
  });
});

test("a run that is complete says so without any key, and one that is not says what is missing", async () => {
  await ask([...live, ...files, "--scenario", "basic-chat"], { MOONSHOT_API_KEY: "sk-of-a-test" });
  const none = { OPENROUTER_API_KEY: "", AWS_BEARER_TOKEN_BEDROCK: "" };
  const complete = await ask(["run", "--resume", "last"], none);
  expect(complete.stderr).toContain("is complete: all 15 trials were already made");
  expect(complete.stderr).not.toContain("blocked");
  expect(complete.code).toBe(0);
  const [id = ""] = readdirSync(join(folder.path, "runs"));
  const lines = folder.read(`runs/${id}/journal.jsonl`).trimEnd().split("\n");
  folder.write(`runs/${id}/journal.jsonl`, `${lines.slice(0, -1).join("\n")}\n`);
  const partial = await ask(["run", "--resume", "last"], none);
  expect(partial.stderr).toContain("credentials are missing:\n  - openrouter: set OPENROUTER_API_KEY\n");
  expect(partial.code).toBe(3);
});

describe("other commands without one of the keys", () => {
  test("doctor says which targets would be blocked", async () => {
    const { code, stdout } = await ask(["doctor", ...ours]);
    expect(stdout).toContain(
      "  moonshot: set MOONSHOT_API_KEY\nWithout them, 1 target is blocked; the others are asked.",
    );
    expect(code).toBe(0);
    const { stdout: json } = await ask(["doctor", ...ours, "--json"]);
    expect(JSON.parse(json)).toMatchObject({ missing: ["moonshot: set MOONSHOT_API_KEY"], blocked: [onMoonshot] });
  });

  test("record writes the fixtures of the other columns", async () => {
    const { code, stdout, stderr } = await ask(["record", ...ours, "--scenario", "basic-chat"]);
    expect(stdout.match(/^new /gm)).toHaveLength(2);
    expect(stdout).toContain("not recorded fixtures/moonshot/");
    expect(blockedLines(stderr)).toHaveLength(1);
    expect(code).toBe(0);
  });

  test("run --dataset asks the other targets", async () => {
    folder.write(
      "rows.jsonl",
      `${JSON.stringify({ model: "any", messages: [{ role: "user", content: "What is 15 + 27?" }] })}\n`,
    );
    const { code, stderr } = await ask(["run", "--live", "--dataset", "rows.jsonl", ...ours]);
    expect(blockedLines(stderr)).toHaveLength(1);
    expect(recordsOf()).toHaveLength(3);
    expect(code).toBe(0);
  });
});
