import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { catalog, scenarios } from "../../test/support/repository.js";
import { simulatedExchange } from "../../test/support/simulated-run.js";
import { temporaryFolder } from "../../test/support/temporary-folder.js";
import { manualTimers } from "../../test/support/wire-doubles.js";
import type { Exchange } from "../wire/exchange.js";
import { readHar } from "../wire/har/har.js";
import { createRedactor } from "../wire/secrets/redact.js";
import { transportOf } from "../wire/transport/faces.js";
import type { RecordClock } from "../wire/transport/record.js";
import { Budget } from "./live/budget.js";
import { runLive } from "./live/run-live.js";
import { planRun } from "./plan.js";
import { type ReplayOptions, runReplay } from "./run-replay.js";
import { fixturePath } from "./store/fixture-path.js";
import { fixtureOf, saveFixture } from "./store/save-fixture.js";

const day = new Date("2026-02-10T00:00:00.000Z");
const targets = catalog.targets.filter(({ id }) => id === "kimi-k2.5/openrouter/chat-completions");
const { cases } = planRun({ scenarios: scenarios.filter(({ id }) => id === "multi-step"), targets, trials: 2 });
const [planned] = cases;

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

function options(change: Partial<ReplayOptions> = {}): ReplayOptions {
  return {
    fixtures: folder,
    client: "http",
    makeTransport: (exchange) => transportOf(exchange),
    signal: new AbortController().signal,
    ...change,
  };
}

/** Records two trials of the case over this exchange. */
async function record(exchange: Exchange, retries = 0, clock?: RecordClock): Promise<void> {
  const trials: Parameters<typeof fixtureOf>[1][number][] = [];
  await runLive(cases, {
    exchange,
    client: "http",
    makeTransport: (one) => transportOf(one),
    credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
    baseUrlFor: () => null,
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: { retries: () => retries, delayMs: () => 0, sleep: () => Promise.resolve() },
    concurrency: 1,
    seed: 1,
    now: () => day,
    ...(clock === undefined ? {} : { clock }),
    signal: new AbortController().signal,
    onTrial: (_, { transcript, taken }) => {
      trials.push({ trial: transcript.trial, taken });
    },
  });
  if (planned === undefined) throw new TypeError("no case");
  const origin = {
    source: "authored",
    recordedAt: null,
    after: "a test",
    note: null,
    endpoint: null,
    versions: {},
  } as const;
  const fixture = fixtureOf({ ...planned, client: "http" }, trials, origin);
  await saveFixture(fixturePath(folder, planned.target, planned.scenario.id), fixture, createRedactor([]));
}

test("every recorded trial is replayed, each from its own exchanges, and nothing is left over", async () => {
  await record(simulatedExchange("default"));
  const { transcripts, leftovers } = await runReplay(cases, options());
  expect(transcripts.map(({ trial, turns, notReached }) => [trial, turns.length, notReached])).toEqual([
    [1, 3, []],
    [2, 3, []],
  ]);
  expect(leftovers).toEqual([]);
});

test("a recorded turn that was throttled and asked again is asked again in replay, without waiting", async () => {
  let calls = 0;
  const simulated = simulatedExchange("default");
  await record(async (request, signal) => {
    calls += 1;
    if (calls !== 1) return simulated(request, signal);
    const chunks = (async function* () {
      yield new TextEncoder().encode('{"error":{"message":"Rate limited","code":429}}');
    })();
    return { status: 429, headers: [["content-type", "application/json"]], chunks };
  }, 1);
  const { transcripts, leftovers } = await runReplay(cases, options());
  const attempts = transcripts.map(({ turns }) => turns.map((turn) => turn.attempts.map(({ failure }) => failure)));
  expect(attempts.flat(2).filter((failure) => failure !== null)).toEqual(["throttled"]);
  expect(transcripts.every(({ turns }) => turns.length === 3)).toBe(true);
  expect(leftovers).toEqual([]);
});

test("recordings that a changed scenario no longer asks for are told, with their file, trial and step", async () => {
  await record(simulatedExchange("default"));
  const shorter = cases.map((one) => ({
    ...one,
    scenario: { ...one.scenario, steps: one.scenario.steps.slice(0, 2) },
  }));
  const { leftovers } = await runReplay(shorter, options());
  expect(leftovers.map(({ trial, step }) => [trial, step])).toEqual([
    [1, "answer"],
    [2, "answer"],
  ]);
  const stopped = new AbortController();
  stopped.abort();
  expect((await runReplay(cases, options({ signal: stopped.signal }))).leftovers).toEqual([]);
});

test.each([
  [1, 1],
  [2, 0.5],
  [0.5, 2],
])("at speed %d a replay takes %d times as long as what was recorded, by an injected clock", async (speed, factor) => {
  let now = 0;
  const clock = { now: () => (now += 100), date: () => day };
  await record(simulatedExchange("default"), 0, clock);
  if (planned === undefined) throw new TypeError("no case");
  const file = fixturePath(folder, planned.target, planned.scenario.id);
  const recordedMs = readHar(readFileSync(file, "utf8"), file).entries.map(
    ({ exchange }) => exchange.chunks.at(-1)?.[0] ?? 0,
  );

  const timers = manualTimers();
  let isOver = false;
  const replay = runReplay(cases, options({ speed, timers })).finally(() => {
    isOver = true;
  });
  let replayedMs = 0;
  while (!isOver) {
    if (timers.pending() > 0) replayedMs += 50;
    await timers.advance(timers.pending() > 0 ? 50 : 0);
  }
  expect((await replay).transcripts.every(({ turns }) => turns.length === 3)).toBe(true);
  expect(replayedMs).toBe(recordedMs.reduce((sum, ms) => sum + ms, 0) * factor);
  expect(replayedMs).toBeGreaterThan(500);
});

test("a case without a fixture is not run, and says so", async () => {
  const { transcripts } = await runReplay(cases, options());
  expect(transcripts.map(({ notRun }) => notRun)).toEqual([{ kind: "no-recording", reason: "no recording" }]);
});

test.each([
  ["a text that is no JSON", (file: string) => writeFileSync(file, "{"), /multi-step\.har/],
  ["a folder in its place", (file: string) => mkdirSync(file), /multi-step\.har: the path: is not a file/],
])("a fixture that is %s stops the run and is named", async (_, make, message) => {
  if (planned === undefined) throw new TypeError("no case");
  const file = fixturePath(folder, planned.target, planned.scenario.id);
  mkdirSync(dirname(file), { recursive: true });
  make(file);
  await expect(runReplay(cases, options())).rejects.toThrow(message);
});
