import { expect, test } from "vitest";
import { nightRun, summaryLine } from "../../../test/samples/summary-lines.js";
import { countingLines, type StoredNight, withRun } from "./stored-night.js";

const empty: StoredNight = { id: "2026-11-01", runs: [], masked: [], lines: [] };
const morning = nightRun("2026-11-01-b", { startedAt: "2026-11-01T02:00:00.000Z" });
const noon = nightRun("2026-11-01-a", { startedAt: "2026-11-01T12:00:00.000Z" });
const line = (eligible: number, bad: number, scenario = "basic-chat") =>
  summaryLine({ scenario, trials: { eligible, bad } });

function counts(night: StoredNight) {
  const { counting, replaced } = countingLines(night);
  return {
    counting: counting.map(({ scenario, run, trials }) => [scenario, run, trials.bad, trials.eligible]),
    replaced: replaced.map(({ cell, line: one, by }) => [cell, one.run, by.run]),
  };
}

test("cells that only one run has are put together", () => {
  const night = withRun(withRun(empty, noon, [line(12, 1, "b")]), morning, [line(12, 0, "a")]);
  expect(night.runs).toEqual([morning, noon]);
  expect(counts(night)).toEqual({
    counting: [
      ["a", morning.id, 0, 12],
      ["b", noon.id, 1, 12],
    ],
    replaced: [],
  });
});

test("of a cell that both measured the later one counts, whichever was appended first, and the other is named", () => {
  const first = withRun(withRun(empty, morning, [line(12, 9)]), noon, [line(12, 0)]);
  const second = withRun(withRun(empty, noon, [line(12, 0)]), morning, [line(12, 9)]);
  expect(second).toEqual(first);
  expect(counts(first)).toEqual({
    counting: [["basic-chat", noon.id, 0, 12]],
    replaced: [["kimi-k2.5/bedrock/converse-stream/basic-chat", morning.id, noon.id]],
  });
});

test("a later run that could not measure a cell takes nothing away", () => {
  const night = withRun(withRun(empty, morning, [line(12, 9)]), noon, [line(0, 0)]);
  expect(counts(night)).toEqual({ counting: [["basic-chat", morning.id, 9, 12]], replaced: [] });
});

test("a run that is judged anew takes its own place, also in what does not count", () => {
  const both = withRun(withRun(empty, morning, [line(12, 9)]), noon, [line(0, 0)]);
  expect(counts(withRun(both, noon, [line(12, 3)])).counting).toEqual([["basic-chat", noon.id, 3, 12]]);
});

test("cells of two clients are two cells", () => {
  const night = withRun(empty, noon, [line(12, 1), summaryLine({ client: "http" })]);
  expect(countingLines(night).counting).toHaveLength(2);
});
