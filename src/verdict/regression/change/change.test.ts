import { describe, expect, test } from "vitest";
import { type DatedNight, firstBadNight } from "./first-bad-night.js";
import { type WhoQuestion, whoChanged } from "./who-changed.js";

const known = { bad: 0, eligible: 96, perNight: 12 };

/** Nights n01, n02, …: bad trials of 12. */
function nights(...bad: readonly number[]): readonly DatedNight[] {
  return bad.map((one, at) => ({ id: `n${String(at + 1).padStart(2, "0")}`, eligible: 12, bad: one }));
}

function zeros(count: number): readonly number[] {
  return Array.from({ length: count }, () => 0);
}

describe("the first bad night", () => {
  test("is one where nothing else is likely, and the last good one is before it", () => {
    const found = firstBadNight({ nights: nights(...zeros(10), 9, 10, 9), known, correlation: 0.02 });
    expect(found).toEqual({ set: ["n11"], likeliest: "n11", lastGood: "n10" });
  });

  test("is a set without gaps where a night in between says little", () => {
    const found = firstBadNight({ nights: nights(...zeros(9), 1, 2, 1, 6, 5), known, correlation: 0.05 });
    expect(found?.set).toContain("n10");
    expect(found?.set.length).toBeGreaterThan(1);
    expect(found?.set).toEqual([...(found?.set ?? [])].sort());
    const all = ["n08", "n09", "n10", "n11", "n12", "n13", "n14"];
    const from = all.indexOf(found?.set[0] ?? "");
    expect(found?.set).toEqual(all.slice(from, from + (found?.set.length ?? 0)));
    expect(found?.lastGood).toBe(all[from - 1]);
  });

  test("is looked for beyond 14 nights where the change is older", () => {
    const old = [...zeros(5), ...Array.from({ length: 25 }, () => 9)];
    expect(firstBadNight({ nights: nights(...old), known, correlation: 0.02 })?.set).toEqual(["n06"]);
  });

  test("may be the first night of all, and then nothing is before it", () => {
    const found = firstBadNight({ nights: nights(9, 10, 9), known, correlation: 0.02 });
    expect(found).toEqual({ set: ["n01"], likeliest: "n01", lastGood: null });
    expect(firstBadNight({ nights: [], known, correlation: 0.02 })).toBeNull();
  });

  test("is found for an improvement too", () => {
    const bad = { bad: 80, eligible: 96, perNight: 12 };
    const found = firstBadNight({ nights: nights(10, 11, 10, 0, 0), known: bad, correlation: 0.02 });
    expect(found?.set).toEqual(["n04"]);
  });

  test("has a wider set for a higher confidence, and where nights differ more", () => {
    const some = nights(...zeros(9), 1, 2, 1, 6, 5);
    const size = (correlation: number, confidence: number) =>
      firstBadNight({ nights: some, known, correlation, confidence })?.set.length ?? 0;
    expect(size(0.05, 0.99)).toBeGreaterThan(size(0.05, 0.5));
    expect(size(0.18, 0.9)).toBeGreaterThanOrEqual(size(0.005, 0.9));
  });
});

describe("who changed", () => {
  const question: WhoQuestion = { request: "changed", judgedAlike: true, test: null, known, correlation: 0.02 };
  const counted = (ours: number, theirs: number, of = 20) => ({
    ours: { eligible: of, bad: ours },
    theirs: { eligible: of, bad: theirs },
  });

  test("is the provider for equal requests, where the old replies are judged as they were", () => {
    expect(whoChanged({ ...question, request: "equal" })).toEqual({ who: "provider", why: "same-request", more: 0 });
  });

  test("is open for equal requests whose old replies were not judged again", () => {
    const asked = whoChanged({ ...question, request: "equal", judgedAlike: null });
    expect(asked).toEqual({ who: "cannot-tell", why: "judge-again", more: 0 });
  });

  test("are we where the old replies are judged otherwise, whatever was sent", () => {
    for (const request of ["equal", "changed", "unknown"] as const) {
      expect(whoChanged({ ...question, request, judgedAlike: false })).toMatchObject({
        who: "we",
        why: "rules-changed",
      });
    }
  });

  test("needs a counter-test for other requests, and for those that were not kept", () => {
    for (const request of ["changed", "unknown"] as const) {
      expect(whoChanged({ ...question, request })).toEqual({ who: "cannot-tell", why: "test-needed", more: 20 });
    }
  });

  test.each([
    ["we", 20, 0],
    ["we", 12, 0],
    ["provider", 12, 12],
    ["provider", 20, 20],
    ["both", 20, 8],
    ["nothing", 0, 0],
  ] as const)("is %s where %d of 20 of ours are bad and %d of theirs", (who, ours, theirs) => {
    expect(whoChanged({ ...question, test: counted(ours, theirs) })).toEqual({ who, why: "counter-test", more: 0 });
  });

  test("asks 20 more while it cannot tell, 60 at most", () => {
    expect(whoChanged({ ...question, test: counted(12, 6) })).toMatchObject({ why: "test-undecided", more: 20 });
    expect(whoChanged({ ...question, test: counted(30, 18, 50) })).toMatchObject({ who: "cannot-tell", more: 10 });
    expect(whoChanged({ ...question, test: counted(35, 22, 60) })).toMatchObject({ who: "cannot-tell", more: 0 });
  });

  test("says nothing from fewer than 20 of each", () => {
    const few = whoChanged({ ...question, test: counted(19, 0, 19) });
    expect(few).toEqual({ who: "cannot-tell", why: "test-too-small", more: 20 });
  });
});
