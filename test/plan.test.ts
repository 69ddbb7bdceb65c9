import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { workFolder } from "./support/work-folder.js";

const pinned = "kimi-k2.5/openrouter/chat-completions@moonshotai";
const converse = "kimi-k2.5/bedrock/converse-stream";

async function plan(...words: readonly string[]) {
  const folder = workFolder();
  const args = ["run", "--live", "--plan", "--scenario", "basic-chat", "--scenario", "multi-step", ...words];
  const { code, stdout, stderr } = await runCommand(args, { cwd: folder.path });
  expect({ code, stderr, written: folder.contents() }).toEqual({ code: 0, stderr: "", written: {} });
  return stdout;
}

describe("--plan", () => {
  test("says the total first, then one line for each column, and needs no key", async () => {
    const lines = (await plan("--target", converse, "--target", pinned, "--trials", "5")).split("\n");
    expect(lines[0]).toMatch(/^total: 40 calls, at most \$0\.\d\d, expected \$0\.\d\d /);
    expect(lines[1]).toBe("trials of each case: 5");
    expect(lines[2]).toBe(`not in the cost, since no dated price is known: ${pinned}`);
    expect(lines.filter((line) => line.startsWith("kimi-k2.5 ")).map((line) => line.split(/ {2,}/))).toEqual([
      ["kimi-k2.5", "bedrock/converse-stream", "2", "20", expect.stringMatching(/^\$/), expect.stringMatching(/^\$/)],
      ["kimi-k2.5", "openrouter/chat-completions@moonshotai", "2", "20", "no price", "no price"],
    ]);
  });

  test("with --trials auto counts the trials of a cell that passes, and the most", async () => {
    const text = await plan("--target", converse, "--trials", "auto", "--max-trials", "100");
    expect(text).toMatch(/^trials of each case: 5\d\.\d expected for a cell that passes, at most 100$/m);
    expect(text).toMatch(/^total: \d{3} to 400 calls, /);
  });

  test("with --gate counts both stages for all as the most, and expects the second one of few cells", async () => {
    const text = await plan("--target", converse, "--gate");
    expect(text).toMatch(
      /^trials of each case: 12, and of a suspect 50; 13\.4 expected on average, in a night without a/m,
    );
    // One call of basic-chat and three of multi-step: 13.4 and 40.2, rounded up; at most 50 times four.
    expect(text).toMatch(/^total: 55 to 200 calls, /);
    const { total, expected, trialsOfACase } = JSON.parse(
      await plan("--target", converse, "--gate", "cheap", "--json"),
    );
    expect([total.calls, expected.calls, trialsOfACase]).toEqual([128, 28, { expected: 6.8, most: 32 }]);
  });

  test.each([
    [["--max-cost", "5"], /^--max-cost 5: it fits, however long the replies are$/m],
    [["--max-cost", "0.04"], /^--max-cost 0\.04: it is expected to fit: 0 of 10 .*, at most \d of 10$/m],
    [["--max-cost", "0"], /^--max-cost 0: it does not fit: 10 of 10 .*, at most 10 of 10$/m],
    [["--max-calls", "8"], /^--max-calls 8: it does not fit: 6 of 10 .*, at most 6 of 10$/m],
    [
      ["--max-cost", "5", "--target", pinned],
      /^--max-cost 5: it does not fit: 10 of 20 [^\n]*\n {2}targets without a/m,
    ],
    [["--retries", "2"], /^not counted: up to 2 retries of each call$/m],
  ])("is held against %j", async (words, says) => {
    expect(await plan("--target", converse, "--trials", "5", ...words)).toMatch(says);
  });

  test("names what is not asked, and why", async () => {
    const target = "kimi-k2.5/moonshot/chat-completions";
    const text = await plan("--target", target, "--scenario", "tool-choice-named");
    expect(text).toContain(`not asked: tool-choice-named: ${target} does not support tool-choice-tool`);
    expect(text).toMatch(/ 2 of 3 /);
  });

  test("names the columns that would be blocked, which are in the numbers all the same", async () => {
    const text = await plan("--target", converse, "--target", pinned, "--trials", "5");
    expect(text).toMatch(/^total: 40 calls/);
    expect(text).toMatch(
      new RegExp(`^blocked: credentials \\(1 column\\): openrouter: set OPENROUTER_API_KEY: ${pinned}$`, "m"),
    );
    expect(text).toMatch(new RegExp(`^blocked: credentials \\(1 column\\): bedrock: set AWS_.*: ${converse}$`, "m"));
  });

  test("of a simulator names none: it needs no key", async () => {
    const { stdout } = await runCommand(
      ["run", "--simulator", "http://127.0.0.1:9", "--plan", "--target", converse, "--scenario", "basic-chat"],
      { cwd: workFolder().path },
    );
    expect(stdout).not.toContain("blocked");
  });

  test("says how long it takes at the pace of models.yaml, what it draws from each quota, and its space", async () => {
    const folder = workFolder();
    const models = readFileSync(new URL("../scenarios/models.yaml", import.meta.url), "utf8").replace(
      /^models:$/m,
      [
        "providers:",
        "  bedrock:",
        "    requestsPerMinute: 10",
        "    inFlight: 2",
        "    quotas:",
        "      - { models: [moonshotai.kimi-k2.5], region: us-east-1, tokensPerMinute: 100000, tokensPerDay: 1000000 }",
        "models:",
      ].join("\n"),
    );
    folder.write("models.yaml", models);
    const words = [
      "--models",
      "models.yaml",
      "--target",
      converse,
      "--target",
      "kimi-k2.5/bedrock-openai/chat-completions",
    ];
    const args = ["run", "--live", "--plan", ...words, "--scenario", "basic-chat", "--trials", "20"];
    const { stdout } = await runCommand([...args, "--max-minutes", "1"], { cwd: folder.path });
    // Twenty calls at ten a minute; the other provider has no pace: four at once, of six seconds each.
    expect(stdout).toMatch(/^ {2}bedrock: 20 calls, 10 requests a minute, 2 in flight: about 2 min 00 s/m);
    expect(stdout).toMatch(/^ {2}bedrock-openai: 20 calls, 4 in flight: about 30 s, at most 2 min/m);
    expect(stdout).toMatch(/^quotas: --quota-share 0.2 of each is used$/m);
    // Forty calls of both: each reserves 1,024 tokens and its input, of 20,000 a minute and 200,000 a day.
    expect(stdout).toMatch(
      /^ {2}bedrock moonshotai.kimi-k2.5 us-east-1: 40 calls, \d{4} to 4\d{4} tokens: about \d\d s, at most 2 min \d\d s; 4\.\d % of a day's share, at most 2\d %$/m,
    );
    expect(stdout).toMatch(/^--max-minutes 1: it is not expected to fit: the plan takes about 2 min 00 s/m);
    expect(stdout).toMatch(/^disk: \d{3} KB of evidence, at most \d{3} KB \(10\.7 KB a call/m);
    const { stdout: json } = await runCommand([...args, "--json", "--quota-share", "1"], { cwd: folder.path });
    expect(JSON.parse(json)).toMatchObject({
      pace: {
        quotaShare: 1,
        minutes: { expected: 2 },
        lanes: [
          { provider: "bedrock", calls: { expected: 20, most: 20 }, requestsPerMinute: 10, inFlight: 2 },
          { provider: "bedrock-openai", requestsPerMinute: null, inFlight: 4 },
        ],
        quotas: [{ quota: "bedrock moonshotai.kimi-k2.5 us-east-1", calls: { expected: 40, most: 40 } }],
      },
      blocked: [{ targets: [converse, "kimi-k2.5/bedrock-openai/chat-completions"] }],
    });
  });

  test("as JSON keeps its members, and has the columns, the expectation and the budget", async () => {
    const json = JSON.parse(await plan("--target", converse, "--trials", "2", "--max-cost", "5", "--json"));
    expect(json).toMatchObject({
      schemaVersion: 1,
      cases: [
        { scenario: "basic-chat", target: converse, trials: 2, skip: null, estimate: { calls: 2 } },
        { scenario: "multi-step", target: converse, trials: 2, skip: null, estimate: { calls: 6 } },
      ],
      total: { calls: 8 },
      unpriced: [],
      expected: { calls: 8, outputTokens: 1600 },
      trialsOfACase: { expected: 2, most: 2 },
      columns: [{ target: converse, model: "kimi-k2.5", cases: 2, notAsked: 0, most: { calls: 8 } }],
      budget: { maxCalls: null, maxCostUsd: 5, fits: true, leftOut: { expected: 0, most: 0 } },
    });
  });
});
