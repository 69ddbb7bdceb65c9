import { beforeAll, expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { simulatedExchange } from "../../../test/support/simulated-run.js";
import type { Provider } from "../../scenario/provider.js";
import type { Exchange, WireHeaders } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { Timers } from "../../wire/transport/timers.js";
import { createPace } from "../pace/create-pace.js";
import type { Slowed } from "../pace/lane.js";
import { runPace } from "../pace/limits-of.js";
import { type PlannedCase, planRun } from "../plan.js";
import { retryWithBackoff } from "../trial/retry-policy.js";
import { Budget } from "./budget.js";
import type { LiveOptions } from "./live-options.js";
import { runLive } from "./run-live.js";
import { timeLimit } from "./time-limit.js";

const [converse, chat] = ["kimi-k2.5/bedrock/converse", "kimi-k2.5/openrouter/chat-completions"] as const;

function cases(targets: readonly string[], trials: number, scenario = "basic-chat"): readonly PlannedCase[] {
  return planRun({
    scenarios: scenarios.filter(({ id }) => id === scenario),
    targets: catalog.targets.filter(({ id }) => targets.includes(id)),
    trials,
  }).cases;
}

/** Timers whose clock jumps to the next timer whenever nothing else is to be done. */
function jumpingTimers(): Timers {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  let isWaiting = false;
  const jump = (idle: number): void => {
    // The work of a call takes some turns of the event loop.
    if (idle < 20) {
      setImmediate(() => jump(idle + 1));
      return;
    }
    isWaiting = false;
    const [next] = [...timers].sort((a, b) => a.at - b.at);
    if (next === undefined) return;
    timers.delete(next);
    now = Math.max(now, next.at);
    next.run();
    wait();
  };
  const wait = (): void => {
    if (isWaiting || timers.size === 0) return;
    isWaiting = true;
    setImmediate(() => jump(0));
  };
  return {
    now: () => now,
    after: (delayMs, run) => {
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      wait();
      return () => void timers.delete(timer);
    },
  };
}

/** The pace of these changes to the providers of the catalog, the exchanges with their times, and what slowed it. */
function pacedOptions(change: (provider: Provider) => Provider, answer: Exchange = simulatedExchange("default")) {
  const timers = jumpingTimers();
  const calls: { readonly at: number; readonly url: string }[] = [];
  const slowed: Slowed[] = [];
  const pace = runPace(catalog.providers.map(change), 0.5);
  const options: LiveOptions = {
    exchange: (request, signal) => {
      calls.push({ at: timers.now(), url: request.url });
      return answer(request, signal);
    },
    client: "http",
    makeTransport: (exchange) => transportOf(exchange),
    credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
    baseUrlFor: () => null,
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: { ...retryWithBackoff(0), sleep: () => Promise.resolve() },
    concurrency: null,
    seed: 1,
    now: () => new Date("2026-02-10T00:00:00.000Z"),
    signal: new AbortController().signal,
    onTrial: () => undefined,
    pace: { ...pace, pace: createPace(pace.limits, { timers, onSlowed: (one) => slowed.push(one) }) },
  };
  return { options, calls, slowed, timers };
}

const at = (name: string, change: Partial<Provider>) => (provider: Provider) =>
  provider.name === name ? { ...provider, ...change } : provider;

/** An answer with this status and these headers to the first `times` requests; the simulator's own to the others. */
function refusing(times: number, status: number, { headers = [] as WireHeaders, body = "{}" }): Exchange {
  const simulated = simulatedExchange("default");
  let left = times;
  return (request, signal) => {
    left -= 1;
    if (left < 0) return simulated(request, signal);
    return Promise.resolve({
      status,
      headers: [["content-type", "application/json"], ...headers],
      chunks: (async function* () {
        yield Buffer.from(body);
      })(),
    });
  };
}

// Loads the adapters: the clock must not jump while a file is read.
beforeAll(async () => {
  const { options } = pacedOptions((provider) => provider);
  const targets = catalog.targets.filter(({ model }) => model === "kimi-k2.5").map(({ id }) => id);
  await runLive(cases(targets, 1), options);
});

test("every call of a provider keeps its requests a minute, the later turns of a trial too", async () => {
  const pace = { requestsPerMinute: 60, inFlight: null };
  const { options, calls } = pacedOptions(at("bedrock", { pace }));
  const transcripts = await runLive(cases([converse, chat], 2, "multi-step"), options);
  expect(transcripts.every(({ notReached }) => notReached.length === 0)).toBe(true);
  const bedrock = calls.filter(({ url }) => url.includes("bedrock")).map((call) => call.at);
  // Two trials of three turns, a second apart.
  expect(bedrock).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
  expect(calls.filter(({ url }) => url.includes("openrouter")).every((call) => call.at === 0)).toBe(true);
});

test.each<[string, number, WireHeaders, string, number]>([
  ["seconds", 429, [["retry-after", "30"]], '{"message":"slow down"}', 30_000],
  [
    "a date, counted from the date of the response",
    503,
    [
      ["date", "Tue, 07 Oct 2025 13:56:21 GMT"],
      ["retry-after", "Tue, 07 Oct 2025 13:57:21 GMT"],
    ],
    "{}",
    60_000,
  ],
  ["nothing, by name", 429, [], '{"__type":"ThrottlingException","message":"Too many tokens, please wait"}', 1_000],
])("%s: the whole lane waits, and its calls then go one by one", async (_, status, headers, body, waitMs) => {
  const { options, calls, slowed } = pacedOptions((provider) => provider, refusing(1, status, { headers, body }));
  const transcripts = await runLive(cases([converse], 6), { ...options, concurrency: 2 });
  expect(slowed).toEqual([{ provider: "bedrock", waitMs, perMinute: 240 }]);
  // Two were under way at once; the third waited for all.
  const after = calls.slice(2).map((call) => call.at);
  expect(after[0]).toBe(waitMs);
  const gaps = after.slice(1).map((time, index) => time - (after[index] ?? 0));
  expect(gaps.every((gap) => gap >= 150 && gap <= 250)).toBe(true);
  expect(transcripts.map(({ turns }) => turns[0]?.reply.failure === null).filter(Boolean)).toHaveLength(5);
});

test("calls through different APIs of Bedrock's runtime draw from one quota, and those of mantle from their own", async () => {
  const names = ["kimi-k2.5/bedrock/converse", "kimi-k2.5/bedrock/invoke-model"];
  const others = ["kimi-k2.5/bedrock-openai/chat-completions", "kimi-k2.5/bedrock-mantle/chat-completions"];
  const quota = {
    ...{ name: "bedrock kimi", models: null, region: null, replyTokens: 1 },
    ...{ tokensPerMinute: 12_000, tokensPerDay: null },
  };
  const { options, calls } = pacedOptions(at("bedrock", { quotas: [quota] }));
  await runLive(cases([...names, ...others], 1), options);
  const mantle = calls.filter(({ url }) => url.includes("mantle"));
  const runtime = calls.filter(({ url }) => !url.includes("mantle"));
  expect(mantle.map((call) => call.at)).toEqual([0]);
  // Each reserves more than 1,024 tokens of 6,000 a minute, and gives most of them back when it ends.
  const times = runtime.map((call) => call.at);
  expect(times).toHaveLength(3);
  expect(new Set(times).size).toBe(3);
});

test("tokens of a day that are used up leave out the end of the order, each trial with the reason", async () => {
  const quota = {
    ...{ name: "openrouter", models: null, region: null, replyTokens: 1 },
    ...{ tokensPerMinute: null, tokensPerDay: 6_500 },
  };
  const { options, calls } = pacedOptions(at("openrouter", { quotas: [quota] }));
  const transcripts = await runLive(cases([chat], 5), { ...options, concurrency: 1 });
  // 3,250 tokens are ours, a call reserves about 1,050, and OpenRouter is not known to give any back.
  expect(calls).toHaveLength(3);
  expect(transcripts.map(({ notRun }) => notRun?.reason ?? "asked")).toEqual([
    ...["asked", "asked", "asked"],
    ...["--quota-share 0.5 of the tokens a day of openrouter is used up"],
    ...["--quota-share 0.5 of the tokens a day of openrouter is used up"],
  ]);
  expect(transcripts.slice(3).every(({ notRun, turns }) => notRun?.kind === "budget" && turns.length === 0)).toBe(true);
});

test("--max-minutes begins no trial after its time, and says so of each that is left", async () => {
  const pace = { requestsPerMinute: 1, inFlight: null };
  const { options, calls, timers } = pacedOptions(at("openrouter", { pace }));
  const time = timeLimit(2.5, timers);
  const transcripts = await runLive(cases([chat], 6), { ...options, timeUp: time.up, concurrency: 2 });
  time.cancel();
  expect(calls.map((call) => call.at)).toEqual([0, 60_000, 120_000]);
  expect(transcripts.map(({ notRun }) => notRun?.reason ?? "asked")).toEqual([
    ...["asked", "asked", "asked"],
    ...["--max-minutes 2.5 was over", "--max-minutes 2.5 was over", "--max-minutes 2.5 was over"],
  ]);
});

test("a turn that waits when the time is over ends its trial, which is no evidence", async () => {
  const pace = { requestsPerMinute: 1, inFlight: null };
  const { options, timers } = pacedOptions(at("openrouter", { pace }));
  const time = timeLimit(1.5, timers);
  const [transcript] = await runLive(cases([chat], 1, "multi-step"), { ...options, timeUp: time.up });
  time.cancel();
  expect(transcript?.turns.map(({ reply }) => reply.failure?.kind ?? "answered")).toEqual([
    ...["answered", "answered", "aborted"],
  ]);
});

test("a run that is to stop leaves trials that wait for their pace unasked, without a transcript", async () => {
  const pace = { requestsPerMinute: 1, inFlight: null };
  const { options, calls } = pacedOptions(at("openrouter", { pace }));
  const stop = new AbortController();
  const transcripts = await runLive(cases([chat], 6), { ...options, stop: stop.signal, onTrial: () => stop.abort() });
  expect([calls.length, transcripts.length]).toEqual([1, 1]);
});
