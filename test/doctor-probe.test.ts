import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { probesSchema } from "../src/library/probes/probes-schema.js";
import type { Exchange, WireRequest, WireResponse } from "../src/wire/exchange.js";
import { readHar } from "../src/wire/har/har.js";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { runCommand } from "./support/command.js";
import { bareEnvironment, type Ended, startProgram } from "./support/program.js";
import { unusedPort } from "./support/raw-server.js";
import { root } from "./support/repository.js";
import { serveExchange, serveProfile, simulatedExchange } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const keys = { OPENROUTER_API_KEY: canaries.openrouter, AWS_BEARER_TOKEN_BEDROCK: canaries.bedrock };
const moonshotKey = { MOONSHOT_API_KEY: "sk-CANARYmoonshotCANARYmoonshot" };

type Shown = { readonly id: string; readonly state: string; readonly evidence: string; readonly requests: string[] };
type Planned = { readonly name: string; readonly maxInputTokens: number; readonly maxOutputTokens: number };

let folder: WorkFolder;

/** The shipped models, with every provider at a server of the test. */
function modelsAt(url: string): string {
  const paths = {
    openrouter: "/api/v1",
    bedrock: "",
    "bedrock-openai": "/openai/v1",
    "bedrock-mantle": "/v1",
    moonshot: "/v1",
  };
  const moved = Object.entries(paths).map(([name, path]) => `  ${name}: { baseUrl: "${url}${path}" }\n`);
  return `${readFileSync(join(root, "scenarios/models.yaml"), "utf8")}\nproviders:\n${moved.join("")}`;
}

const probe = (words: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Ended> =>
  runCommand(["doctor", "--probe", ...words], { cwd: folder.path, env: { ...bareEnvironment(folder.path), ...env } });
const stateOf = (shown: readonly Shown[], id: string) => shown.find((one) => one.id === id);
const kept = () => Object.keys(folder.contents("probes"));
const storedResults = (): readonly Shown[] => {
  const [file = ""] = kept().filter((name) => name.endsWith("probes.json"));
  return probesSchema.parse(JSON.parse(folder.read(join("probes", file)))).assumptions;
};

/** The simulator, and what it was sent. */
async function watched(answer: Exchange = simulatedExchange("default")) {
  const requests: WireRequest[] = [];
  const { url } = await serveExchange((request, signal) => {
    requests.push(request);
    return answer(request, signal);
  });
  return { url, requests };
}

function json(status: number, body: unknown): WireResponse {
  async function* chunks() {
    yield Buffer.from(JSON.stringify(body));
  }
  return { status, headers: [["content-type", "application/json"]], chunks: chunks() };
}

beforeEach(() => {
  folder = workFolder();
});

describe("without one of its keys", () => {
  test("only the probes of that key are open, the bytes are kept, and no secret is anywhere", async () => {
    const { url, requests } = await watched();
    folder.write("models.yaml", modelsAt(url));
    const { code, stdout, stderr } = await probe(["--models", "models.yaml", "--json"], keys);
    const result: { readonly assumptions: readonly Shown[]; readonly missing: readonly string[] } = JSON.parse(stdout);
    // The simulator accepts what some vendors are taken to refuse.
    expect(code).toBe(1);
    expect(result.missing).toEqual(["moonshot: set MOONSHOT_API_KEY"]);
    expect(stderr).toContain("not asked, since a key is missing: moonshot: set MOONSHOT_API_KEY\n");
    const ofMoonshot = result.assumptions.filter(
      ({ id, evidence }) => id.startsWith("moonshot-") && !/^no probe/.test(evidence),
    );
    expect(ofMoonshot.length).toBeGreaterThan(5);
    expect(new Set(ofMoonshot.map(({ evidence }) => evidence))).toEqual(
      new Set(["not asked: moonshot: set MOONSHOT_API_KEY"]),
    );
    expect(stateOf(result.assumptions, "bedrock-blank-text")).toMatchObject({ state: "confirmed" });
    expect(stateOf(result.assumptions, "openrouter-generation-id")).toMatchObject({ state: "confirmed" });
    expect(requests.filter(({ url: asked }) => /\/v1\/models$/.test(asked))).toEqual([]);
    expect(storedResults()).toEqual(result.assumptions);
    const files = folder.contents("probes");
    const recordings = Object.keys(files).filter((name) => name.endsWith(".har"));
    expect(recordings.length).toBe(requests.length);
    for (const name of recordings) expect(readHar(files[name] ?? "", name).entries.length).toBe(1);
    expectNoCanary(stdout);
    expectNoCanary(stderr);
    expectNoCanary(JSON.stringify(files));
  });

  test("the plan says where it asks, since that is not the vendor's address", async () => {
    const { url } = await watched();
    folder.write("models.yaml", modelsAt(url));
    const { code, stdout } = await probe(["--models", "models.yaml", "--plan"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`openrouter at ${url}/api/v1`);
  });
});

test("what is sent is what was planned, each request once and within its limits", async () => {
  const { url, requests } = await watched();
  folder.write("models.yaml", modelsAt(url));
  const { stdout: plan } = await probe(["--plan", "--json"]);
  const planned: readonly Planned[] = JSON.parse(plan).requests;
  await probe(["--models", "models.yaml"], { ...keys, ...moonshotKey });
  expect(requests.length).toBe(planned.length);
  const sent = requests.map(({ body }, index) => {
    const text = Buffer.from(body ?? []).toString();
    const [, limit = "0"] = /"max_?[tT]okens":(\d+)/.exec(text) ?? [];
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(planned[index]?.maxInputTokens ?? -1);
    return Number(limit);
  });
  expect(sent).toEqual(planned.map(({ maxOutputTokens }) => maxOutputTokens));
});

test("a simulator confirms nothing about a vendor, and says so everywhere", async () => {
  const { url } = await serveProfile("default");
  const { code, stdout } = await probe([
    "--simulator",
    url,
    "--only",
    "bedrock-blank-text",
    "--only",
    "bedrock-retired",
  ]);
  expect(code).toBe(1);
  expect(stdout).toContain("SIMULATED: nothing here says anything about a vendor.\n");
  expect(stdout).toMatch(/^confirmed \(simulated\) {2}bedrock-blank-text: HTTP 400: /m);
  expect(stdout).toMatch(/^refuted \(simulated\) {2}bedrock-retired: accepted: HTTP 200: /m);
  expect(stdout).toContain("1 confirmed (simulated), 1 refuted (simulated), 0 open (simulated)\n");
  expect(stdout).not.toMatch(/^(?:confirmed|refuted|open) {2}/m);
  expect(storedResults().map(({ state }) => state)).toEqual(["refuted (simulated)", "confirmed (simulated)"]);
  for (const [name, text] of Object.entries(folder.contents("probes"))) expect(text, name).toContain("SIMULATED");
});

test("nothing is refuted: 0", async () => {
  const { url } = await serveProfile("default");
  const { code, stdout } = await probe([
    "--simulator",
    url,
    "--only",
    "openrouter-done",
    "--only",
    "bedrock-id-length",
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain("2 confirmed (simulated), 0 refuted (simulated), 0 open (simulated)\n");
});

describe("nothing is asked, and nothing is kept,", () => {
  test.each([
    [
      "over budget",
      ["--max-cost", "0.001"],
      2,
      /may cost \$0\.0\d+, more than the limit of \$0\.0010: nothing was asked/,
    ],
    ["for a mistyped id", ["--only", "openrouter-pin-ecko"], 2, /did you mean "openrouter-pin-echo"\?/],
    ["for an id without a probe", ["--only", "bedrock-throttling"], 2, /it has no probe/],
    ["without a key", [], 3, /openrouter: set OPENROUTER_API_KEY/],
    ["without the key of the only one", ["--only", "moonshot-model-id"], 3, /moonshot: set MOONSHOT_API_KEY/],
    ["with options that choose targets", ["--model", "kimi-k2.5"], 2, /--model has no effect with --probe/],
    ["with a negative limit", ["--max-cost", "-1"], 2, /not an amount of US dollars/],
  ])("%s", async (_title, words, code, says) => {
    const ended = await probe(words);
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code, stderr: expect.stringMatching(says) });
    expect(Object.keys(folder.contents())).toEqual([]);
  });

  test("where no simulator listens", async () => {
    const { code, stderr } = await probe(["--simulator", `http://127.0.0.1:${await unusedPort()}`]);
    expect(code).toBe(4);
    expect(stderr).toContain("nothing answers at http://127.0.0.1:");
    expect(Object.keys(folder.contents())).toEqual([]);
  });
});

test("the options of a probe are refused without --probe", async () => {
  for (const words of [["--max-cost", "1"], ["--only", "x"], ["--plan"], ["--probes", "x"]]) {
    const { code, stderr } = await runCommand(["doctor", ...words], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain(`${words[0]} has no effect without --probe\n`);
  }
});

test("no request is answered: 4, with the reason of each", async () => {
  folder.write("models.yaml", modelsAt(`http://127.0.0.1:${await unusedPort()}`));
  const { code, stdout } = await probe(["--models", "models.yaml", "--only", "bedrock-native-id"], keys);
  expect(code).toBe(4);
  expect(stdout).toMatch(/^open {2}bedrock-native-id: no answer \(/m);
  expect(kept().length).toBe(2);
});

test("a key that is refused: 3, and a service that repeats it gives nothing away", async () => {
  const refusing: Exchange = ({ headers }) => Promise.resolve(json(401, { message: `wrong key`, headers }));
  const { url } = await watched(refusing);
  folder.write("models.yaml", modelsAt(url));
  const { code, stdout, stderr } = await probe(["--models", "models.yaml", "--only", "openrouter-done"], keys);
  expect(code).toBe(3);
  expect(stdout).toMatch(/^open {2}openrouter-done: HTTP 401: /m);
  for (const text of [stdout, stderr, JSON.stringify(folder.contents())]) expectNoCanary(text);
});

test("replies that are longer than their limits end the asking before the money is spent", async () => {
  const spending: Exchange = () => Promise.resolve(json(200, { usage: { completion_tokens: 400_000, cost: 0.128 } }));
  const { url, requests } = await watched(spending);
  folder.write("models.yaml", modelsAt(url));
  const words = ["--models", "models.yaml", "--only", "openrouter-usage-cost", "--only", "openrouter-done"];
  const { stdout } = await probe(words, keys);
  expect(requests.length).toBe(1);
  expect(stdout).toContain("stopped: openrouter-whole: 400000 tokens came, and 16 were planned\n");
  expect(stdout).toMatch(/^open {2}openrouter-done: not asked$/m);
});

test("Ctrl-C keeps what was asked", async () => {
  const simulator = simulatedExchange("default");
  const interrupted: { stop: (() => Promise<unknown>) | null } = { stop: null };
  let count = 0;
  const { url } = await serveExchange(async (request, signal) => {
    count += 1;
    if (count === 3) await interrupted.stop?.();
    return simulator(request, signal);
  });
  const { child, untilOutput, ended } = await startProgram(["doctor", "--probe", "--simulator", url], {
    cwd: folder.path,
  });
  interrupted.stop = () => {
    child.kill("SIGINT");
    return untilOutput(/nothing new is started/);
  };
  const { code, stdout } = await ended;
  expect(code).toBe(130);
  expect(count).toBe(3);
  expect(kept().filter((name) => name.endsWith(".har")).length).toBe(3);
  expect(stateOf(storedResults(), "bedrock-unknown-model")).toMatchObject({ requests: ["bedrock-unknown-model"] });
  expect(stdout).toMatch(/^open \(simulated\) {2}moonshot-model-id: not asked$/m);
});
