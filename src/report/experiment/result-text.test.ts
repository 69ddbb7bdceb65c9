import { describe, expect, test } from "vitest";
import type { Beliefs, ContrastResult, Noticed, Result } from "../../verdict/experiment/result.js";
import type { ExperimentCall, Space } from "../../verdict/experiment/space.js";
import { answerLines } from "./answer-text.js";
import { armText, believedText, resultLines, type ShownCall } from "./result-text.js";

const space: Space = {
  factors: [
    {
      id: "id-form",
      name: "the form of the ids",
      levels: [{ id: "native", says: "as Kimi writes it", costTokens: 0, contains: [] }],
    },
    { id: "sampling", name: "the sampling", levels: [{ id: "default", says: "none", costTokens: 0, contains: [] }] },
  ],
  places: [{ id: "p", part: "provider", says: "another provider" }],
};
const noticed: Noticed & { readonly beliefs: Beliefs } = {
  ...{ calls: 41, voids: 0, refused: [], copies: "none", rateChangedAt: null, givenUp: [], merged: [] },
  beliefs: { causes: [], noFault: 0, everywhere: 0, upstream: 0 },
};
const rate = { bad: 9, eligible: 10, interval: [0.5, 0.99], estimate: 0.86 } as const;
const failing = { changed: {}, place: null };
const native = { changed: { "id-form": "native" }, place: null };
const contrast: ContrastResult = {
  ...{ kind: "factor", about: "id-form", left: failing, right: native },
  leftCounts: { bad: 5, eligible: 5, interval: [0.55, 1] },
  rightCounts: { bad: 0, eligible: 5, interval: [0, 0.45] },
  ...{ evidence: 88.7, threshold: 50, isProved: true, control: null, isApart: true },
};
const cause: Result = {
  ...noticed,
  kind: "cause",
  cause: { names: [{ rule: "all", factors: ["id-form"] }], seats: ["anywhere"], probability: 0.99 },
  cures: { "id-form": "native" },
  ...{ rate, contrasts: [contrast], evidence: 88.7, place: null, missing: [], order: null, ruledOut: [] },
};
const shown = (
  call: Partial<ExperimentCall>,
  findings: readonly string[] = [],
  why: string | null = null,
): ShownCall => ({
  call: { call: 1, arm: failing, stage: "proof", pair: 1, outcome: "ok", replyKey: null, upstream: null, ...call },
  ...{ findings, why },
});
const lines = (result: Result, calls: readonly ShownCall[] = []) =>
  resultLines({ ...{ cell: "c", space, result, whose: null, calls, proof: [] }, at: (name) => `e/${name}` });

describe("a result in words", () => {
  test("a cause has its rate, its proof with both intervals, and the rule that decides", () => {
    expect(lines(cause)).toEqual([
      "c: the cause is the form of the ids, wherever it is sent (99.0 %)",
      "  the failing request: bad in 9 of 10 (always-valid 95 %: 50.0 % to 99.0 %)",
      "  proof: the failing request: 5 of 5 bad (55.0 % to 100.0 %); id-form = native (as Kimi writes it): 0 of 5 bad (0.0 % to 45.0 %); in turns, e-value 88 of 50: proved",
      "  41 calls",
    ]);
  });

  test("a side that is rid of the failure but not fine says so", () => {
    const calls = [
      shown({ arm: native }, ["result-ignored"]),
      shown({ arm: native }),
      shown({ arm: native, stage: "search" }, ["x"]),
    ];
    expect(lines(cause, calls)).toContain(
      "    without the failure, but with another fault in 1 of 2: id-form = native (as Kimi writes it): result-ignored",
    );
  });

  test("a refused flip is quoted, and void calls are counted", () => {
    const refused: Result = { ...cause, voids: 3, refused: [{ what: "sampling=default", call: 7 }] };
    const text = lines(refused, [shown({ call: 7, outcome: "refused" }, [], "temperature is deprecated")]);
    expect(text).toContain('  refused: sampling=default (call 7: "temperature is deprecated")');
    expect(text.at(-1)).toBe("  41 calls, 3 of them void");
  });

  test.each<[Result, string]>([
    [{ ...noticed, kind: "no-difference", rate }, "c: no difference found"],
    [{ ...noticed, kind: "fails-everywhere", rate, missing: [] }, "c: fails everywhere, however it was asked"],
    [{ ...noticed, kind: "rate-changed", rate, at: 30 }, "c: the rate changed at call 30"],
    [
      {
        ...noticed,
        kind: "split-by-upstream",
        upstreams: [{ upstream: "A", counts: { bad: 1, eligible: 2, interval: [0, 1] } }],
      },
      "c: the upstream decides: A 1 of 2 bad",
    ],
    [
      { ...noticed, kind: "undetermined", because: "budget", rate, contrasts: [], missing: [], moreCalls: null },
      "c: undetermined, the budget is spent",
    ],
  ])("%#", (result, first) => {
    expect(lines(result)[0]).toBe(first);
  });

  test.each<[moreCalls: number | null, line: string | null]>([
    [29, "  about 29 more calls would settle it, if it is the form of the ids, only at this provider (70.0 %)"],
    [1, "  about 1 more call would settle it, if it is the form of the ids, only at this provider (70.0 %)"],
    [0, "  about 1 more call would settle it, if it is the form of the ids, only at this provider (70.0 %)"],
    [null, null],
  ])("%s calls more that would settle it are said", (moreCalls, line) => {
    const top = {
      names: [{ rule: "all" as const, factors: ["id-form"] }],
      seats: ["provider" as const],
      probability: 0.7,
    };
    const beliefs = { ...noticed.beliefs, causes: [top] };
    const open = { ...noticed, beliefs, kind: "undetermined", because: "budget", contrasts: [], missing: [] } as const;
    expect(lines({ ...open, rate, moreCalls }).filter((one) => one.includes("settle"))).toEqual(
      line === null ? [] : [line],
    );
  });

  test("causes that nothing tells apart stand side by side", () => {
    const two = {
      names: [{ rule: "all" as const, factors: ["id-form", "sampling"] }],
      ...{ seats: ["provider", "region"] as const, probability: 0.5 },
    };
    expect(believedText(two, space)).toBe(
      "the form of the ids together with the sampling, only at this provider, or only in this region (50.0 %)",
    );
  });

  test("an arm has its levels and its place", () => {
    expect(armText({ changed: { sampling: "default" }, place: "p" }, space)).toBe("sampling = default (none) at p");
    expect(armText(failing, space)).toBe("the failing request");
  });
});

describe("the answer of a reproduction", () => {
  const parts = {
    ...{ mark: null, scenario: "s", space, whose: null, proof: [], missing: [], bundle: "o/bundle" },
    calls: [],
  };
  const at = (name: string) => `o/${name}`;

  test("five lines, each with its mark", () => {
    const whose = { party: "model", standing: "established", because: "It decides everywhere." } as const;
    const proof = [{ factor: "id-form", folder: "proof", pointers: ["/a", "/b"], stray: [] }];
    const missing = [{ control: "another region", tells: "shows whether it is the region", calls: 6 }];
    expect(answerLines({ ...parts, mark: "DEMO", cell: "c", result: cause, whose, proof, missing, at })).toEqual([
      "DEMO found: c: the cause is the form of the ids, wherever it is sent (99.0 %), after 41 calls",
      "DEMO proof: id-form: bad in 5 of 5 against 0 of 5, in turns; o/proof/difference.patch.json (/a, /b)",
      "DEMO whose fault: the model (established). It decides everywhere.",
      "DEMO open: another region, which shows whether it is the region (about 6 calls)",
      "DEMO bundle: o/bundle",
    ]);
  });

  test("the pair's other faults stand beside its proof, whatever the failure is", () => {
    const calls = [shown({ arm: native }, ["leaked-markup"]), shown({ arm: native })];
    expect(answerLines({ ...parts, cell: "c", result: cause, calls, at })[1]).toBe(
      "proof: id-form: bad in 5 of 5 against 0 of 5, in turns; without the failure, but with another fault in 1 of 2: id-form = native (as Kimi writes it): leaked-markup",
    );
  });

  test("an open result says how many calls more would settle it", () => {
    const open = { ...noticed, kind: "undetermined", because: "budget", contrasts: [], missing: [] } as const;
    const result = { ...open, rate, moreCalls: 29 };
    expect(answerLines({ ...parts, cell: "c", result, bundle: null, at })[3]).toBe(
      "open: about 29 more calls would settle it",
    );
  });

  test("nothing failed", () => {
    expect(answerLines({ ...parts, cell: null, result: null, bundle: null, at })).toEqual([
      "found: nothing: s did not fail at any target that was asked",
      "proof: no pair of requests was tested for proof",
      "whose fault: no cause is named, so no party is blamed",
      "open: nothing that another call could decide",
      "bundle: none was made",
    ]);
  });
});
