import { expect, test } from "vitest";
import { nightRun, summaryLine } from "../../../test/samples/summary-lines.js";
import { dayAfter } from "./calendar.js";
import { gateNights, screenNights } from "./gate-of-nights.js";
import { pinNights } from "./pin-nights.js";
import { gateCells, type StoredNight } from "./stored-night.js";

const names = ["basic-chat", "tool-call", "multi-step", "response-after-tool"];
const cellOf = (scenario: string) => `kimi-k2.5/bedrock/converse-stream/${scenario}`;

type Made = {
  readonly bad?: { readonly [scenario: string]: number };
  readonly rules?: { readonly [scenario: string]: string };
};

/** A night of four cells with 12 trials each. */
function night(id: string, { bad = {}, rules = {} }: Made = {}): StoredNight {
  const run = nightRun(`${id}-a`, { startedAt: `${id}T03:07:00.000Z` });
  const lines = names.map((scenario) => ({
    ...summaryLine({ scenario, rules: rules[scenario] ?? "r1", trials: { bad: bad[scenario] ?? 0 } }),
    run: run.id,
  }));
  return { id, runs: [run], masked: [], lines };
}

const days = Array.from({ length: 10 }, (_, at) => dayAfter("2026-11-01", at));
const pinned = days.map((day) => night(day));
const { baseline } = pinNights(pinned, { kind: "full", reason: null });
const question = (tonight: StoredNight, earlier: readonly StoredNight[] = pinned) => ({
  ...({ kind: "full", baseline, earlier } as const),
  tonight: { id: tonight.id, cells: gateCells(tonight) },
});
const stateOf = (tonight: StoredNight, scenario: string, earlier: readonly StoredNight[] = pinned) =>
  gateNights(question(tonight, earlier)).cells.find(({ cell }) => cell === cellOf(scenario))?.state;

test("the baseline has all trials of its nights", () => {
  expect(baseline.nights).toEqual(days);
  expect(baseline.cells.map(({ nights }) => nights.length)).toEqual([10, 10, 10, 10]);
});

test("a cell that fails in all its trials regressed, and the others are unchanged", () => {
  const result = gateNights(question(night("2026-11-11", { bad: { "tool-call": 12 } })));
  expect(result.cells.map(({ cell, state }) => [cell, state])).toEqual([
    [cellOf("tool-call"), "regressed"],
    ...["basic-chat", "multi-step", "response-after-tool"].map((name) => [cellOf(name), "unchanged"]),
  ]);
  expect(result).toMatchObject({ exitCode: 1, alarm: true, compared: 4 });
});

test("a change is dated from the last night before it, whether that is of the baseline or not, and nights before the baseline do not count", () => {
  const dated = (tonight: StoredNight, earlier: readonly StoredNight[]) => {
    const cells = gateNights(question(tonight, earlier)).cells;
    const found = cells.find(({ cell }) => cell === cellOf("tool-call"));
    return [found?.firstNights, found?.lastGood];
  };
  const failed = (id: string) => night(id, { bad: { "tool-call": 12 } });
  const before = night("2026-10-30", { bad: { "tool-call": 2 } });
  expect(dated(failed("2026-11-11"), [before, ...pinned])).toEqual([["2026-11-11"], "2026-11-10"]);
  expect(dated(failed("2026-11-12"), [...pinned, night("2026-11-11")])).toEqual([["2026-11-12"], "2026-11-11"]);
});

test("a cell whose rules changed is compared with nothing, and the others are as before", () => {
  const changed = night("2026-11-11", { bad: { "tool-call": 12, "basic-chat": 12 }, rules: { "tool-call": "r2" } });
  expect(stateOf(changed, "tool-call")).toBe("rules-changed");
  expect(stateOf(changed, "basic-chat")).toBe("regressed");
});

test("once its nights are judged again by tonight's rules, the pinned baseline compares it, with their new counts", () => {
  const rejudged = days.map((day) => night(day, { bad: { "tool-call": 12 }, rules: { "tool-call": "r2" } }));
  const tonight = night("2026-11-11", { bad: { "tool-call": 12 }, rules: { "tool-call": "r2" } });
  const cell = gateNights(question(tonight, rejudged)).cells.find((one) => one.cell === cellOf("tool-call"));
  expect(cell).toMatchObject({ state: "unchanged", baseline: { eligible: 120, bad: 120 }, redInBaseline: true });
});

test("without a baseline every cell is learning, and nothing alarms", () => {
  const result = gateNights({ ...question(night("2026-11-11", { bad: { "tool-call": 12 } })), baseline: null });
  expect(result.cells.map(({ state, learning }) => [state, learning?.night])).toEqual(
    names.map(() => ["learning", 11]),
  );
  expect(result.exitCode).toBe(0);
});

test("the cells that are asked again are those whose first trials are unlikely", () => {
  const tonight = night("2026-11-11", { bad: { "tool-call": 4 } });
  expect(screenNights(question(tonight), 1)).toEqual({ confirm: [cellOf("tool-call")], loaded: [] });
  expect(screenNights(question(night("2026-11-11")), 1).confirm).toEqual([]);
});

test("a night that was judged by older rules is left out of what is pinned, and said", () => {
  const mixed = [night("2026-11-01", { rules: { "tool-call": "r0" } }), ...pinned.slice(1)];
  const made = pinNights(mixed, { kind: "full", reason: "a trial" });
  expect(made.otherRules).toEqual([cellOf("tool-call")]);
  expect(made.baseline.cells.map(({ cell, nights }) => [cell, nights.length])).toEqual([
    [cellOf("basic-chat"), 10],
    [cellOf("multi-step"), 10],
    [cellOf("response-after-tool"), 10],
    [cellOf("tool-call"), 9],
  ]);
});
