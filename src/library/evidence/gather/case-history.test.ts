import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cell } from "../../../../test/samples/transcripts.js";
import { workFolder } from "../../../../test/support/work-folder.js";
import { caseHistory } from "./case-history.js";

const none = { distinct: 0, most: [] };

type Line = { readonly bad: number; readonly eligible: number; readonly change?: object };

/** A line of a summary as a run writes it. */
function summaryLine({ bad, eligible, change = {} }: Line): string {
  return JSON.stringify({
    ...{ schemaVersion: 2, run: null, suite: null, rules: "", adapter: "", ...cell, scenarioHash: null },
    ...{ source: "live", observed: "ok", claim: null, reason: null },
    trials: {
      ...{ attempted: eligible, eligible, ok: eligible - bad, bad, excluded: {} },
      ...{ unavailable: 0, screened: null },
    },
    findings: [],
    ...{
      headersMs: null,
      totalMs: null,
      perTrial: { ms: [], usd: [] },
      cost: null,
      tokens: { input: null, output: null },
      turns: eligible,
    },
    opening: {
      ...{ requests: none, headers: none, endpoints: none, inputTokens: none },
      ...{ tokensByUpstream: [], varied: false },
    },
    replies: { models: none, upstreams: none, fingerprints: none, headers: [] },
    ...change,
  });
}

type Night = Line & { readonly day: number; readonly at?: string; readonly lines?: readonly string[] };

function runsOf(nights: { readonly [run: string]: Night }): string {
  const folder = workFolder({ "runs/readme.txt": "not a run" });
  for (const [run, night] of Object.entries(nights)) {
    const { day, at = `runs/${run}`, lines = [summaryLine(night)] } = night;
    folder.write(`${at}/run.json`, JSON.stringify({ formatVersion: 2, startedAt: `2026-11-0${day}T00:00:00.000Z` }));
    folder.write(`${at}/summary.jsonl`, `${lines.join("\n")}\n`);
  }
  return folder.path;
}

function history(path: string, own: string | null = null, isLive = true) {
  return caseHistory(join(path, "runs"), cell, { isLive, own: own === null ? null : join(path, own) });
}

const startedAt = (day: number) => `2026-11-0${day}T00:00:00.000Z`;
const good = { bad: 0, eligible: 3 };
const bad = { bad: 2, eligible: 3 };

test("the sample line is one that a run could have written", async () => {
  const { cellSummarySchema } = await import("../../../verdict/summary/summary-schema.js");
  expect(cellSummarySchema().safeParse(JSON.parse(summaryLine(good))).error?.issues ?? []).toEqual([]);
});

describe("when a cell last worked", () => {
  test("goes by the start of the runs, not by the names of their folders", () => {
    const path = runsOf({ z: { ...good, day: 1 }, a: { ...bad, day: 3 }, m: { ...bad, day: 2 } });
    expect(history(path, "runs/a")).toEqual({
      runs: 3,
      lastWorked: { run: "z", startedAt: startedAt(1), ...good },
      firstFailed: { run: "m", startedAt: startedAt(2), ...bad },
    });
  });

  test("is the last good run, and the first bad one after it, where the cell comes and goes", () => {
    const days = { a: { ...good, day: 1 }, b: { ...bad, day: 2 }, c: { ...good, day: 3 }, d: { ...bad, day: 4 } };
    const path = runsOf({ ...days, e: { ...bad, day: 5 } });
    expect(history(path, "runs/e")).toMatchObject({ runs: 5, lastWorked: { run: "c" }, firstFailed: { run: "d" } });
  });

  test("is not known where no run was good, or after it none was bad", () => {
    expect(history(runsOf({ a: { ...bad, day: 1 }, b: { ...bad, day: 2 } }), "runs/b")).toMatchObject({
      ...{ lastWorked: null, firstFailed: { run: "a" } },
    });
    expect(history(runsOf({ a: { ...bad, day: 1 }, b: { ...good, day: 2 } }), "runs/a")).toMatchObject({
      ...{ lastWorked: { run: "b" }, firstFailed: null },
    });
  });

  test("is not a run in which nothing was eligible", () => {
    const path = runsOf({ a: { ...good, day: 1 }, b: { bad: 0, eligible: 0, day: 2 }, c: { ...bad, day: 3 } });
    expect(history(path, "runs/c")).toMatchObject({ runs: 3, lastWorked: { run: "a" }, firstFailed: { run: "c" } });
  });

  test("is not looked for without another run", () => {
    expect(history(runsOf({ a: { ...bad, day: 1 } }), "runs/a")).toBeNull();
    expect(history(runsOf({}), null)).toBeNull();
    expect(caseHistory("no/such/folder", cell, { isLive: true, own: null })).toBeNull();
    const file = workFolder({ runs: "a file" });
    expect(history(file.path)).toBeNull();
  });

  test("counts other runs for a recording, and its own run where that is elsewhere", () => {
    const path = runsOf({ a: { ...good, day: 1 }, own: { ...bad, day: 2, at: "elsewhere/own" } });
    expect(history(path)).toMatchObject({ runs: 1, lastWorked: { run: "a" }, firstFailed: null });
    expect(history(path, "elsewhere/own")).toMatchObject({ runs: 2, firstFailed: { run: "own" } });
  });
});

describe("a run does not count", () => {
  test("of the other kind: a simulator says nothing about a vendor, and a vendor nothing about it", () => {
    const change = { source: "simulated" };
    const path = runsOf({ a: { ...good, day: 1, change }, b: { ...bad, day: 2 } });
    expect(history(path, "runs/b")).toBeNull();
    expect(history(path, null, false)).toMatchObject({ runs: 1, lastWorked: { run: "a" } });
  });

  test.each([
    ["another target", { target: "kimi-k2.5/bedrock/converse" }],
    ["another scenario", { scenario: "sample-2" }],
    ["another version of it", { scenarioVersion: 2 }],
    ["another client", { client: "sdk" }],
    ["another model under the same name", { providerModelId: "moonshotai.kimi-k2.6" }],
  ])("with %s", (_, change) => {
    const path = runsOf({ a: { ...good, day: 1, change }, b: { ...bad, day: 2 } });
    expect(history(path, "runs/b")).toBeNull();
  });

  test("without a summary, without a start, or with the line damaged; other lines do not matter", () => {
    const path = runsOf({
      a: { ...good, day: 1, lines: [summaryLine(good).slice(0, -5)] },
      b: { ...good, day: 2, lines: ["", "no JSON", summaryLine({ ...bad, change: { client: "sdk" } })] },
      c: { ...good, day: 3, lines: ["damaged {", summaryLine(good)] },
      d: { ...bad, day: 4 },
    });
    expect(history(path, "runs/d")).toMatchObject({ runs: 2, lastWorked: { run: "c" } });
    const bare = workFolder({
      ...{ "runs/a/run.json": "{}", "runs/a/summary.jsonl": `${summaryLine(good)}\n` },
      ...{ "runs/b/run.json": JSON.stringify({ startedAt: startedAt(1) }), "runs/c/summary.jsonl": summaryLine(good) },
    });
    expect(history(bare.path)).toBeNull();
  });
});
