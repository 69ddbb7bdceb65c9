import { expect, test } from "vitest";
import { followEvidence } from "./follow-evidence.js";
import type { Reading } from "./reading.js";

const reading = (maxAgeDays: number): Reading => ({
  ...{ measured: { cells: [], maxAgeDays }, warnings: [], returned: new Map() },
});

/** Evidence whose age limit counts its readings, and how often it was looked at. */
function counting(stamps: readonly string[]) {
  const seen = { looks: 0, reads: 0 };
  const source = {
    place: "there",
    stamp: () => {
      seen.looks += 1;
      return stamps[Math.min(seen.looks, stamps.length) - 1] ?? "";
    },
    read: () => {
      seen.reads += 1;
      return reading(seen.reads);
    },
  };
  return { seen, source };
}

const following = (checkEveryMs: number) => ({
  ...{ models: [], maxAgeDays: 30, checkEveryMs, onWarning: () => undefined },
});

test("many requests within the time look once, at the start", () => {
  const { seen, source } = counting(["a", "b"]);
  const measured = followEvidence(source, following(3_600_000));
  for (let request = 0; request < 100; request += 1) expect(measured().maxAgeDays).toBe(1);
  expect(seen).toEqual({ looks: 1, reads: 1 });
});

test("what has not changed is looked at and not read again", () => {
  const { seen, source } = counting(["a", "a", "b"]);
  const measured = followEvidence(source, following(0));
  expect([measured().maxAgeDays, measured().maxAgeDays, measured().maxAgeDays]).toEqual([1, 2, 2]);
  expect(seen).toEqual({ looks: 4, reads: 2 });
});
