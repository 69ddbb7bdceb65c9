import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { runCommand } from "./support/command.js";
import { startProgram } from "./support/program.js";
import { root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const config = `
router:
  strategy: rules
  rules: [{ keywords: [weather], model: openrouter }, { default: bedrock }]
models:
  bedrock: { provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  openrouter: { provider: openrouter, model: moonshotai/kimi-k2.5, api_key: not-a-real-key }
`;
const sum = "What is 15 + 27? Reply with just the number.";

let folder: WorkFolder;
let served: ServedSimulator;
beforeAll(async () => {
  folder = workFolder();
  writeFileSync(join(folder.path, "router.yaml"), config);
  served = await serveProfile("default");
});

const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
const infer = (...words: readonly string[]) =>
  program("infer", "--config", "router.yaml", "--simulator", served.url, ...words);

describe("infer", () => {
  test("asks one query, and says who answered and why", async () => {
    const { code, stdout } = await infer("--query", sum);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ...{ success: true, query: sum, model_name: "bedrock", response: "42" },
      ...{ reason: "no rule fits: the default", attempts: "bedrock=answered", cost_usd: null },
    });
  });

  test("says in one line that the evidence of the shipped example affects nothing", async () => {
    const words = ["infer", "--config", "examples/router.yaml", "--query", "hi", "--route-only"];
    const { code, stderr } = await runCommand(words, { cwd: root });
    expect(stderr).toBe(
      "all evidence in the matrix is authored or simulated: it does not affect routing, and no model is left out\n",
    );
    expect(code).toBe(0);
  });

  test("names a rule's keyword in its own script", async () => {
    const chinese = config.replace("keywords: [weather]", "keywords: [代码]");
    writeFileSync(join(folder.path, "chinese.yaml"), chinese);
    const words = ["infer", "--config", "chinese.yaml", "--simulator", served.url, "--query", "请写一段代码"];
    const { stdout } = await program(...words);
    expect(JSON.parse(stdout)).toMatchObject({ model_name: "openrouter", reason: 'the rule for "代码"' });
  });

  test("routes without asking anybody", async () => {
    const { stdout } = await infer("--query", "How is the weather?", "--route-only");
    expect(JSON.parse(stdout)).toMatchObject({
      success: true,
      model_name: "openrouter",
      reason: 'the rule for "weather"',
    });
  });

  test.each([
    ["queries.txt", `${sum}\n\n${sum}\n`],
    ["queries.json", JSON.stringify([sum, { query: sum }])],
    ["queries.jsonl", `${JSON.stringify(sum)}\n${JSON.stringify({ query: sum })}\n`],
  ])("reads %s, and writes a line a result", async (file, text) => {
    writeFileSync(join(folder.path, file), text);
    const { code } = await infer("--input", file, "--output", "out.jsonl", "--output-format", "jsonl");
    expect(code).toBe(0);
    const lines = readFileSync(join(folder.path, "out.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).response)).toEqual(["42", "42"]);
  });

  test("never puts the model's name into the response, which is data", async () => {
    writeFileSync(join(folder.path, "prefixed.yaml"), `serve: { show_model_prefix: true }\n${config}`);
    const words = ["--config", "prefixed.yaml", "--simulator", served.url, "--query", sum];
    const { stdout } = await program("infer", ...words);
    expect(JSON.parse(stdout)).toMatchObject({ model_name: "bedrock", response: "42" });
    await program("infer", ...words, "--output", "out.json");
    expect(JSON.parse(readFileSync(join(folder.path, "out.json"), "utf8")).response).toBe("42");
  });

  test("fails where a query fails, and says so", async () => {
    const { code, stdout } = await infer("--query", sum, "--model", "nobody");
    expect(JSON.parse(stdout)).toMatchObject({
      success: false,
      error: expect.stringContaining('there is no model "nobody"'),
    });
    expect(code).toBe(1);
  });

  test.each([
    [["infer", "--config", "router.yaml"], "say what to ask"],
    [["infer", "--config", "nowhere.yaml", "--query", "a"], "nowhere.yaml"],
    [["infer", "--config", "router.yaml", "--input", "nowhere.txt"], "nowhere.txt"],
    [["infer", "--query", "a"], "llm-parity: --config <file> is missing"],
  ])("%j is a mistake that is told", async (words, message) => {
    const { code, stderr } = await program(...words);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

test("chat keeps the conversation, and takes lines from a pipe", async () => {
  const words = ["chat", "--config", "router.yaml", "--simulator", served.url];
  const { child, ended } = await startProgram(words, { cwd: folder.path });
  child.stdin?.end(`${sum}\n/new\n${sum}\n/exit\n`);
  const { code, stdout, stderr } = await ended;
  expect([code, stdout]).toEqual([0, "42\n42\n"]);
  expect(stderr).toContain("(bedrock; bedrock=answered)");
});

test.each([
  ["no JSON", "{", /matrix\.json:\d+:\d+: /],
  ["no matrix", '{"cells": 5}', /matrix\.json:\d+:\d+: /],
])("a matrix file that is %s is a mistake in a file, with its place", async (_what, text, place) => {
  writeFileSync(join(folder.path, "matrix.json"), text);
  writeFileSync(join(folder.path, "measured.yaml"), `${config}compatibility: { filter: true, matrix: matrix.json }\n`);
  const { code, stderr } = await program("infer", "--config", "measured.yaml", "--route-only", "--query", sum);
  expect(code).toBe(2);
  expect(stderr).toMatch(place);
  expect(stderr).not.toMatch(/bug in llm-parity|at \w+ \(/);
});

test.each<[text: string, words: string | RegExp]>([
  ...["0", "x", "1.5", "-1", ""].map((text): [string, string] => [
    text,
    "is not a number of workers: write 1 or more, or auto",
  ]),
  ["99999", /this machine has \d+ cores, and more than \d+ workers only take memory; write auto for \d+/],
])("serve --workers %j is a mistake on the command line", async (text, words) => {
  const { code, stderr } = await program("serve", "--config", "router.yaml", `--workers=${text}`);
  expect(code).toBe(2);
  expect(stderr.replaceAll(/\s+/g, " ")).toMatch(words);
});

test("serve listens, reads its file again on SIGHUP, keeps the old one where it is wrong, and drains on SIGTERM", async () => {
  const words = ["serve", "--config", "router.yaml", "--port", "0", "--simulator", served.url];
  const { child, untilOutput, ended } = await startProgram(words, { cwd: folder.path });
  const url = (await untilOutput(/listening on http:\/\/127\.0\.0\.1:\d+/)).slice("listening on ".length);
  const models = async () => {
    const { data } = (await (await fetch(`${url}/v1/models`)).json()) as {
      readonly data: readonly { readonly id: string }[];
    };
    return data.map(({ id }) => id);
  };
  expect(await models()).toEqual(["bedrock", "openrouter", "auto"]);
  writeFileSync(
    join(folder.path, "router.yaml"),
    config.replaceAll("  openrouter:", "  other:").replace("model: openrouter }", "model: other }"),
  );
  child.kill("SIGHUP");
  await expect.poll(models).toEqual(["bedrock", "other", "auto"]);
  writeFileSync(join(folder.path, "router.yaml"), "models: [");
  child.kill("SIGHUP");
  await untilOutput(/router\.yaml was not loaded; the router keeps its settings/);
  expect(await models()).toEqual(["bedrock", "other", "auto"]);
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
  writeFileSync(join(folder.path, "router.yaml"), config);
});
