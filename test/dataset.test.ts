import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readRun } from "../src/runner/store/read-run.js";
import { asProfile } from "../src/simulator/profile.js";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { runCommand } from "./support/command.js";
import { scenarios } from "./support/repository.js";
import { serveExchange } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Get the current weather for a city.",
    parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] },
  },
};

/** Rows 1 to 8 want a call, 9 to 12 do not; the seed makes every request another one. */
const rows = Array.from({ length: 12 }, (_, at) => ({
  id: `row-${at + 1}`,
  request: {
    model: "not-asked",
    messages: [
      {
        role: "user",
        content:
          at < 8 ? "What is the weather in San Francisco right now?" : "What is 15 + 27? Reply with just the number.",
      },
    ],
    tools: [weather],
    max_tokens: 256,
    seed: at + 1,
  },
}));

/** On Converse the first four calls are each broken in another way, and the fifth is said to be a stop. */
const profile = asProfile({
  name: "dataset",
  title: "Four broken calls",
  models: [
    { models: ["*"], providers: ["openrouter"] },
    {
      models: ["*"],
      providers: ["bedrock"],
      faults: [
        { fault: "corrupt-name", when: { tools: true, nth: [1] } },
        { fault: "args-wrong-type", when: { tools: true, nth: [2] } },
        { fault: "tool-use-without-block", when: { tools: true, nth: [3] } },
        { fault: "promise", when: { tools: true, nth: [4] } },
        { fault: "refuse", as: "too-many-requests", when: { tools: true, nth: [5] } },
      ],
    },
  ],
});

const here = "kimi-k2.5/bedrock/converse";
const there = "kimi-k2.5/openrouter/chat-completions";

describe("a data set", () => {
  let folder: WorkFolder;
  let served: ServedSimulator;
  beforeAll(async () => {
    folder = workFolder();
    writeFileSync(join(folder.path, "rows.jsonl"), `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
    const now = () => new Date("2026-02-10T00:00:00.000Z");
    const { exchange } = createSimulator({ profiles: [profile], scenarios, seed: 1, now });
    served = await serveExchange(exchange);
  });

  const asked = [
    "--dataset",
    "rows.jsonl",
    "--client",
    "http",
    "--concurrency",
    "1",
    "--target",
    here,
    "--target",
    there,
  ];
  const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
  const run = (...words: readonly string[]) => program("run", ...asked, "--simulator", served.url, ...words);

  test("is asked row by row, gone on with after it was stopped, and counted by the definitions of the field", async () => {
    // With this seed the first five rows of each target want a call.
    const first = await run("--reference", there, "--seed", "28", "--json");
    expect(first.code).toBe(0);
    // The run was killed while it wrote: twenty trials are whole, and one is in pieces.
    const [id = ""] = readdirSync(join(folder.path, "runs")).sort();
    const journal = join(folder.path, "runs", id, "journal.jsonl");
    const lines = readFileSync(journal, "utf8").split("\n");
    writeFileSync(journal, `${lines.slice(0, 20).join("\n")}\n${lines[20]?.slice(0, 300)}`);

    const second = await program("run", "--resume", "last");
    expect(second.stderr).toContain("20 of 24 trials were made before");
    const results = JSON.parse(second.stdout);
    expect(results.targets[0]).toMatchObject({ target: here, samples: 12, excluded: 1 });
    expect(results.excluded).toEqual({ throttled: 1 });

    // What was throttled is asked again, and nothing else is.
    const third = await program("run", "--resume", "last", "--retry-excluded");
    expect(third.stderr).toContain("23 of 24 trials were made before");
    const { targets, agreements, dataset } = JSON.parse(third.stdout);
    expect(dataset).toMatchObject({ file: "rows.jsonl", samples: 12 });
    expect(targets).toMatchObject([
      {
        target: here,
        samples: 12,
        excluded: 0,
        // Broken: a name, a type, a call that is not there, and one that was only promised (which ends as a stop).
        counts: { stop: 5, toolCalls: 7, others: 0, schemaErrors: 3, successful: 4 },
        schemaAccuracy: { n: 4, of: 7 },
        erroredRequests: { n: 2, of: 6 },
        buckets: {
          "invalid-json": { n: 0, of: 6 },
          "unknown-name": { n: 1, of: 6 },
          "schema-mismatch": { n: 1, of: 6 },
        },
        bad: { n: 3, of: 12 },
      },
      {
        target: there,
        counts: { stop: 4, toolCalls: 8, others: 0, schemaErrors: 0, successful: 8 },
        schemaAccuracy: { n: 8, of: 8 },
        erroredRequests: { n: 0, of: 8 },
        bad: { n: 0, of: 12 },
      },
    ]);
    // Precision 7/7, recall 7/8. Similarity: 1 - ‖(5,7,0,3,4) - (4,8,0,0,8)‖ / 12, which is √27 / 12.
    const [agreement] = agreements;
    expect(agreement).toMatchObject({ target: here, reference: there, samples: 12, precision: 1, recall: 0.875 });
    expect(agreement.f1).toBeCloseTo(14 / 15, 12);
    expect(agreement.f1Interval[0]).toBeLessThan(agreement.f1);
    expect(agreement.similarity).toBeCloseTo(100 * (1 - Math.sqrt(27) / 12), 9);
    expect(agreement).toMatchObject({ badHereOnly: 3, badThereOnly: 0, p: expect.closeTo(0.25, 12) });

    // Every line of the file is whole again, and a report makes the same of it.
    for (const line of readFileSync(journal, "utf8").trimEnd().split("\n"))
      expect(() => JSON.parse(line)).not.toThrow();
    const report = await program("report", "last", "--reference", there, "--json");
    expect(JSON.parse(report.stdout)).toEqual(JSON.parse(third.stdout));
    const text = (await program("report", "last", "--reference", there)).stdout;
    expect(text).toMatch(/^tool-call F1 +93\.3 % \(/m);
    expect([text.split("\n")[0], JSON.parse(report.stdout).simulated]).toEqual([
      "SIMULATED: a simulator answered; these figures say nothing about any vendor.",
      true,
    ]);
  });

  test("is limited to its first rows", async () => {
    const { code, stdout } = await run("--limit", "3", "--json", "--runs", "limited");
    expect(JSON.parse(stdout).targets[1]).toMatchObject({ target: there, samples: 3, schemaAccuracy: { n: 3, of: 3 } });
    expect(code).toBe(0);
  });

  test("is sent as it stands, but for the model", async () => {
    const [id = ""] = readdirSync(join(folder.path, "runs"));
    const { exchangesOf } = readRun(join(folder.path, "runs", id));
    const sent = exchangesOf({ target: there, scenario: "row-1" })?.entries[0]?.exchange.request.body ?? [];
    const body = JSON.parse(Buffer.from(sent).toString());
    expect(body).toMatchObject({ ...rows[0]?.request, model: "moonshotai/kimi-k2.5" });
  });

  test.each([
    ["a reference that is not asked", ["--reference", "nobody"], "--reference nobody is not one of the targets"],
  ])("says what is wrong with %s", async (_title, words, message) => {
    const { code, stderr } = await run(...words);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test.each([
    ["a row that is no JSON", '{"messages": [', "rows.jsonl:2:"],
    [
      "a row that is no request",
      '{"prompt": "hello"}',
      "rows.jsonl:2:1: messages: the request has no list of messages",
    ],
    ["an id that comes twice", JSON.stringify(rows[0]), 'rows.jsonl:2:1: the id "row-1" is already the id of line 1'],
    [
      "an id that is a path",
      '{"id": "../x", "request": {"messages": [{"role": "user", "content": "a"}]}}',
      "cannot name",
    ],
  ])("says what is wrong with %s", async (_title, line, message) => {
    const other = workFolder();
    writeFileSync(join(other.path, "rows.jsonl"), `${JSON.stringify(rows[0])}\n${line}\n`);
    const words = ["run", "--dataset", "rows.jsonl", "--simulator", served.url, "--target", here];
    const { code, stderr } = await runCommand(words, { cwd: other.path });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test("is not gone on with by other rows", async () => {
    appendFileSync(join(folder.path, "rows.jsonl"), `${JSON.stringify({ ...rows[0], id: "row-13" })}\n`);
    const { code, stderr } = await program("run", "--resume", "last");
    expect(stderr).toContain("asked different rows from those now in rows.jsonl");
    expect(code).toBe(2);
  });

  test("reads its keys from --keys-file", async () => {
    const { code, stderr } = await run("--plan", "--keys-file", "nowhere.env");
    expect(stderr).toContain("--keys-file nowhere.env: cannot be read (ENOENT)");
    expect(code).toBe(2);
  });

  test("is asked, not replayed", async () => {
    const { code, stderr } = await program("run", "--dataset", "rows.jsonl", "--target", here);
    expect(stderr).toContain("a data set cannot be replayed");
    expect(code).toBe(2);
    expect((await program("run", "--limit", "3")).stderr).toContain("--limit is for a data set");
  });
});
