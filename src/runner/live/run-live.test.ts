import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { simulatedExchange } from "../../../test/support/simulated-run.js";
import { localFailure } from "../../adapters/errors/classify.js";
import { ChatError } from "../../chat/failure.js";
import { type Exchange, TransportError } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import { type PlannedCase, planRun } from "../plan.js";
import { noRetries } from "../trial/retry-policy.js";
import { Budget } from "./budget.js";
import { interleave } from "./interleave.js";
import type { LiveOptions } from "./live-options.js";
import { runLive } from "./run-live.js";

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

test.each([1, 2, 3, 4, 5])("what a budget leaves out is the end of the seeded order (seed %i)", async (seed) => {
  const planned = cases(["basic-chat", "multi-step"], { trials: 3 });
  const budget = new Budget({ maxCalls: 13, maxCostUsd: null });
  const transcripts = await runLive(planned, options({ budget, seed, concurrency: 3 }));
  const keyOf = (target: string, scenario: string, trial: number) => `${target} ${scenario} ${trial}`;
  const asked = transcripts
    .filter(({ notRun }) => notRun === null)
    .map(({ cell, trial }) => keyOf(cell.target, cell.scenario, trial));
  const order = interleave(planned, seed).map(({ planned: one, trial }) =>
    keyOf(one.target.id, one.scenario.id, trial),
  );
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.length).toBeLessThan(12);
  expect(asked.sort()).toEqual(order.slice(0, asked.length).sort());
});

test("a refusal before the reply costs nothing, so that a dead column leaves its money to the others", async () => {
  const budget = new Budget({ maxCalls: null, maxCostUsd: 100 });
  const exchange: Exchange = () =>
    Promise.resolve({ status: 503, headers: [["content-type", "application/json"]], chunks: nothing() });
  await runLive(cases(["basic-chat"], { trials: 3 }), options({ exchange, budget }));
  expect(budget.spent).toEqual({ calls: 6, costUsd: 0 });
});

test("the retries of a trial count towards --max-calls before it starts", async () => {
  const budget = new Budget({ maxCalls: 5, maxCostUsd: null });
  const exchange: Exchange = () =>
    Promise.resolve({ status: 429, headers: [["content-type", "application/json"]], chunks: nothing() });
  const retry = { ...noRetries, retries: () => 2 };
  const transcripts = await runLive(cases(["basic-chat"], { trials: 3 }), options({ exchange, budget, retry }));
  expect(budget.spent.calls).toBe(3);
  expect(transcripts.filter(({ notRun }) => notRun?.kind === "budget")).toHaveLength(5);
});

async function* nothing(): AsyncGenerator<Uint8Array> {}

test("a run that is aborted ends the trials under way as aborted, and asks nothing more", async () => {
  const stopped = new AbortController();
  const simulated = simulatedExchange("default");
  const exchange: Exchange = (request, signal) => {
    stopped.abort();
    return simulated(request, signal);
  };
  const asking = options({ exchange, signal: stopped.signal, concurrency: 1 });
  const transcripts = await runLive(cases(["basic-chat"], { trials: 5 }), asking);
  expect(transcripts.length).toBeGreaterThanOrEqual(1);
  expect(transcripts.length).toBeLessThanOrEqual(2);
  expect(new Set(transcripts.map(({ turns }) => turns[0]?.reply.failure?.kind))).toEqual(new Set(["aborted"]));
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

test("a run that is to stop asks nothing more, and what is under way goes on to its end", async () => {
  const stop = new AbortController();
  const transcripts = await runLive(
    cases(["basic-chat"], { trials: 50 }),
    options({ concurrency: 2, stop: stop.signal, onTrial: () => stop.abort() }),
  );
  // Two providers, two trials each.
  expect(transcripts.length).toBeLessThanOrEqual(4);
  expect(transcripts.every(({ turns }) => turns[0]?.reply.completeness === "complete")).toBe(true);
});

test("a trial that is not wanted is not asked", async () => {
  const transcripts = await runLive(
    cases(["basic-chat"], { trials: 3 }),
    options({ isWanted: (_, trial) => trial === 2 }),
  );
  expect(transcripts.map(({ trial }) => trial)).toEqual([2, 2]);
});

test("after a trial that cannot be kept nothing more is asked", async () => {
  let finished = 0;
  const onTrial = () => {
    finished += 1;
    throw new Error("the disk is full");
  };
  const run = runLive(cases(["basic-chat"], { trials: 50 }), options({ concurrency: 2, onTrial }));
  await expect(run).rejects.toThrow("the disk is full");
  expect(finished).toBeLessThanOrEqual(4);
});

test("no trial beyond a barrier starts before those up to it have ended in all cases, however slow one of them is", async () => {
  const simulated = simulatedExchange("default");
  const ended: number[] = [];
  const exchange: Exchange = async (request, signal) => {
    if (request.url.includes("openrouter")) await setImmediate();
    return simulated(request, signal);
  };
  const asked = await runLive(cases(["basic-chat"], { trials: 5 }), {
    ...options({ exchange, concurrency: 2 }),
    barriers: [2, 4],
    onTrial: (_, { transcript }) => void ended.push(transcript.trial),
  });
  expect(ended.slice(0, 4).every((trial) => trial <= 2)).toBe(true);
  expect(ended.slice(4, 8).every((trial) => trial > 2 && trial <= 4)).toBe(true);
  expect(ended.slice(8)).toEqual([5, 5]);
  expect(asked).toHaveLength(10);
});
