import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { atEnd } from "./support/at-end.js";
import { listen } from "./support/listen.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";

type Assertion = { readonly fullName: string; readonly status: string; readonly failureMessages: readonly string[] };

const emptyKnown = "known: []\n";

type Told = { readonly tests: readonly Assertion[]; readonly said: string };

/** What Vitest says of each test file that a stranger writes, all in one process of its own. */
async function runVitest<Name extends string>(
  files: { readonly [name in Name]: string },
): Promise<(name: Name) => Told> {
  const config = `export default { resolve: { alias: { "llm-parity/vitest": ${JSON.stringify(join(root, "src/library/testing/describe-scenarios.ts"))} } } };`;
  const { path } = workFolder({ ...files, "vitest.config.mjs": config, "known.yaml": emptyKnown });
  const args = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--root",
    path,
    "--reporter=json",
    "--config",
    join(path, "vitest.config.mjs"),
  ];
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, ...env } = process.env;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root, env }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  const from = stdout.indexOf("{");
  const { testResults = [] } = JSON.parse(from === -1 ? "{}" : stdout.slice(from)) as {
    readonly testResults?: readonly {
      readonly name: string;
      readonly assertionResults: readonly Assertion[];
      readonly message: string;
    }[];
  };
  return (name) => {
    const ofFile = testResults.filter((one) => basename(one.name) === name);
    return {
      tests: ofFile.flatMap((one) => one.assertionResults),
      said: [stderr, ...ofFile.map(({ message }) => message)].join("\n"),
    };
  };
}

const failing = `
  import { describeScenarios } from "llm-parity/vitest";
  await describeScenarios({
    suite: "seed", target: ["kimi-k2.5/bedrock/converse-stream"], scenario: ["basic-chat", "response-after-tool"],
    known: new URL("known.yaml", import.meta.url).pathname,
  });`;

const astray = `
  import { describeScenarios } from "llm-parity/vitest";
  await describeScenarios({ scenario: ["basic-chatt"] });`;

/** Asks an address twice: below `/silent` it answers with nothing, else well. */
const asking = (address: string) => {
  const ask = (baseUrl: string) => `
  await describeScenarios({
    against: "services", target: ["openai-chat:my-model"], baseUrl: ${JSON.stringify(baseUrl)},
    scenario: ["basic-chat"], trials: 1, known: new URL("known.yaml", import.meta.url).pathname,
  });`;
  return `
  import { describeScenarios } from "llm-parity/vitest";${ask(`${address}/v1`)}${ask(`${address}/silent/v1`)}`;
};

/** Serves Chat Completions on a free loopback port until the hook ends that started it. */
async function serveAnswers(): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const message = { role: "assistant", content: url.startsWith("/silent/") ? "" : "15 + 27 is 42." };
    const choices = [{ index: 0, finish_reason: "stop", message }];
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: "1", object: "chat.completion", model: "my-model", choices }));
  });
  const port = await listen(server);
  atEnd(() => server.close());
  return `http://127.0.0.1:${port}`;
}

let told: (name: "failing.test.mjs" | "astray.test.mjs" | "asking.test.mjs") => Told;
beforeAll(async () => {
  const address = await serveAnswers();
  told = await runVitest({
    "failing.test.mjs": failing,
    "astray.test.mjs": astray,
    "asking.test.mjs": asking(address),
  });
});

test("the example of docs/vitest.md is the tested file, line for line", () => {
  const page = readFileSync(join(root, "docs/vitest.md"), "utf8");
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  expect(blocks).toEqual([readFileSync(join(root, "test/vitest-example.test.ts"), "utf8")]);
});

test("a failing cell shows its finding, what was seen, the bytes and the command that explains them", () => {
  const { tests, said } = told("failing.test.mjs");
  const shown = tests.map(({ fullName, status }) => [fullName.split(" ").at(-1), status]);
  expect(shown, said).toEqual([
    ["basic-chat", "passed"],
    ["response-after-tool", "failed"],
  ]);
  const message = tests[1]?.failureMessages.join("\n") ?? "";
  expect(message).toContain("kimi-k2.5/bedrock/converse-stream/response-after-tool: 1 of 1 trials bad");
  expect(message).toMatch(/empty-reply \(silent\), 1 trial, step \S+: no text, no call/);
  expect(message).toContain("bytes: fixtures/bedrock/converse-stream/kimi-k2.5/response-after-tool.har");
  expect(message).toContain("explain: llm-parity explain kimi-k2.5/bedrock/converse-stream/response-after-tool");
});

test("the services can be an address: what it answers is judged, and a failing scenario names the run that keeps the bytes", () => {
  const { tests, said } = told("asking.test.mjs");
  expect(
    tests.map(({ status }) => status),
    said,
  ).toEqual(["passed", "failed"]);
  const shown = tests[1]?.failureMessages.join("\n") ?? "";
  expect(shown).toMatch(/basic-chat: 1 of 1 trials bad/);
  const [, run = "nowhere"] = /bytes: (.+)\/journal\.jsonl/.exec(shown) ?? [];
  expect(existsSync(join(run, "run.json")), shown).toBe(true);
  rmSync(run, { recursive: true });
});

test("a name that leads nowhere fails the file with its reason", () => {
  const { tests, said } = told("astray.test.mjs");
  expect(tests).toEqual([]);
  expect(said).toContain("basic-chatt");
});
