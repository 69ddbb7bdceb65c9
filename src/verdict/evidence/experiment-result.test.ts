import { describe, expect, test } from "vitest";
import { pairsOf } from "../../../test/samples/evidence.js";
import { experimentResult } from "./experiment-result.js";

describe("calls asked again in turns", () => {
  test("are counted for each request, and their evidence is that of the pairs", () => {
    const calls = pairsOf("bo bo");
    // Before the first pair both rates are 1/2, which says nothing. After it they are 1.18/1.36 and 0.18/1.36, and their mean is 1/2:
    // the second pair multiplies by (1.18/1.36)² / (1/2)² = 3.0112.
    expect(experimentResult(calls)).toEqual({
      calls,
      failing: { bad: 2, eligible: 2 },
      working: { bad: 0, eligible: 2 },
      pairs: 2,
      paired: [1, 2, 3, 4],
      eValue: expect.closeTo(3.0112, 3),
    });
  });

  test("say nothing before the second pair", () => {
    expect(experimentResult(pairsOf("bo"))).toMatchObject({ pairs: 1, eValue: 1 });
  });

  test("are void as a pair where one of the two is excluded, and the other still counts for its own request", () => {
    const { eValue: alone } = experimentResult(pairsOf("bo bo"));
    expect(experimentResult(pairsOf("bo bx xo bo"))).toMatchObject({
      failing: { bad: 3, eligible: 3 },
      working: { bad: 0, eligible: 3 },
      ...{ pairs: 2, paired: [1, 2, 7, 8], eValue: alone },
    });
  });

  test("have no evidence where only the failing request was asked", () => {
    const expected = { failing: { bad: 2, eligible: 3 }, working: null, pairs: 0, paired: [], eValue: null };
    expect(experimentResult(pairsOf("b- o- b-"))).toMatchObject(expected);
    expect(experimentResult([])).toMatchObject({ failing: { bad: 0, eligible: 0 }, working: null, eValue: null });
  });

  test("are an e-value of 1 where the working request was asked and no pair is whole", () => {
    expect(experimentResult(pairsOf("xo bx"))).toMatchObject({ working: { bad: 0, eligible: 1 }, pairs: 0, eValue: 1 });
  });

  test("count once: a number that stands for more than one pair is void", () => {
    const calls = pairsOf("bo bo bo");
    const doubled = calls.map((call) => (call.pair === 3 ? { ...call, pair: 2 } : call));
    expect(experimentResult(doubled)).toMatchObject({ pairs: 1, paired: [1, 2], eValue: 1 });
    const twice = calls.flatMap((call) => (call.call === 1 ? [call, { ...call, call: 7 }] : [call]));
    expect(experimentResult(twice)).toMatchObject({ pairs: 2, paired: [3, 4, 5, 6] });
    const sameArm = pairsOf("bo").map((call) => ({ ...call, arm: "failing" }) as const);
    expect(experimentResult(sameArm)).toMatchObject({ pairs: 0, working: null, eValue: null });
  });

  test("are read in the order of their numbers, in whatever order a file lists them", () => {
    const calls = pairsOf("bo oo bo bb oo bo");
    const { eValue } = experimentResult(calls);
    expect(experimentResult(calls.toReversed()).eValue).toBe(eValue);
    const workingFirst = calls.map((call) => ({ ...call, call: call.call % 2 === 0 ? call.call - 1 : call.call + 1 }));
    expect(experimentResult(workingFirst).eValue).toBe(eValue);
  });
});
