import { expect, test } from "vitest";
import { type LineChange, nightRun, ranked, summaryLine } from "../../../test/samples/summary-lines.js";
import { historyText } from "../../report/nights/history-text.js";
import { cellChange } from "./cell-change.js";
import { cellKey } from "./cell-key.js";
import { type CellNight, cellNightOf } from "./cell-night.js";
import { cellRows, tellingNights } from "./cell-rows.js";

const cell = cellKey(summaryLine());

function nightOf(day: number, line: LineChange = {}, masked: readonly string[] = []): CellNight {
  const id = `2026-11-${String(day).padStart(2, "0")}`;
  const night = { id, masked, runs: [nightRun(`${id}-a`)], lines: [summaryLine({ run: `${id}-a`, ...line })] };
  const found = cellNightOf(night, cell);
  if (found === null) throw new Error("the night has the cell");
  return found;
}

const range = (from: number, to: number, line: LineChange = {}) =>
  Array.from({ length: to - from + 1 }, (_, at) => nightOf(from + at, line));
const idsOf = (nights: readonly CellNight[]) => nights.map(({ night }) => night);
const shown = (nights: readonly CellNight[], ids = idsOf(nights)) =>
  historyText({
    ...{ cell, place: "history", rows: cellRows(ids, nights), change: cellChange(tellingNights(nights)), sinceLast: 0 },
  });

test("a missed night, one without the cell, a masked one and one that measured nothing are rows, and never good nights", () => {
  const down = { trials: { eligible: 0, excluded: { unavailable: 12 } }, reason: "unavailable" };
  const nights = [nightOf(1), nightOf(2, {}, ["bedrock/converse-stream"]), nightOf(5, down), nightOf(6)];
  const rows = cellRows([...idsOf(nights), "2026-11-04"].sort(), nights);
  expect(rows.map(({ night, state }) => `${night.slice(-2)} ${state}`)).toEqual([
    ...["01 measured", "02 masked", "03 missed", "04 not-asked", "05 not-measured", "06 measured"],
  ]);
  expect(tellingNights(nights).map(({ night }) => night)).toEqual(["2026-11-01", "2026-11-06"]);
  expect(shown(nights, [...idsOf(nights), "2026-11-04"].sort())).toBe(`${cell}
history: 2 nights measured from 2026-11-01 to 2026-11-06, 1 missed, 1 not measured, 1 without the cell, 1 masked

No change of its rate beyond chance in these nights.

2026-11-01  0 of 12 bad
2026-11-02  0 of 12 bad; masked: an incident of its column
2026-11-03  missed
2026-11-04  the cell was not asked
2026-11-05  not measured (unavailable); 12 excluded
2026-11-06  0 of 12 bad`);
});

test("a change is dated by the nights that may be its first, with the last one before and who changed", () => {
  const nights = [...range(1, 8), ...range(9, 12, { trials: { bad: 9 }, replies: { fingerprints: ranked("fp_2") } })];
  expect(shown(nights).split("\n").slice(3, 7)).toEqual([
    "WORSE: 0 of 96 bad before, 36 of 48 bad since, p < 0.001",
    "first bad night: 2026-11-09",
    "last good night: 2026-11-08",
    "who changed: the request is the same, so the change is not ours; fingerprint: none → fp_2",
  ]);
});

test("a change that is small is dated by more than one night, and one that is ours says what we changed", () => {
  const ours: LineChange = {
    trials: { bad: 3 },
    adapter: "llm-parity 0.2.0",
    opening: { requests: ranked("0ther0ther0ther") },
  };
  const lines = shown([...range(1, 8), nightOf(9, { ...ours, trials: { bad: 1 } }), ...range(10, 12, ours)]).split(
    "\n",
  );
  expect(lines[4]).toMatch(/^first bad night: between 2026-11-0\d and 2026-11-\d\d$/);
  expect(lines[6]).toBe(
    "who changed: we sent a different request; request body: b0d1 → 0ther0ther0t; adapter: llm-parity 0.1.0 → llm-parity 0.2.0",
  );
});

test("a fix is dated as well, and too few nights date nothing", () => {
  expect(
    shown([...range(1, 4, { trials: { bad: 9 } }), ...range(5, 8)])
      .split("\n")
      .slice(3, 6),
  ).toEqual([
    "BETTER: 36 of 48 bad before, 0 of 48 bad since, p < 0.001",
    "first better night: 2026-11-05",
    "last bad night: 2026-11-04",
  ]);
  expect(shown([nightOf(1, { trials: { bad: 12 } })])).toContain("Too few nights to date a change.");
});

test("nights by other rules are shown and date nothing", () => {
  const nights = [...range(1, 4), ...range(5, 6, { trials: { bad: 12 }, rules: "rules-2" })];
  expect(tellingNights(nights).map(({ night }) => night)).toEqual(["2026-11-05", "2026-11-06"]);
  expect(shown(nights)).toContain("2026-11-04  0 of 12 bad; judged by other rules");
});

test("another count of input tokens of the same bytes stands in its night, though no rate changed", () => {
  const other = { opening: { tokensByUpstream: [{ upstream: "u", inputTokens: ranked(107) }] } };
  const before = { opening: { tokensByUpstream: [{ upstream: "u", inputTokens: ranked(100) }] } };
  const text = shown([...range(1, 3, before), ...range(4, 5, other)]);
  expect(text).toContain("\n2026-11-04  0 of 12 bad; input tokens: 100 of u → 107 of u\n2026-11-05  0 of 12 bad");
});
