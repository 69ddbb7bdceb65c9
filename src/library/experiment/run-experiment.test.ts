import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type FailingKimi, failingKimi, jsonResponse } from "../../../test/support/failing-case.js";
import { simulatedExchange } from "../../../test/support/simulated-run.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { Budget } from "../../runner/live/budget.js";
import type { Exchange } from "../../wire/exchange.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { simulatorCredentials } from "../credentials.js";
import { createArmAsker } from "./ask-arms.js";
import { beginExperiment, type ExperimentStore, readExperiment, resumeExperiment } from "./experiment-store.js";
import { type Experimented, runExperiment } from "./run-experiment.js";

const kimi = simulatedExchange("kimi");
const throttled = () => jsonResponse(429, { message: "Too many requests, please wait before trying again." });
const noKey = () =>
  jsonResponse(403, {
    __type: "com.amazon.coral.service#UnrecognizedClientException",
    message: "The security token included in the request is invalid.",
  });
const redactor = createRedactor([]);

let one: FailingKimi;
beforeAll(async () => {
  one = await failingKimi(kimi);
});

const begun = (root: string) =>
  beginExperiment(
    root,
    {
      ...{ startedAt: "2026-11-29T00:00:00.000Z", program: "0", cell: "a cell", run: null, mark: "SIMULATED" },
      ...{ seed: 1, nonceSeed: 1, budget: 400, symptom: one.explained.symptom, space: one.made.space },
    },
    redactor,
  );

type Asking = {
  readonly exchange?: Exchange;
  readonly stop?: AbortController;
  readonly abort?: AbortController;
  readonly maxCost?: number;
  readonly costOf?: number | null;
  /** After this call the first signal comes. */
  readonly stopAfter?: number;
  readonly delays?: number[];
};

async function asked(store: ExperimentStore, asking: Asking = {}): Promise<Experimented> {
  const { exchange = kimi, maxCost = null, costOf = 0.001, stopAfter, delays = [] } = asking;
  const { stop = new AbortController(), abort = new AbortController() } = asking;
  const budget = new Budget({ maxCalls: null, maxCostUsd: maxCost });
  const reach = { exchange, credentialsFor: simulatorCredentials, baseUrlFor: () => null, budget, nonceSeed: 1 };
  try {
    return await runExperiment({
      ...{ made: one.made, explained: one.explained, scenario: one.scenario, store, budget },
      asker: createArmAsker(reach),
      costOf: () => costOf,
      pause: {
        delayMs: (_, retryAfterMs) => retryAfterMs ?? 1000,
        sleep: (ms) => Promise.resolve(void delays.push(ms)),
      },
      stop: stop.signal,
      abort: abort.signal,
      onEvent: (event) => {
        if (event.kind === "asked" && event.kept.call.call === stopAfter) stop.abort();
      },
    });
  } finally {
    await store.close();
  }
}

/** What decides: arm, stage, pair and outcome of each call, by number. */
const shownOf = ({ calls }: Experimented) =>
  calls
    .map(({ call }) => call)
    .sort((a, b) => a.call - b.call)
    .map(({ call, arm, stage, pair, outcome }) => JSON.stringify([call, arm, stage, pair, outcome]));

test("the foreign id is named with its place, by pairs that were asked in turns", async () => {
  const { result } = await asked(await begun(temporaryFolder()));
  if (result?.kind !== "cause") throw new Error(`${result?.kind}`);
  expect(result.cause.names).toEqual([{ factors: ["id-form"], rule: "all" }]);
  // The profile is silent over every API of Bedrock, and only one region is asked.
  expect(result.cause.seats).toEqual(["provider", "region"]);
  expect(result.cures).toEqual({ "id-form": "native" });
  expect(result.place).toBe("proved");
  expect(result.evidence).toBeGreaterThanOrEqual(50);
});

describe("an experiment that was interrupted goes on as if it had not been", () => {
  let whole: Experimented;
  beforeAll(async () => {
    whole = await asked(await begun(temporaryFolder()));
  });

  test.each([1, 2, 3, 7, 18, 26])("after call %i", async (stopAfter) => {
    const store = await begun(temporaryFolder());
    const first = await asked(store, { stopAfter });
    expect(first).toMatchObject({ result: null, ended: { kind: "signal" } });
    const rest = await asked(await resumeExperiment(store.folder, null, redactor));
    expect(shownOf(rest)).toEqual(shownOf(whole));
    expect(rest.result).toEqual(whole.result);
  });

  test("with a torn last line: its call is asked again under its own number", async () => {
    const store = await begun(temporaryFolder());
    await asked(store, { stopAfter: 11 });
    const file = join(store.folder, "journal.jsonl");
    const text = readFileSync(file);
    writeFileSync(file, text.subarray(0, -20));
    const rest = await asked(await resumeExperiment(store.folder, null, redactor));
    expect(shownOf(rest)).toEqual(shownOf(whole));
  });

  test("a call of a batch that is missing leaves no double number", async () => {
    const store = await begun(temporaryFolder());
    await asked(store, { stopAfter: 4 });
    const file = join(store.folder, "journal.jsonl");
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    // Calls 3 and 4 were under way together: the other order of their ends, and the first one lost.
    const numberOf = (line: string) => Number(/"call":\{"call":(\d+)/.exec(line)?.[1]);
    writeFileSync(file, `${lines.filter((line) => numberOf(line) !== 3).join("\n")}\n`);
    const rest = await asked(await resumeExperiment(store.folder, null, redactor));
    expect(shownOf(rest)).toEqual(shownOf(whole));
  });
});

test("the second signal aborts, and nothing of it is kept", async () => {
  const [stop, abort] = [new AbortController(), new AbortController()];
  let count = 0;
  const hangs: Exchange = (request, signal) => {
    count += 1;
    if (count <= 4) return kimi(request, signal);
    stop.abort();
    setImmediate(() => abort.abort());
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const store = await begun(temporaryFolder());
  const { ended, calls } = await asked(store, { exchange: hangs, stop, abort });
  expect(ended?.kind).toBe("signal");
  expect(calls).toHaveLength(4);
  expect(readExperiment(store.folder).calls).toHaveLength(4);
});

describe("what is no trial", () => {
  test("throttled calls are void, are waited for, and change no result", async () => {
    let count = 0;
    const delays: number[] = [];
    const busy: Exchange = (request, signal) => {
      count += 1;
      return count % 5 === 0 ? Promise.resolve(throttled()) : kimi(request, signal);
    };
    const { result, calls } = await asked(await begun(temporaryFolder()), { exchange: busy, delays });
    const voids = calls.filter(({ call }) => call.outcome === "void");
    expect(result).toMatchObject({ kind: "cause", voids: voids.length });
    expect(voids.length).toBeGreaterThan(3);
    expect(voids.every(({ why }) => why?.includes("Too many requests"))).toBe(true);
    expect(delays).toHaveLength(voids.length);
  });

  test("twelve in a row end it", async () => {
    const { result, ended, calls } = await asked(await begun(temporaryFolder()), {
      exchange: () => Promise.resolve(throttled()),
    });
    expect(result).toBeNull();
    expect(ended?.kind).toBe("no-trials");
    expect(calls).toHaveLength(12);
  });

  test("a refused key at the failing place ends it at once", async () => {
    const { ended, calls } = await asked(await begun(temporaryFolder()), {
      exchange: () => Promise.resolve(noKey()),
    });
    expect(ended?.kind).toBe("credentials");
    expect(calls.length).toBeLessThanOrEqual(2);
  });

  test("a key that is refused elsewhere takes that place out, in the service's words", async () => {
    const closed: Exchange = (request, signal) =>
      request.url.includes("openrouter.ai")
        ? Promise.resolve(jsonResponse(401, { error: { message: "No auth credentials found", code: 401 } }))
        : kimi(request, signal);
    const { result, calls } = await asked(await begun(temporaryFolder()), { exchange: closed });
    expect(result?.kind).toBe("cause");
    const place = "kimi-k2.5/openrouter/chat-completions-stream@moonshotai";
    const there = calls.filter(({ call }) => call.arm.place === place);
    expect(there.length).toBeLessThanOrEqual(6);
    expect(there.every(({ call, why }) => call.outcome === "refused" && why === "No auth credentials found")).toBe(
      true,
    );
  });
});

test("a flip that the service refuses is out, and its words are kept", async () => {
  const words = "The temperature is not supported.";
  const strict: Exchange = (request, signal) => {
    const body = Buffer.from(request.body ?? "").toString();
    const isOther = !/"temperature":1[,}]/.test(body);
    return isOther && /kimi-k2\.5\/converse-stream$/.test(request.url)
      ? Promise.resolve(jsonResponse(400, { message: words, __type: "ValidationException" }))
      : kimi(request, signal);
  };
  const { result, calls } = await asked(await begun(temporaryFolder()), { exchange: strict });
  expect(result?.kind).toBe("cause");
  expect(result?.refused.length).toBeGreaterThan(0);
  expect(result?.refused.every(({ what }) => /^sampling=/.test(what))).toBe(true);
  for (const { call } of result?.refused ?? [])
    expect(calls.find((kept) => kept.call.call === call)?.why).toContain(words);
});

describe("money", () => {
  test("a group that may cost too much is not asked", async () => {
    const { ended, calls } = await asked(await begun(temporaryFolder()), { maxCost: 0.0035, costOf: 0.001 });
    expect(ended).toEqual({ kind: "limit", says: "--max-cost 0.0035 would be exceeded" });
    expect(calls.length).toBeGreaterThan(0);
  });

  test("nothing is asked where the price is not known", async () => {
    const { ended, calls } = await asked(await begun(temporaryFolder()), { maxCost: 1, costOf: null });
    expect(ended?.kind).toBe("limit");
    expect(calls).toEqual([]);
  });
});

test("a pair shares its reference, and no two pairs do", async () => {
  const sent: string[] = [];
  const watched: Exchange = (request, signal) => {
    sent.push(/\[ref [0-9a-f]{6}\]/.exec(Buffer.from(request.body ?? "").toString())?.[0] ?? "none");
    return kimi(request, signal);
  };
  const { calls } = await asked(await begun(temporaryFolder()), { exchange: watched });
  const byPair = new Map<number, Set<string>>();
  calls.forEach(({ call }, at) => {
    if (call.pair === null) return;
    byPair.set(call.pair, (byPair.get(call.pair) ?? new Set()).add(sent[at] ?? ""));
  });
  expect(byPair.size).toBeGreaterThanOrEqual(3);
  expect([...byPair.values()].every((references) => references.size === 1)).toBe(true);
  const references = [...byPair.values()].flatMap((some) => [...some]);
  expect(new Set(references).size).toBe(byPair.size);
  expect(sent.slice(0, 4)).toEqual(["none", "none", "none", "none"]);
});
