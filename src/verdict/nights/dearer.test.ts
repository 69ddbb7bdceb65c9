import { expect, test } from "vitest";
import { nightRun, summaryLine } from "../../../test/samples/summary-lines.js";
import { dayAfter } from "./calendar.js";
import { dearerCells } from "./dearer.js";
import { pinNights } from "./pin-nights.js";
import type { StoredNight } from "./stored-night.js";

const scenarios = ["basic-chat", "tool-call", "multi-step"];

/** A night whose trials take 100 to 111 ms and one cent each, but for what is said of a scenario. */
function night(
  id: string,
  more: { readonly [scenario: string]: { readonly ms?: number; readonly usd?: number } } = {},
): StoredNight {
  const run = nightRun(`${id}-a`);
  const lines = scenarios.map((scenario) => {
    const { ms = 100, usd = 0.01 } = more[scenario] ?? {};
    const values = Array.from({ length: 12 }, (_, at) => at);
    return {
      ...summaryLine({ scenario, perTrial: { ms: values.map((at) => ms + at), usd: values.map(() => usd) } }),
      run: run.id,
    };
  });
  return { id, runs: [run], masked: [], lines };
}

const nights = Array.from({ length: 10 }, (_, at) => night(dayAfter("2026-11-01", at)));
const { baseline } = pinNights(nights, { kind: "full", reason: null });
const dearer = (tonight: StoredNight) => dearerCells({ kind: "full", baseline, earlier: nights, tonight });

test("a night like the others has nothing to say", () => {
  expect(dearer(night("2026-11-11"))).toEqual([]);
});

test("a cell whose trials all take longer than the baseline's 95th percentile is slower, and no other is", () => {
  expect(dearer(night("2026-11-11", { "tool-call": { ms: 200 } }))).toEqual([
    {
      cell: "kimi-k2.5/bedrock/converse-stream/tool-call",
      measure: "ms",
      limit: 111,
      tonight: { eligible: 12, bad: 12 },
      baseline: { eligible: 120, bad: 0 },
    },
  ]);
});

test("a cell that costs more is dearer, and one that costs less is not", () => {
  const found = dearer(night("2026-11-11", { "tool-call": { usd: 0.02 }, "basic-chat": { usd: 0.001, ms: 1 } }));
  expect(found.map(({ cell, measure, limit }) => [cell, measure, limit])).toEqual([
    ["kimi-k2.5/bedrock/converse-stream/tool-call", "usd", 0.01],
  ]);
});
