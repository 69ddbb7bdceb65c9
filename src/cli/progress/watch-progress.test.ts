import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { manualTimers } from "../../../test/support/wire-doubles.js";
import type { AskEvent } from "../../runner/ask-live.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { ProgressKind } from "./progress-kind.js";
import { watchProgress } from "./watch-progress.js";

let written = "";
beforeEach(() => {
  written = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => {
  Reflect.deleteProperty(process.stderr, "isTTY");
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const transcript = {
  ...{ cell: { target: "m/p/a", scenario: "s" }, trial: 1, notRun: null },
  turns: [{ reply: { failure: null, completeness: "complete" } }],
} as unknown as Transcript;
const started: AskEvent = { kind: "started", runDirectory: "runs/1", already: 0, total: 2 };
const trial: AskEvent = { kind: "trial", done: 1, total: 2, transcript, spent: { calls: 1, costUsd: 0 } };
const stopped: AskEvent = { kind: "columns-stopped", columns: [{ target: "m/p/a", reason: "why" }] };

/** What three minutes of a run with these events write. */
async function watched(kind: ProgressKind, { isTTY = false, term = "xterm" } = {}) {
  Object.defineProperty(process.stderr, "isTTY", { value: isTTY, configurable: true });
  vi.stubEnv("TERM", term);
  vi.stubEnv("NO_COLOR", "1");
  const timers = manualTimers();
  const limits = { maxCalls: null, maxCostUsd: null, maxMinutes: null, mostUsd: null };
  const progress = await watchProgress({ kind, limits, wordOf: () => "ok", timers });
  progress.onEvent(started);
  progress.onEvent(trial);
  for (let minute = 1; minute <= 3; minute += 1) await timers.advance(60_000);
  progress.onEvent(stopped);
  progress.end();
  await timers.advance(600_000);
  expect(timers.pending()).toBe(0);
  return written.split("\n").slice(0, -1);
}

test("without a terminal there is one line a minute, and one at the end", async () => {
  const lines = await watched("auto");
  expect(lines.map((line) => line.replace(/ · .*/, ""))).toEqual([
    ...["evidence: runs/1", "[1/2] 50 %", "[1/2] 50 %", "[1/2] 50 %"],
    ...["△ no longer asked: m/p/a: why", "[1/2] 50 %"],
  ]);
  expect(written).not.toContain("\u001b");
});

test("a line a trial has no line a minute, and none has neither; both say what went wrong", async () => {
  expect(await watched("trials")).toEqual([
    "evidence: runs/1",
    "[1/2] m/p/a s #1: complete",
    "△ no longer asked: m/p/a: why",
  ]);
  written = "";
  expect(await watched("none")).toEqual(["evidence: runs/1", "△ no longer asked: m/p/a: why"]);
});

test("on a terminal the lines are rewritten, without colours where NO_COLOR is set, and gone at the end", async () => {
  await watched("auto", { isTTY: true });
  expect(written).toContain("\u001b[3A");
  expect(written).not.toMatch(/\u001b\[\d+m/);
  expect(written.endsWith("\u001b[3A\u001b[J")).toBe(true);
});

test("a dumb terminal gets lines that stay", async () => {
  await watched("live", { isTTY: true, term: "dumb" });
  expect(written).not.toContain("\u001b");
});
