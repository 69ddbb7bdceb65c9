import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesHistory } from "../src/library/nights/store/files-history.js";
import { siteFile } from "../src/report/site/config/site-file.js";
import { siteData } from "../src/report/site/data/site-data-of.js";
import { siteTexts } from "../src/report/site/site-texts.js";
import type { StoredNight } from "../src/verdict/nights/stored-night.js";
import { cellSummarySchema } from "../src/verdict/summary/summary-schema.js";
import { atEnd } from "./support/at-end.js";
import { runCommand } from "./support/command.js";
import { listen } from "./support/listen.js";
import { serveProfile } from "./support/simulated-run.js";
import { workFolder } from "./support/work-folder.js";

const canary = "Her canary sits above the harbourmaster";
const account = "123456789012";
const file = "title: T\nclaimedBy: { name: N }\ndispute: https://example.com/dispute\n";
const config = siteFile().parse({ title: "T", claimedBy: { name: "N" }, dispute: "https://example.com/dispute" });
const tools = { sha256: (text: string) => Buffer.from(text.padEnd(32)).toString("base64") };

/** What a site may quote of a line: names that its team chose, and closed words. */
const shown = [
  ...["run", "suite", "target", "model", "provider", "api", "client", "scenario", "scenarioHash", "source"],
  ...["providerModelId", "region", "upstreamPin", "observed", "claim", "id", "severity"],
];

/** The value with the canary in every text that a site may not quote, and in every key of a record. */
function planted(value: unknown, key = ""): unknown {
  if (typeof value === "string") return shown.includes(key) ? value : canary;
  if (Array.isArray(value)) return value.map((one) => planted(one, key));
  if (value === null || typeof value !== "object") return value;
  if (key === "excluded") return { [canary]: 2 };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, planted(one, name)]));
}

/** A night of the simulator, red and green, with refused cells beside. */
async function madeNight(): Promise<StoredNight> {
  const folder = workFolder();
  const { url } = await serveProfile("kimi");
  const cells = ["--model", "kimi-k2.5", "--suite", "seed"];
  await runCommand(["run", "--simulator", url, "--trials", "2", "--no-reports", ...cells], { cwd: folder.path });
  await runCommand(["history", "add", "last"], { cwd: folder.path });
  const [night] = await filesHistory(join(folder.path, "history")).last(1);
  if (night === undefined) throw new Error("there is no night");
  return night;
}

describe("a canary in every text of a night that a reply, a request or a service has written", () => {
  test("is on no page, in no data, in no badge and in no feed, nor is an account", async () => {
    const night = await madeNight();
    const lines = night.lines.map((line) => {
      const own = { ...line, target: `${line.target}@arn:aws:bedrock:us-east-1:${account}:x`, reason: canary };
      const arn = `arn:aws:bedrock:us-east-1:${account}:application-inference-profile/a`;
      return cellSummarySchema().parse(planted({ ...own, providerModelId: arn }));
    });
    expect(JSON.stringify(lines).split(canary).length).toBeGreaterThan(lines.length * 10);
    const planned = { ...night, lines };
    const input = { nights: [planned, { ...planned, id: "2030-01-01" }], gates: new Map(), config, statements: [] };
    const texts = [...siteTexts(siteData({ ...input, isSimulated: true }, tools), tools)];
    expect(texts.filter(({ path }) => path.startsWith("cells/")).length).toBe(2 * lines.length);
    for (const { path, text } of texts) {
      expect([text.match(/.{40}canary.{9}/)?.[0], text.includes(account)], path).toEqual([undefined, false]);
    }
    expect(texts.some(({ text }) => text.includes("bedrock:us-east-1:ACCOUNT:"))).toBe(true);
  });

  test("of an authored cell has no page", async () => {
    const night = await madeNight();
    const lines = night.lines.map((line, at) => ({
      ...line,
      source: at === 0 ? ("authored" as const) : ("live" as const),
    }));
    const input = { nights: [{ ...night, lines }], gates: new Map(), config, statements: [] };
    const { cells } = siteData({ ...input, isSimulated: false }, tools);
    expect(cells.length).toBe(lines.length - 1);
  });
});

const call = { id: canary, type: "function", function: { name: canary, arguments: JSON.stringify({ city: canary }) } };
const chat = {
  ...{ id: canary, object: "chat.completion", model: canary, provider: canary, system_fingerprint: canary },
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: canary, reasoning: canary, tool_calls: [call] },
      finish_reason: canary,
    },
  ],
  usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 },
};
const converse = {
  output: {
    message: {
      role: "assistant",
      content: [{ text: canary }, { toolUse: { toolUseId: canary, name: canary, input: { city: canary } } }],
    },
  },
  ...{ stopReason: canary, usage: { inputTokens: 9, outputTokens: 9, totalTokens: 18 }, metrics: { latencyMs: 1 } },
};
const responses = {
  ...{ id: canary, object: "response", model: canary, status: "completed" },
  output: [
    {
      type: "message",
      id: canary,
      role: "assistant",
      status: "completed",
      content: [{ type: "output_text", text: canary, annotations: [] }],
    },
    { type: "function_call", id: canary, call_id: canary, name: canary, arguments: canary, status: "completed" },
  ],
  usage: { input_tokens: 9, output_tokens: 9, total_tokens: 18 },
};
const messages = {
  ...{ id: canary, type: "message", role: "assistant", model: canary, stop_reason: canary, stop_sequence: canary },
  content: [
    { type: "text", text: canary },
    { type: "thinking", thinking: canary, signature: canary },
    { type: "tool_use", id: canary, name: canary, input: { city: canary } },
  ],
  usage: { input_tokens: 9, output_tokens: 9 },
};

/** A body for each format, an error with the same words, and one that is no JSON; header values too. */
const bodies: readonly (readonly [api: string, path: RegExp, body: object])[] = [
  ["chat-completions", /chat\/completions$/, chat],
  ["converse", /converse$/, converse],
  ["responses", /responses$/, responses],
  ["messages", /messages$/, messages],
];

describe("a service that puts a canary into every text", () => {
  test.each([
    ["a reply", 200],
    ["a refusal", 400],
    ["no JSON", 502],
  ] as const)("as %s, leaves none of it on the site, in any format", async (_, status) => {
    const folder = workFolder({ "site.yaml": file });
    const server = createServer((request, response) => {
      request.resume();
      const path = (request.url ?? "").split("?")[0] ?? "";
      const body = bodies.find(([, one]) => one.test(path))?.[2] ?? chat;
      const error = { type: "error", message: canary, error: { message: canary, type: canary, code: canary } };
      response.writeHead(status, {
        "content-type": "application/json",
        "x-request-id": canary,
        "x-amzn-requestid": canary,
        "x-generation-id": canary,
      });
      response.end(status === 200 ? JSON.stringify(body) : status === 400 ? JSON.stringify(error) : canary);
    });
    const url = `http://127.0.0.1:${await listen(server)}`;
    atEnd(() => server.close());
    const targets = [
      "kimi-k2.5/bedrock/converse",
      ...["chat-completions", "responses", "messages"].map((api) => `kimi-k2.5/openrouter/${api}`),
    ];
    const words = [
      "run",
      "--simulator",
      url,
      "--trials",
      "2",
      "--no-reports",
      "--scenario",
      "basic-chat",
      "--scenario",
      "tool-call",
    ];
    const run = await runCommand([...words, ...targets.flatMap((one) => ["--target", one])], { cwd: folder.path });
    const journal = Object.entries(folder.contents("runs")).find(([name]) => name.endsWith("journal.jsonl"))?.[1] ?? "";
    expect(journal.split(canary).length, run.stderr).toBeGreaterThan(16);
    const made = await runCommand(["report", "last", "--no-reports", "--site", "out", "--simulated"], {
      cwd: folder.path,
    });
    expect(made.stderr).toContain("site: 8 cells");
    for (const [name, text] of Object.entries(folder.contents("out")))
      expect(text.includes("canary"), name).toBe(false);
  });
});
