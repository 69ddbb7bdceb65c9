import { describe, expect, test } from "vitest";
import type { AgainCall } from "./experiment-result.js";
import { decideRecheck, pairsToAsk, type RecordedCase, type RecordedSide } from "./recheck-decision.js";

type Outcome = "ok" | "empty-reply" | "truncated" | "throttled";

/** One pair for each letter position: `failing[n]` and `working[n]`. */
function callsOf(failing: readonly Outcome[], working: readonly Outcome[] | null): readonly AgainCall[] {
  const arms = working === null ? (["failing"] as const) : (["failing", "working"] as const);
  return failing
    .flatMap((_, at) =>
      arms.map((arm) => ({ arm, pair: at + 1, what: (arm === "failing" ? failing : (working ?? []))[at] ?? "ok" })),
    )
    .map(
      ({ arm, pair, what }, at): AgainCall => ({
        call: at + 1,
        pair,
        arm,
        outcome: what === "ok" ? "ok" : what === "throttled" ? "excluded" : "bad",
        reason: what === "throttled" ? what : null,
        findings: what === "ok" || what === "throttled" ? [] : [what],
        startedAt: null,
        requestId: null,
        upstream: null,
        status: 200,
        entry: null,
      }),
    );
}

function times(count: number, outcome: Outcome): readonly Outcome[] {
  return Array.from({ length: count }, () => outcome);
}

const side = (bad: number, eligible: number, of: RecordedSide["of"] = "trials"): RecordedSide => ({
  bad,
  eligible,
  of,
});
const always: RecordedCase = { findings: ["empty-reply"], failing: side(9, 9), working: side(0, 9), redacted: [] };
const rate: RecordedCase = { ...always, failing: side(3, 9) };

const bad = (count: number) => times(count, "empty-reply");
const ok = (count: number) => times(count, "ok");

test.each([
  ["still", always, bad(3), ok(3), "It fails as it did."],
  ["still", rate, [...bad(4), ...ok(6)], ok(10), "It fails as it did."],
  ["still", always, [...bad(9), "truncated"], ok(10), "It fails as it did."],
  ["still", always, bad(10), [...bad(1), ...ok(9)], "It fails as it did."],
  ["still", { ...always, working: null }, bad(3), null, "It fails as it did."],
  ["still", { ...always, failing: side(0, 0) }, bad(3), ok(3), "It fails as it did."],
  ["still", { ...always, failing: side(9, 9, "other-bodies") }, [...bad(2), ...ok(8)], ok(10), "It fails as it did."],
  ["fixed", always, ok(3), ok(3), "It does not fail any more."],
  ["fixed", rate, ok(20), ok(20), "It does not fail any more."],
  ["fixed", { ...always, working: null }, ok(3), null, "It does not fail any more."],
  ["changed", always, [...bad(2), ...ok(8)], ok(10), "It fails less often than it did."],
  ["changed", { ...always, failing: side(2, 19) }, bad(10), ok(10), "It fails more often than it did."],
  ["changed", always, times(3, "truncated"), ok(3), "The failing request fails in another way now."],
  ["changed", rate, [...ok(9), "truncated"], ok(10), "The failing request fails in another way now."],
  ["changed", always, bad(3), bad(3), "The working request fails too now."],
  ["changed", always, ok(3), times(3, "truncated"), "The working request fails too now."],
  ["undecided", rate, ok(3), ok(3), "That may be chance; 20 pairs without a failure would settle it."],
  [
    "undecided",
    { ...always, failing: side(0, 0) },
    ok(30),
    ok(30),
    "That may be chance: too few calls were recorded for a rate.",
  ],
  ["undecided", always, times(3, "throttled"), ok(3), "No reply to the failing request counts."],
  ["undecided", always, bad(3), times(3, "throttled"), "No reply to the working request counts."],
  [
    "undecided",
    { ...always, working: side(0, 0) },
    bad(3),
    bad(3),
    "The working request fails about as often now, so the two no longer differ; ask more pairs.",
  ],
  ["undecided", always, [], [], "No reply to the failing request counts."],
] as const)("%s: %#", (decision, recorded, failing, working, because) => {
  const decided = decideRecheck(callsOf(failing, working), recorded);
  expect([decided.decision, decided.says.at(-1)]).toEqual([decision, because]);
});

test("the sentences have the counts of both, and what was left out", () => {
  expect(decideRecheck(callsOf([...bad(2), "truncated", "throttled"], ok(4)), rate).says.slice(0, 2)).toEqual([
    "The failing request: 2 of 3 replies fail with empty-reply, 1 otherwise (truncated); recorded 3 of 9 besides the shown call. Left out: throttled.",
    "The working request: 0 of 4 replies fail; recorded 0 of 9 besides the shown call.",
  ]);
  const alone = { findings: ["empty-reply"], failing: side(0, 0), working: null, redacted: [] };
  expect(decideRecheck(callsOf(bad(3), null), alone).says.slice(0, 2)).toEqual([
    "The failing request: 3 of 3 replies fail with empty-reply; recorded the shown call alone.",
    "The bundle has no working request, so nothing was asked beside it.",
  ]);
});

test("the sentences say which calls the record counts, and what was not sent as recorded", () => {
  const again: RecordedCase = { ...always, failing: side(10, 10, "asked-again"), redacted: ["failing"] };
  const { says } = decideRecheck(callsOf(bad(3), ok(3)), { ...again, working: side(1, 9, "other-bodies") });
  expect(says).toEqual([
    "The failing request: 3 of 3 replies fail with empty-reply; recorded 10 of 10 when it was asked again for the bundle.",
    "The working request: 0 of 3 replies fail; recorded 1 of 9 besides the shown call, with other bodies.",
    "The stored failing request has REDACTED in it, so other bytes were sent than those that were recorded.",
    "It fails as it did.",
  ]);
});

test("as many pairs are asked as a failure that is gone needs, between 3 and 30", () => {
  // 9 of 9 against 0 of 3: 1 / C(12, 3) = 0.0045. 4 of 4 against 0 of 4: 2 / 70 = 0.029, and of 5: 1 / 126.
  expect([side(9, 9), side(4, 4), side(2, 2), side(3, 9), side(1, 9), side(0, 0)].map(pairsToAsk)).toEqual([
    3, 5, 8, 20, 30, 30,
  ]);
});

describe("where nothing has changed", () => {
  const logFactorials = [0];
  for (let n = 1; n <= 200; n += 1) logFactorials.push((logFactorials[n - 1] ?? 0) + Math.log(n));
  const choose = (n: number, k: number) =>
    Math.exp((logFactorials[n] ?? 0) - (logFactorials[k] ?? 0) - (logFactorials[n - k] ?? 0));
  const chance = (k: number, n: number, p: number) => choose(n, k) * p ** k * (1 - p) ** (n - k);

  type Decided = (k: number, now: number, pairs: number) => string;

  /** The largest probability of the words, over all rates, given that the shown call is one of `n` and failed. */
  function worst(
    n: number,
    pairsFor: (k: number) => number,
    decided: Decided,
  ): { readonly fixed: number; readonly any: number } {
    const words = Array.from({ length: n }, (_, at) =>
      Array.from({ length: pairsFor(at + 1) + 1 }, (_none, now) => decided(at + 1, now, pairsFor(at + 1))),
    );
    let [fixed, any] = [0, 0];
    for (let p = 0.01; p < 1; p += 0.01) {
      let [isFixed, isAny] = [0, 0];
      for (const [at, row] of words.entries()) {
        const seen = chance(at + 1, n, p) / (1 - (1 - p) ** n);
        for (const [now, word] of row.entries()) {
          const here = seen * chance(now, row.length - 1, p);
          if (word === "fixed") isFixed += here;
          if (word === "fixed" || word === "changed") isAny += here;
        }
      }
      [fixed, any] = [Math.max(fixed, isFixed), Math.max(any, isAny)];
    }
    return { fixed, any };
  }

  const ofFailing =
    (n: number): Decided =>
    (k, now, pairs) =>
      decideRecheck(callsOf([...bad(now), ...ok(pairs - now)], null), {
        findings: ["empty-reply"],
        failing: side(k - 1, n - 1),
        working: null,
        redacted: [],
      }).decision;

  test.each([1, 2, 3, 5, 10, 20, 40])(
    "a record of %i calls is called fixed or changed in at most 4 %% of rechecks",
    (n) => {
      const own = worst(n, (k) => pairsToAsk(side(k - 1, n - 1)), ofFailing(n));
      expect(own.any).toBeLessThan(0.0401);
      expect(own.fixed).toBeLessThan(0.0141);
    },
  );

  test.each([
    [6, 100],
    [10, 10],
    [50, 20],
  ])("so it is where the user chose: %i recorded, %i pairs", (n, pairs) => {
    const own = worst(n, () => pairs, ofFailing(n));
    expect(own.any).toBeLessThan(0.0401);
    expect(own.fixed).toBeLessThan(0.0141);
  });

  test("counting the shown call would call a rare failure fixed", () => {
    const counted: Decided = (k, now, pairs) =>
      decideRecheck(callsOf([...bad(now), ...ok(pairs - now)], null), {
        findings: ["empty-reply"],
        failing: side(k, 1),
        working: null,
        redacted: [],
      }).decision;
    expect(worst(1, () => 60, counted).fixed).toBeGreaterThan(0.5);
  });

  test.each([
    [9, 3],
    [9, 8],
    [39, 8],
    [2, 27],
  ])("a working request of %i good calls is called failing in at most 1 %% of rechecks of %i pairs", (n, pairs) => {
    let most = 0;
    for (let p = 0.01; p < 1; p += 0.01) {
      let alarm = 0;
      for (let now = 0; now <= pairs; now += 1) {
        const calls = callsOf(bad(pairs), [...bad(now), ...ok(pairs - now)]);
        const { says } = decideRecheck(calls, { ...always, working: side(0, n) });
        if (says.at(-1) === "The working request fails too now.") alarm += chance(now, pairs, p);
      }
      most = Math.max(most, alarm * (1 - p) ** n);
    }
    expect(most).toBeLessThan(0.0101);
  });
});

test("a failure that is still there at its rate is called so, and one that is gone is called fixed", () => {
  // 3 of 9 besides the shown call: 20 pairs. At a rate of 4 in 10, none of 20 fails in 0.6 ** 20 = 0.004 % of rechecks.
  const words = Array.from(
    { length: 21 },
    (_, now) => decideRecheck(callsOf([...bad(now), ...ok(20 - now)], ok(20)), rate).decision,
  );
  expect(words).toEqual([
    "fixed",
    ...Array.from({ length: 16 }, () => "still"),
    ...Array.from({ length: 4 }, () => "changed"),
  ]);
});
