import { describe, expect, test } from "vitest";
import { sixTargets } from "../../../../test/support/fault-run.js";
import { askedRun, faultyExchange } from "../../../../test/support/gathered-case.js";
import { simulatedExchange } from "../../../../test/support/simulated-run.js";
import type { Turn } from "../../../transcript/transcript.js";
import type { HarEntry } from "../../../wire/har/har.js";
import type { BundleSources } from "../bundle-sources.js";
import { gatherSources } from "../gather/gather-sources.js";
import { checkReadings } from "./check-readings.js";

const targets = sixTargets.map(({ id }) => id);
const silent = [{ fault: "silent" }];

type Asked = Omit<Parameters<typeof askedRun>[0], "targets" | "scenarios">;

/** The sources of each of the six APIs' cells, whose model fails after a tool result. */
async function sourcesOf(options: Asked, scenario = "response-after-tool"): Promise<readonly BundleSources[]> {
  const run = await askedRun({ targets, scenarios: [scenario], ...options });
  return run.evidence.verdicts
    .filter(({ observed }) => observed !== "ok")
    .map(({ cell }) => gatherSources(run.ask(cell.scenario, cell.target)));
}

async function disagreementsOf(all: readonly BundleSources[]) {
  return (await Promise.all(all.map((sources) => checkReadings(sources)))).flat();
}

describe("bytes and transcripts agree", () => {
  test.each(["http", "sdk", "both"] as const)("on every API, asked by %s, with references", async (client) => {
    const all = await sourcesOf({ exchange: faultyExchange(silent), client, trials: 2, nonceSeed: 7 });
    expect(all).toHaveLength(6);
    expect(await disagreementsOf(all)).toEqual([]);
  });

  test.each([
    ["a stream that is cut", [{ fault: "truncated", at: "inside-finish" }]],
    ["a refusal", [{ fault: "refuse", as: "validation" }]],
    ["a reply that is no JSON", [{ fault: "bad-json" }]],
  ])("on %s", async (_, faults) => {
    const all = await sourcesOf({ exchange: faultyExchange(faults) });
    expect(all.length).toBeGreaterThan(0);
    expect(await disagreementsOf(all)).toEqual([]);
  });

  test("in a conversation of several steps", async () => {
    const all = await sourcesOf({ exchange: faultyExchange(silent) }, "multi-step");
    expect(all).toHaveLength(6);
    expect(await disagreementsOf(all)).toEqual([]);
  });

  test("on the last attempt of a turn that was asked again", async () => {
    const asked = new Set<string>();
    const [bad, busy] = [faultyExchange(silent), faultyExchange([{ fault: "status", status: 429 }])];
    const exchange: typeof bad = (request, signal) => {
      const key = `${request.url} ${Buffer.from(request.body ?? "").toString("utf8")}`;
      const isFirst = !asked.has(key);
      asked.add(key);
      return (isFirst ? busy : bad)(request, signal);
    };
    const retry = { retries: () => 1, delayMs: () => 0, sleep: () => Promise.resolve() };
    const all = await sourcesOf({ exchange, retry });
    expect(all.map(({ facts }) => facts.failing.exchange)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await disagreementsOf(all)).toEqual([]);
  });
});

describe("bytes and transcripts disagree", () => {
  const whole = () => sourcesOf({ exchange: faultyExchange([{ fault: "repeats-call" }]) });

  type Change = { readonly turn?: (turn: Turn) => Turn; readonly entry?: (entry: HarEntry) => HarEntry };

  function changed(sources: BundleSources, { turn = (one) => one, entry = (one) => one }: Change): BundleSources {
    const { facts, transcripts, recordings } = sources;
    const failing = facts.failing.target;
    return {
      ...sources,
      transcripts: transcripts.map((one) =>
        one.cell.target === failing ? { ...one, turns: one.turns.map(turn) } : one,
      ),
      recordings: new Map(
        [...recordings].map(([file, har]) => [
          file,
          file === "failing.har" ? { ...har, entries: har.entries.map(entry) } : har,
        ]),
      ),
    };
  }

  async function saysOf(change: Change): Promise<readonly (readonly string[])[]> {
    const all = await sourcesOf({ exchange: simulatedExchange("kimi-silent") });
    const found = await disagreementsOf(all.map((sources) => changed(sources, change)));
    expect(found).toHaveLength(all.length);
    expect(new Set(found.map(({ file }) => file))).toEqual(new Set(["failing.har"]));
    return found.map(({ says }) => says);
  }

  test("where the transcript has another reply, finish or count", async () => {
    const text = { kind: "text", text: "Sunny" } as const;
    for (const says of await saysOf({ turn: (one) => ({ ...one, reply: { ...one.reply, parts: [text] } }) })) {
      expect(says).toContain('text: "Sunny" ≠ ""');
    }
    for (const says of await saysOf({ turn: (one) => ({ ...one, reply: { ...one.reply, finish: null } }) })) {
      expect(says.join()).toMatch(/finish: null ≠ /);
    }
    for (const says of await saysOf({ turn: (one) => ({ ...one, reply: { ...one.reply, status: 201 } }) })) {
      expect(says).toContain("status: 201 ≠ 200");
    }
    for (const says of await saysOf({ turn: (one) => ({ ...one, reply: { ...one.reply, requestId: "mine" } }) })) {
      expect(says.join()).toMatch(/requestId: "mine" ≠ /);
    }
  });

  test("where the transcript has another request, or the recording has", async () => {
    const sentence = "the request is not the one that the transcript has";
    const asked = { turn: (one: Turn) => ({ ...one, request: { ...one.request, maxOutputTokens: 7 } }) };
    for (const says of await saysOf(asked)) expect(says).toEqual([sentence]);
    const body = Buffer.from("{}");
    const sent = (one: HarEntry): HarEntry => {
      const { request } = one.exchange;
      return { ...one, exchange: { ...one.exchange, request: { ...request, body } } };
    };
    for (const says of await saysOf({ entry: sent })) expect(says).toEqual([sentence]);
  });

  test("where bytes of the reply are others", async () => {
    const cut = (one: HarEntry): HarEntry => ({ ...one, exchange: { ...one.exchange, chunks: [] } });
    for (const says of await saysOf({ entry: cut })) expect(says.join()).toMatch(/completeness: "complete" ≠ /);
  });

  test("where no response arrived, or no bytes are there, and the transcript has a reply", async () => {
    const none = (one: HarEntry): HarEntry => ({ ...one, exchange: { ...one.exchange, response: null, chunks: [] } });
    for (const says of await saysOf({ entry: none })) expect(says).toEqual(["no response arrived"]);
    const unsent = (one: Turn): Turn => ({
      ...one,
      attempts: one.attempts.map((each) => ({ ...each, exchange: null })),
    });
    for (const says of await saysOf({ turn: unsent })) expect(says).toEqual(["its bytes are not here"]);
    const far = (one: Turn): Turn => ({ ...one, attempts: one.attempts.map((each) => ({ ...each, exchange: 99 })) });
    for (const says of await saysOf({ turn: far })) expect(says).toEqual(["its bytes are not here"]);
  });

  test("where a refusal has other words", async () => {
    const run = await sourcesOf({ exchange: faultyExchange([{ fault: "refuse", as: "validation" }]), client: "sdk" });
    const words = (one: Turn): Turn => {
      const { failure } = one.reply;
      return { ...one, reply: { ...one.reply, failure: failure && { ...failure, message: "your account is fine" } } };
    };
    const found = await disagreementsOf(run.map((sources) => changed(sources, { turn: words })));
    expect(found).toHaveLength(run.length);
    for (const { says } of found) expect(says.join()).toMatch(/^refusal: "your account is fine" ≠ /);
  });

  test("names the cell, the trial and the step", async () => {
    const [sources] = await whole();
    if (sources === undefined) throw new Error("nothing failed");
    const turn = (one: Turn): Turn => ({ ...one, reply: { ...one.reply, id: "other" } });
    const [first] = await checkReadings(changed(sources, { turn }));
    expect(first).toMatchObject({ file: "failing.har", trial: 1, step: "answer", client: "http" });
  });
});
