import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { minimiseSchema } from "../src/library/minimise/minimise-store.js";
import { minimiseResultSchema } from "../src/library/minimise/result-schema.js";
import { readJournal } from "../src/runner/journal/read-journal.js";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { runCommand } from "./support/command.js";
import { bareEnvironment, type Ended, runProgram, startProgram } from "./support/program.js";
import { serveFaults } from "./support/served-profile.js";
import { serveExchange, serveProfile, simulatedExchange } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const target = "kimi-k2.5/bedrock/converse-stream";
const other = "kimi-k2.5/openrouter/chat-completions-stream@moonshotai";
const cell = `${target}/response-after-tool`;
const refuseNetwork = fileURLToPath(new URL("support/refuse-network.cjs", import.meta.url));

let folder: WorkFolder;
let url: string;

const environment = () => ({ ...bareEnvironment(folder.path), OPENROUTER_API_KEY: canaries.openrouter });

const ask = (...words: string[]): Promise<Ended> => runCommand(words, { cwd: folder.path, env: environment() });

const run = (...words: string[]): Promise<Ended> =>
  ask("run", "--simulator", url, "--trials", "4", "--nonce", "--no-reports", ...words);

/** The folder of the search that began last, below the folder that was named. */
function lastOf(experiments: string): string {
  return `${experiments}/${readdirSync(join(folder.path, experiments)).toSorted().at(-1)}`;
}

const json = (file: string) => JSON.parse(folder.read(file));

const callsIn = (experiment: string): number => folder.read(`${experiment}/journal.jsonl`).trim().split("\n").length;

/** What is left of the request: the question, one call under a foreign id with its result, and its tool. */
const smallest = {
  messages: [
    {
      role: "user",
      content: [
        { text: expect.stringMatching(/^\[ref [0-9a-f]{6}\] What is the weather in San Francisco right now\?$/) },
      ],
    },
    {
      role: "assistant",
      content: [{ toolUse: { toolUseId: "callSF001", name: "get_weather", input: {} } }],
    },
    { role: "user", content: [{ toolResult: { toolUseId: "callSF001", content: [{ json: {} }] } }] },
  ],
  toolConfig: { tools: [{ toolSpec: { name: "get_weather", inputSchema: { json: { type: "object" } } } }] },
};

beforeAll(async () => {
  folder = workFolder();
  ({ url } = await serveProfile("kimi"));
  const native = ["--scenario", "response-after-native-id"];
  expect((await run("--target", target, "--scenario", "response-after-tool", ...native, "--runs", "factor")).code).toBe(
    1,
  );
  const places = ["--target", target, "--target", other, "--scenario", "response-after-tool", "--runs", "place"];
  expect((await run(...places)).code).toBe(1);
});

describe("minimise", () => {
  test("leaves the foreign id with its tool, and proves that the native id is fine", async () => {
    const { code, stdout, stderr } = await ask(
      ...["minimise", cell, "--run", "last", "--runs", "factor", "--simulator", url, "--experiments", "one"],
    );
    expect(stderr).toContain("[1/300] how often does the request fail as it is? bad (empty-reply)");
    expect(code).toBe(0);
    const one = lastOf("one");
    expect(json(`${one}/minimised/failing.json`)).toEqual(smallest);
    expect(stdout).toMatch(
      /^SIMULATED: no vendor was asked\nresponse-after-tool on kimi.*: minimised\n {2}Fixed point: /,
    );
    expect(stdout).toContain('the id "callSF001" and its result (messages 2 to 3): without it the failure is gone');
    expect(stdout).toMatch(
      /the tool "get_weather": without it the service refuses the request \(call \d+\): "The toolConfig field must be defined/,
    );
    expect(stdout).toContain("control: the control is better: in ");
    expect(stdout).toContain("it is the form of the tool-call ids in the history: functions.NAME:N");
    expect(callsIn(one)).toBeLessThanOrEqual(60);
    const patch = json(`${one}/minimised/difference.patch.json`);
    expect(patch.map(({ op, path }: { readonly op: string; readonly path: string }) => `${op} ${path}`)).toEqual([
      "test /messages/1/content/0/toolUse/toolUseId",
      "replace /messages/1/content/0/toolUse/toolUseId",
      "test /messages/2/content/0/toolResult/toolUseId",
      "replace /messages/2/content/0/toolResult/toolUseId",
    ]);
    expect(minimiseResultSchema.safeParse(json(`${one}/result.json`)).error?.issues ?? []).toEqual([]);
    expect(minimiseSchema.safeParse(json(`${one}/minimise.json`)).error?.issues ?? []).toEqual([]);
    expect(json(`${one}/result.json`)).toMatchObject({
      mark: "SIMULATED",
      symptom: ["empty-reply"],
      result: { ending: "fixed-point", callsNeeded: null },
      control: { why: null, proof: { decision: "proved" } },
      ended: null,
    });
    for (const [name, text] of Object.entries(folder.contents(one))) expectNoCanary(text, name);
  });

  test("holds what is left against another place, as JSON", async () => {
    const { code, stdout } = await ask(
      ...["minimise", cell, "--run", "last", "--runs", "place", "--simulator", url, "--experiments", "two", "--json"],
    );
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({
      control: { says: `the same request at ${other}`, proof: { decision: "proved" } },
      files: { failing: "minimised/failing.json", working: "minimised/working.json", difference: null },
    });
    const working = json(`${found.folder}/minimised/working.json`);
    expect(working.messages[1].tool_calls[0].id).toBe("callSF001");
    expect(working.provider).toEqual({ only: ["moonshotai"], allow_fallbacks: false });
    const journal = folder.read(`${found.folder}/journal.jsonl`);
    expect(journal).toContain('"side":"working"');
    expectNoCanary(journal, "journal");
  });

  test("ends with 4 where the budget is spent, says how many calls are needed, and goes on to the same end", async () => {
    const words = ["minimise", cell, "--run", "last", "--runs", "factor", "--simulator", url, "--experiments", "three"];
    const cut = await ask(...words, "--budget", "16");
    expect(cut.code).toBe(4);
    expect(cut.stdout).toMatch(/Not a fixed point: the budget ended after 16 calls\. About \d+ more are needed\./);
    expect(cut.stdout).toContain("control: not asked: the search did not end at a fixed point");
    const three = lastOf("three");
    expect(cut.stderr).toContain(`continue with \`llm-parity minimise --resume ${three} --simulator URL\``);
    const whole = await ask(
      ...["minimise", "--resume", three, "--runs", "factor", "--simulator", url, "--budget", "300"],
    );
    expect(whole.code).toBe(0);
    expect(json(`${three}/minimised/failing.json`)).toEqual(smallest);
    const planned = await ask("minimise", "--resume", three, "--runs", "factor", "--plan");
    expect(planned.stdout).toMatch(/after (\d+) of \1 calls; next: the search has ended: fixed-point\n$/);
  });

  test("goes on after it was killed, and asks no call twice", async () => {
    const words = ["minimise", cell, "--run", "last", "--runs", "factor", "--simulator", url, "--experiments", "four"];
    const { child, untilOutput, ended } = await startProgram(words, { cwd: folder.path, env: environment() });
    await untilOutput(/^\[6\/300\]/m);
    child.kill("SIGKILL");
    await ended;
    const four = lastOf("four");
    const before = folder.read(`${four}/journal.jsonl`);
    const { code, stderr } = await ask("minimise", "--resume", four, "--runs", "factor", "--simulator", url);
    expect(code).toBe(0);
    expect(stderr).not.toContain("[6/300]");
    expect(json(`${four}/minimised/failing.json`)).toEqual(smallest);
    const after = folder.read(`${four}/journal.jsonl`);
    const whole = before.slice(0, before.lastIndexOf("\n") + 1);
    expect(after.startsWith(whole)).toBe(true);
    const numbers = [...readJournal(join(folder.path, four, "journal.jsonl"))].map(
      ({ json: record }) => JSON.parse(record ?? "{}").call.call,
    );
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  test("stops at a signal with its code, and says how to go on", async () => {
    const simulated = simulatedExchange("kimi");
    let asked = 0;
    let isUnderWay = (): void => {};
    const underWay = new Promise<void>((resolve) => {
      isUnderWay = resolve;
    });
    // After the first five, no request is answered: the signals come while the sixth is under way.
    const { url: stuck } = await serveExchange((request, signal) => {
      asked += 1;
      if (asked <= 5) return simulated(request, signal);
      isUnderWay();
      return new Promise(() => {});
    });
    const words = ["minimise", cell, "--run", "last", "--runs", "factor", "--simulator", stuck, "--experiments", "ten"];
    const { child, untilOutput, ended } = await startProgram(words, { cwd: folder.path, env: environment() });
    await underWay;
    child.kill("SIGINT");
    await untilOutput(/no further call is made/);
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /not decided after \d+ calls: stopped by a signal; continue with `llm-parity minimise --resume /,
    );
  });

  test("says that nothing fails any more", async () => {
    const { url: fine } = await serveProfile("default");
    const { code, stdout } = await ask(
      ...["minimise", cell, "--run", "last", "--runs", "factor", "--simulator", fine, "--experiments", "five"],
    );
    expect(code).toBe(0);
    expect(stdout).toContain("not minimised, it does not fail often enough");
    expect(stdout).toContain("The request did not fail in 80 calls, so there is nothing to minimise.");
    expect(Object.keys(folder.contents(lastOf("five")))).not.toContain("minimised/failing.json");
  });

  test("says 4 where no call is a trial", async () => {
    const { url: busy } = await serveFaults([{ fault: "refuse", as: "too-many-requests" }]);
    const { code, stdout, stderr } = await ask(
      ...["minimise", cell, "--run", "last", "--runs", "factor", "--simulator", busy, "--experiments", "six"],
    );
    expect(code).toBe(4);
    expect(stdout).toBe("");
    expect(stderr).toContain("not decided after 12 calls: 12 calls in a row did not count as trials: ");
  });

  test("minimises a refusal: bad is the same refusal, and another one is a refused removal", async () => {
    const { url: refusing } = await serveFaults([
      { fault: "refuse", as: "context-overflow", when: { scenario: "response-after-tool" } },
    ]);
    const at = ["--simulator", refusing];
    const one = ["--target", target, "--scenario", "response-after-tool", "--runs", "refused"];
    await ask("run", ...at, "--trials", "2", "--no-reports", ...one);
    const { code, stdout } = await ask(
      ...["minimise", cell, "--run", "last", "--runs", "refused", ...at, "--experiments", "eight"],
    );
    expect(stdout).toContain(": minimised\n");
    expect(stdout).toContain("control: not asked: the run has no control that is fine\n");
    expect(code).toBe(0);
    const left = json(`${lastOf("eight")}/minimised/failing.json`);
    expect(left.inferenceConfig).toBeUndefined();
    expect(Object.keys(folder.contents(lastOf("eight"))).toSorted()).toEqual([
      "journal.jsonl",
      "minimise.json",
      "minimised/failing.json",
      "result.json",
    ]);
  });

  test("begins with what an experiment found, and holds what is left against what it proved", async () => {
    const about = ["--run", "last", "--runs", "factor", "--simulator", url];
    expect((await ask("investigate", cell, ...about, "--experiments", "causes")).code).toBe(0);
    const cause = lastOf("causes");
    const planned = await ask("minimise", cell, "--run", "last", "--runs", "factor", "--plan", "--from", cause);
    expect(planned.stdout).toContain("tried last: /messages/1/parts/0/id, /messages/2/toolCallId\n");
    const { code, stdout } = await ask("minimise", cell, ...about, "--experiments", "seven", "--from", cause);
    expect(code).toBe(0);
    expect(stdout).toContain(", as the experiment proved\n");
    const seven = lastOf("seven");
    expect(json(`${seven}/minimised/failing.json`)).toEqual(smallest);
    expect(callsIn(seven)).toBeLessThanOrEqual(callsIn(lastOf("one")));
    const wrong = await ask("minimise", `${target}/response-after-native-id`, ...about, "--from", cause);
    expect(wrong.code).toBe(2);
    const mixed = await ask("minimise", "--resume", cause, "--simulator", url);
    expect(mixed.stderr).toContain("is not a search of `llm-parity minimise`");
  });

  test("plans without a socket", async () => {
    const words = ["minimise", cell, "--run", "last", "--runs", "factor", "--plan"];
    const { code, stdout, stderr } = await runProgram(words, {
      ...{ cwd: folder.path, env: environment(), node: ["--require", refuseNetwork] },
    });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^response-after-tool on kimi.*: empty-reply\n15 parts can be removed:\n {2}messages: 1\n/);
    expect(stdout).toMatch(/^about \d+, \d+, \d+ calls at failure rates of 100, 40, 20 %.*; at most 300$/m);
    const asJson = await ask(...words, "--json", "--budget", "40");
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      schemaVersion: 1,
      budget: 40,
      next: null,
      symptom: ["empty-reply"],
    });
  });

  test.each([
    [["--simulator", "http://127.0.0.1:9"], "name the failing cell"],
    [[cell], "say where to send the requests: --live or --simulator URL"],
    [[cell, "--live"], "--live needs --max-cost"],
    [[cell, "--max-cost", "1", "--plan"], "--max-cost has no effect without --live"],
    [[cell, "--live", "--simulator", "http://127.0.0.1:9"], "--simulator"],
    [[cell, "--simulator", "http://127.0.0.1:9", "--base-url", "http://127.0.0.1:9"], "--base-url has no effect"],
    [[cell, "--plan", "--budget", "0"], "--budget"],
    [[cell, "--plan", "--seed", "-1"], "--seed"],
    [[cell, "--plan", "--from", "nothing"], "is not an experiment of `llm-parity investigate`"],
    [[`${target}/response-after-native-id`, "--plan"], "has no failing reply: 4 of 4 trials are ok"],
    [[`${target}/no-such-scenario`, "--plan"], "no-such-scenario"],
    [["--resume", "nothing", "--plan"], "is not a search of `llm-parity minimise`"],
    [["--resume", "nothing", "--seed", "2", "--plan"], "--seed has no effect with --resume"],
    [["--resume", "nothing", "--from", "x", "--plan"], "--from has no effect with --resume"],
  ])("refuses what it cannot do: %j", async (words, says) => {
    const named = words.includes("--resume") ? [] : ["--run", "last"];
    const { code, stdout, stderr } = await ask("minimise", ...words, ...named, "--runs", "factor");
    expect(stderr).toContain(says);
    expect(code).toBe(2);
    expect(stdout).toBe("");
  });

  test("does not go on with another cell or other people", async () => {
    const one = lastOf("one");
    const elsewhere = await ask("minimise", "--resume", one, "--runs", "factor", "--live", "--max-cost", "1");
    expect([2, 3]).toContain(elsewhere.code);
    const fewer = await ask("minimise", "--resume", one, "--runs", "factor", "--simulator", url, "--budget", "3");
    expect(fewer.code).toBe(2);
    expect(fewer.stderr).toContain("calls were already made");
  });
});
