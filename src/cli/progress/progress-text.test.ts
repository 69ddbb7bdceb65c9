import { expect, test } from "vitest";
import type { AskEvent } from "../../runner/ask-live.js";
import type { Transcript } from "../../transcript/transcript.js";
import { shownKind } from "./progress-kind.js";
import { afterEvent, type ProgressState, startedState, type TrialWord } from "./progress-state.js";
import { durationText, liveLines, minuteLine, type ProgressLimits } from "./progress-text.js";

const none: ProgressLimits = { maxCalls: null, maxCostUsd: null, maxMinutes: null, mostUsd: null };
const asked = { notRun: null } as Transcript;
const unasked = { notRun: { kind: "budget", reason: "b" } } as Transcript;

/** The state after events, each a minute after the one before. `words`: of the trials, in their order. */
function after(events: readonly AskEvent[], words: readonly TrialWord[] = []): ProgressState {
  const left = [...words];
  let state = startedState(0);
  for (const [at, event] of events.entries()) {
    state = afterEvent(state, event, { now: at * 60_000, wordOf: () => left.shift() ?? "ok" });
  }
  return state;
}

const started: AskEvent = { kind: "started", runDirectory: "runs/1", already: 10, total: 50 };
const underWay = (trials: number): AskEvent => ({ kind: "under-way", trials });
const trial = (done: number, transcript = asked, total = 50): AskEvent => ({
  ...{ kind: "trial", done, total, transcript },
  spent: { calls: done * 2, costUsd: done / 100 },
});

test("the view counts what is done, running, failing and not measured, and says pace, time and money", () => {
  const events = [started, underWay(1), underWay(2), underWay(1), trial(11), trial(12), trial(13, unasked)];
  const state = after(events, ["failing", "ok", "not-measured"]);
  const limits = { ...none, maxCostUsd: 5, mostUsd: 2.5, maxMinutes: 30 };
  const lines = liveLines(state, { now: 6 * 60_000, width: 200, limits }).map(({ text }) => text);
  expect(lines).toEqual([
    // Three trials in six minutes, and 37 are left.
    "[13/50] 26 % · 1 running · 1 failing · 1 not measured · 0.5 trials/min",
    "6 min 00 s elapsed, about 1 h 14 min left, --max-minutes in 24 min 00 s",
    "$0.13 of at most $2.50 · 26 calls",
  ]);
  expect(minuteLine(state, 6 * 60_000, { ...limits, maxCalls: 100, maxCostUsd: 1 })).toBe(
    "[13/50] 26 % · 1 running · 1 failing · 1 not measured · 0.5 trials/min · 6 min 00 s elapsed, about 1 h 14 min left, --max-minutes in 24 min 00 s · $0.13 of at most $1.00 · 26 of at most 100 calls",
  );
});

test("trials that are added on the way, such as those of a gate's suspects, are part of the whole", () => {
  const [first] = liveLines(after([started, trial(50), trial(51, asked, 88)]), {
    now: 60_000,
    width: 80,
    limits: none,
  });
  expect(first?.text).toMatch(/^\[51\/88\] 57 % /);
});

test("before the first trial nothing is claimed about pace and time left", () => {
  const [first, second, third] = liveLines(after([started]), { now: 0, width: 80, limits: none });
  expect(first?.text).toBe("[10/50] 20 % · 0 running · 0 failing · no pace yet");
  expect(second?.text).toBe("0 s elapsed");
  expect(third?.text).toBe("$0.00 · 0 calls");
});

test("a lane that waits and a column that is asked no more have their lines", () => {
  const state = after([
    started,
    { kind: "slowed", provider: "bedrock", waitMs: 90_000, perMinute: 120 },
    { kind: "columns-stopped", columns: [{ target: "m/p/a", reason: "r" }] },
  ]);
  const texts = (now: number) => liveLines(state, { now, width: 80, limits: none }).slice(3);
  expect(texts(120_000)).toEqual([
    { text: "bedrock asks for fewer calls: waits 30 s, then 120/min", isBad: false },
    { text: "no longer asked: m/p/a", isBad: true },
  ]);
  expect(texts(150_000)).toEqual([{ text: "no longer asked: m/p/a", isBad: true }]);
});

test("the usual lines fit 80 columns", () => {
  const events = [{ ...started, total: 16_800 }, underWay(14), trial(2_520, asked, 16_800)];
  const limits = { maxCalls: 50_000, maxCostUsd: 120, maxMinutes: 480, mostUsd: 240 };
  const state = { ...after(events), failing: 340, notMeasured: 120, calls: 7_560 };
  const lines = liveLines(state, { now: 3 * 3_600_000, width: 79, limits });
  expect(lines.filter(({ text }) => text.endsWith("…"))).toEqual([]);
});

test("no line is wider than the terminal", () => {
  const columns = Array.from({ length: 30 }, (_, at) => ({ target: `model/provider/api-${at}`, reason: "r" }));
  const state = after([started, trial(11), { kind: "columns-stopped", columns }]);
  for (const width of [79, 39, 20]) {
    const lines = liveLines(state, { now: 1e9, width, limits: { ...none, maxMinutes: 1e6, mostUsd: 1e6 } });
    expect(lines.map(({ text }) => text.length > width)).toEqual(lines.map(() => false));
  }
});

test.each([
  [0, "0 s"],
  [1, "under 1 s"],
  [500, "1 s"],
  [59_499, "59 s"],
  [60_000, "1 min 00 s"],
  [3_599_499, "59 min 59 s"],
  [11_100_000, "3 h 05 min"],
  [-5, "0 s"],
])("%i ms are %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  ["auto", true, "xterm", "live"],
  ["auto", true, "dumb", "minute"],
  ["auto", false, "xterm", "minute"],
  ["live", false, "xterm", "minute"],
  ["trials", true, "xterm", "trials"],
  ["none", true, "xterm", "none"],
] as const)("%s on a terminal: %s, TERM %s, is %s", (kind, isTTY, TERM, shown) => {
  expect(shownKind(kind, { isTTY }, { TERM })).toBe(shown);
});
