import { expect, test } from "vitest";
import { cellNight, failingCell, sheetCell, trialsOf } from "../../../test/samples/sheets.js";
import { outcomeOf } from "./cell-outcome.js";

const none = trialsOf(0, 0);
const expected = { known: { state: "expected" as const, bugs: ["https://example.com/1"] } };
const without = { known: null, claim: null };

test.each([
  ["a claim that passes", sheetCell(), "passed", "pass"],
  ["good trials without a claim", sheetCell({ claim: null }), "passed", "ok"],
  ["a bad trial in a cell that passes", sheetCell({ observed: "mixed", trials: trialsOf(200, 1) }), "passed", "pass"],
  ["a bad trial of too few to claim anything", sheetCell({ ...without, observed: "mixed" }), "passed", "ok"],
  ["a claim that fails", failingCell(), "failed", "fail"],
  ["a claim of flakiness", failingCell({ claim: "flaky", observed: "mixed" }), "failed", "flaky"],
  ["only bad trials without a claim", failingCell({ claim: null }), "failed", "bad"],
  ["some bad trials without a claim", failingCell({ claim: null, observed: "mixed" }), "failed", "mixed"],
  ["what known.yaml expects", failingCell(expected), "skipped", "known"],
  ["what it expects, worse tonight", failingCell({ ...expected, night: cellNight("regressed") }), "skipped", "known"],
  ["a regression", sheetCell({ night: cellNight("regressed") }), "failed", "regressed"],
  ["a regression over two nights", sheetCell({ night: cellNight("regressed-2-of-3") }), "failed", "regressed"],
  ["a part of an incident", failingCell({ night: cellNight("incident") }), "error", "incident"],
  ["a cell of the baseline without trials", sheetCell({ night: cellNight("not-measured") }), "error", "not-measured"],
  ["a suspicious cell", sheetCell({ night: cellNight("suspicious") }), "passed", "pass"],
  ["a fixed cell", sheetCell({ night: cellNight("fixed") }), "passed", "pass"],
  [
    "a refusal",
    sheetCell({ ...without, observed: "blocked", reason: "credentials", trials: none }),
    "error",
    "blocked",
  ],
  ["what is not offered", sheetCell({ ...without, observed: "unsupported", trials: none }), "skipped", "unsupported"],
  [
    "no recording",
    sheetCell({ ...without, observed: "not-run", reason: "no recording", trials: none }),
    "skipped",
    "not-run",
  ],
  [
    "a budget that was spent",
    sheetCell({ ...without, observed: "not-run", reason: "budget", trials: none }),
    "skipped",
    "not-run",
  ],
  [
    "our own fault",
    sheetCell({ ...without, observed: "not-run", reason: "harness-fault", trials: none }),
    "error",
    "harness",
  ],
] as const)("%s is %3$s", (_, cell, status, why) => {
  expect(outcomeOf(cell, "run")).toEqual({ status, why });
});

test("any bad recording fails: no entry of known.yaml is about recordings", () => {
  const recorded = { ...without, observed: "mixed" as const, trials: trialsOf(3, 1), command: null };
  expect(outcomeOf(sheetCell(recorded), "recordings")).toEqual({ status: "failed", why: "mixed" });
  expect(outcomeOf(sheetCell({ ...recorded, observed: "ok", trials: trialsOf(3, 0) }), "recordings").status).toBe(
    "passed",
  );
});
