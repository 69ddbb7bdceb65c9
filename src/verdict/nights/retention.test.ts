import { expect, test } from "vitest";
import { nightRun } from "../../../test/samples/summary-lines.js";
import type { NightFacts } from "./night-schema.js";
import { type Needs, namedIn, retain } from "./retention.js";

const none: Needs = { recent: 1, baseline: [], known: [], cases: [], named: [] };
const night = (id: string, run = `${id}T02-00-00-000Z-a1b2`): NightFacts => ({ id, masked: [], runs: [nightRun(run)] });
const nights = ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"].map((id) => night(id));
const because = (needs: Partial<Needs>, of: readonly NightFacts[] = nights) =>
  retain(of, { ...none, ...needs }).map((one) => one.because);

test("the newest nights stay, and all where there are fewer", () => {
  expect(because({})).toEqual([null, null, null, "recent"]);
  expect(because({ recent: 3 })).toEqual([null, "recent", "recent", "recent"]);
  expect(because({ recent: 99 })).toEqual(["recent", "recent", "recent", "recent"]);
});

test("so do those of the baseline, of known.yaml, of a case and those that are named", () => {
  expect(because({ baseline: ["2026-11-01"], known: ["2026-11-02"], named: ["2026-11-03"] })).toEqual([
    "baseline",
    "known.yaml",
    "named",
    "recent",
  ]);
  expect(because({ cases: ["2026-11-02T02-00-00-000Z-a1b2"] })).toEqual([null, "case", null, "recent"]);
});

test("a run that started after midnight is found by its day in known.yaml, and is none of the next night", () => {
  const late = [night("2026-11-01", "2026-11-02T00-05-00-000Z-a1b2"), night("2026-11-02"), night("2026-11-03")];
  expect(because({ known: ["2026-11-02"] }, late)).toEqual(["known.yaml", "known.yaml", "recent"]);
  expect(because({ named: ["2026-11-02"] }, late)).toEqual([null, "named", "recent"]);
  expect(because({ recent: 2 }, late)).toEqual([null, "recent", "recent"]);
});

test("days and runs are found in any text, each once", () => {
  const text = "since 2026-11-02, run 2026-11-03T02-00-00-000Z-a1b2 (2026-11-02), issue 2026-1";
  expect(namedIn(text)).toEqual(["2026-11-02", "2026-11-03T02-00-00-000Z-a1b2"]);
  expect(namedIn("")).toEqual([]);
});
