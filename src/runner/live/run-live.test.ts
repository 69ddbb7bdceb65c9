import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { simulatedExchange } from "../../../test/support/simulated-run.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { localFailure } from "../../adapters/errors/classify.js";
import { ChatError } from "../../chat/failure.js";
import { type Exchange, TransportError } from "../../wire/exchange.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { transportOf } from "../../wire/transport/faces.js";
import { type PlannedCase, planRun } from "../plan.js";
import { RunDirectory } from "../store/run-directory.js";
import { noRetries } from "../trial/retry-policy.js";
import { Budget } from "./budget.js";
import { type LiveOptions, runLive } from "./run-live.js";

const day = new Date("2026-02-10T00:00:00.000Z");

function cases(ids: readonly string[], { trials = 1 }: { readonly trials?: number } = {}): readonly PlannedCase[] {
  const targets = catalog.targets.filter(({ id }) =>
    ["kimi-k2.5/openrouter/chat-completions", "kimi-k2.5/bedrock/converse-stream"].includes(id),
  );
  return planRun({ scenarios: scenarios.filter(({ id }) => ids.includes(id)), targets, trials }).cases;
}

function options(change: Partial<LiveOptions> = {}): LiveOptions {
  return {
    exchange: simulatedExchange("default"),
    client: "http",
    makeTransport: (exchange) => transportOf(exchange),
    credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
    baseUrlFor: () => null,
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: noRetries,
    concurrency: 4,
    seed: 1,
    now: () => day,
    signal: new AbortController().signal,
    onTrial: () => undefined,
    ...change,
  };
}

test("every trial of every case is asked once, whatever the order", async () => {
  const transcripts = await runLive(cases(["basic-chat"], { trials: 3 }), options());
  const seen = transcripts.map(({ cell, trial }) => `${cell.provider} ${trial}`).sort();
  expect(seen).toEqual(["bedrock 1", "bedrock 2", "bedrock 3", "openrouter 1", "openrouter 2", "openrouter 3"]);
  expect(transcripts.every(({ turns }) => turns[0]?.reply.completeness === "complete")).toBe(true);
});

test("a connection that is refused fails its own turn and stops no other", async () => {
  const simulated = simulatedExchange("default");
  const exchange: Exchange = (request, signal) =>
    request.url.includes("openrouter")
      ? Promise.reject(new TransportError("refused", "connect ECONNREFUSED", { code: "ECONNREFUSED" }))
      : simulated(request, signal);
  const transcripts = await runLive(cases(["basic-chat", "multi-step"]), options({ exchange }));
  const outcome = transcripts.map(({ cell, turns, notReached }) => [
    cell.provider,
    cell.scenario,
    turns.at(-1)?.reply.failure?.kind ?? "answered",
    notReached.length,
  ]);
  expect(outcome.sort()).toEqual([
    ["bedrock", "basic-chat", "answered", 0],
    ["bedrock", "multi-step", "answered", 0],
    ["openrouter", "basic-chat", "network", 0],
    ["openrouter", "multi-step", "network", 2],
  ]);
});

test("a target that cannot be opened for want of a region is that failure, not a fault of ours", async () => {
  const credentialsFor = () => Promise.reject(new ChatError(localFailure("region", "no region is set")));
  const transcripts = await runLive(cases(["basic-chat"]), options({ credentialsFor }));
  expect(transcripts.map(({ notRun, turns }) => [notRun, turns[0]?.reply.failure?.kind])).toEqual([
    [null, "region"],
    [null, "region"],
  ]);
});

test("any other error of opening is a harness fault of its own cell", async () => {
  const credentialsFor = () => Promise.reject(new Error("our mistake"));
  const [first] = await runLive(cases(["basic-chat"]), options({ credentialsFor }));
  expect(first?.notRun).toEqual({ kind: "harness-fault", reason: "our mistake" });
});

test("trials that would go over --max-calls are not asked, and say so", async () => {
  const budget = new Budget({ maxCalls: 4, maxCostUsd: null });
  const transcripts = await runLive(cases(["basic-chat"], { trials: 5 }), options({ budget, concurrency: 8 }));
  expect(transcripts.filter(({ turns }) => turns.length > 0)).toHaveLength(4);
  const refused = transcripts.flatMap(({ notRun }) => (notRun === null ? [] : [notRun.reason]));
  expect(new Set(refused)).toEqual(new Set(["--max-calls 4 would be exceeded"]));
  expect(budget.spent.calls).toBe(4);
});

test("a run that was aborted ends its trials as aborted", async () => {
  const stopped = new AbortController();
  stopped.abort();
  const transcripts = await runLive(cases(["basic-chat"]), options({ signal: stopped.signal }));
  expect(transcripts.map(({ turns }) => turns[0]?.reply.failure?.kind)).toEqual(["aborted", "aborted"]);
});

test("a turn that was throttled is asked again as often as allowed, and every attempt is in the transcript", async () => {
  let calls = 0;
  const simulated = simulatedExchange("default");
  const exchange: Exchange = async (request, signal) => {
    calls += 1;
    if (calls > 2) return simulated(request, signal);
    const body = new TextEncoder().encode('{"error":{"message":"Rate limited","code":429}}');
    return {
      status: 429,
      headers: [
        ["content-type", "application/json"],
        ["retry-after", "7"],
      ],
      chunks: (async function* () {
        yield body;
      })(),
    };
  };
  const waits: (number | null)[] = [];
  const retry = {
    retries: () => 2,
    delayMs: (_: number, retryAfterMs: number | null) => {
      waits.push(retryAfterMs);
      return 0;
    },
    sleep: () => Promise.resolve(),
  };
  const [planned] = cases(["basic-chat"]).filter(({ target }) => target.provider === "openrouter");
  const [transcript] = await runLive(planned === undefined ? [] : [planned], options({ exchange, retry }));
  expect(transcript?.turns[0]?.attempts.map(({ failure, status }) => [failure, status])).toEqual([
    ["throttled", 429],
    ["throttled", 429],
    [null, 200],
  ]);
  expect(waits).toEqual([7_000, 7_000]);
});

test("a run directory holds a line a trial and a HAR a case, and no byte of a key", async () => {
  const root = temporaryFolder();
  const canary = "sk-or-v1-CANARY0123456789abcdef";
  const origin = {
    source: "authored",
    recordedAt: null,
    after: "a test",
    note: null,
    endpoint: null,
    versions: {},
  } as const;
  const facts = {
    id: "one",
    startedAt: day.toISOString(),
    arguments: ["--x", canary],
    versions: {},
    cases: [],
    seed: 1,
  };
  const directory = await RunDirectory.create(root, facts, { redactor: createRedactor([canary]), origin });
  const credentialsFor = () => Promise.resolve({ kind: "bearer", token: canary } as const);
  await runLive(
    cases(["basic-chat"], { trials: 2 }),
    options({ credentialsFor, onTrial: (...trial) => directory.add(...trial) }),
  );
  const files = readdirSync(directory.path, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.\w+$/.test(name),
  );
  expect(files.filter((name) => name.endsWith(".har"))).toHaveLength(2);
  const texts = files
    .filter((name) => /\.(har|jsonl?)$/.test(name))
    .map((name) => readFileSync(join(directory.path, name), "utf8"));
  expect(texts.join("\n")).not.toContain("CANARY");
  expect(readFileSync(join(directory.path, "trials.jsonl"), "utf8").trim().split("\n")).toHaveLength(4);
});
