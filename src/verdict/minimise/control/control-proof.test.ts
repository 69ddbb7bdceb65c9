import { describe, expect, test } from "vitest";
import type { CallOutcome } from "../../experiment/space.js";
import { type ControlCall, type ControlOptions, type ControlProof, nextControl } from "./control-proof.js";
import { controlSentence } from "./words.js";

const options: ControlOptions = { seed: 1, expected: { bad: 2, eligible: 2 }, calls: 100, sameUpstream: false };

type Sides = { readonly [side in ControlCall["side"]]: (pair: number) => CallOutcome };

/** Makes every call that is asked for, until the proof ends; the upstream of a side is its own name. */
function ended(
  sides: Sides,
  more: Partial<ControlOptions> = {},
): { readonly calls: readonly ControlCall[]; readonly proof: ControlProof } {
  const calls: ControlCall[] = [];
  for (;;) {
    const step = nextControl(calls, { ...options, ...more });
    if (!("kind" in step)) return { calls, proof: step };
    const { pair, side } = step;
    const outcome = sides[side](pair);
    calls.push({ call: calls.length + 1, stage: "control", pair, side, outcome, replyKey: null, upstream: side });
  }
}

const always =
  (outcome: CallOutcome) =>
  (_: number): CallOutcome =>
    outcome;

describe("the proof of the control side", () => {
  test("is proved in a few pairs where one side always fails and the other never does", () => {
    const { calls, proof } = ended({ failing: always("bad"), working: always("ok") });
    expect(proof).toMatchObject({ decision: "proved", refused: null, voidPairs: 0, callsNeeded: null });
    expect(proof.standing.evidence).toBeGreaterThanOrEqual(50);
    expect(calls.length).toBe(2 * proof.standing.rounds);
    expect(calls.length).toBeLessThanOrEqual(12);
  });

  test("asks both sides of each pair, in an order that the seed draws", () => {
    const { calls } = ended({ failing: always("ok"), working: always("ok") });
    const pairs = [...new Set(calls.map(({ pair }) => pair))];
    const orders = pairs.map((pair) =>
      calls
        .filter((one) => one.pair === pair)
        .map(({ side }) => side)
        .join(" "),
    );
    expect(pairs.length).toBe(50);
    expect(new Set(orders)).toEqual(new Set(["failing working", "working failing"]));
    const again = ended({ failing: always("ok"), working: always("ok") });
    expect(again.calls).toEqual(calls);
    expect(ended({ failing: always("ok"), working: always("ok") }, { seed: 2 }).calls).not.toEqual(calls);
  });

  test("goes on from any call as if it had not been interrupted", () => {
    const sides: Sides = { failing: (pair) => (pair % 2 === 0 ? "bad" : "ok"), working: always("ok") };
    const { calls } = ended(sides);
    for (const [at, { pair, side }] of calls.entries()) {
      expect(nextControl(calls.slice(0, at), options)).toMatchObject({ kind: "ask", pair, side });
    }
  });

  test("ends when the control fails too", () => {
    const { calls, proof } = ended({ failing: always("bad"), working: always("bad") });
    expect(proof.decision).toBe("fails-too");
    expect(calls.length).toBe(8);
  });

  test("ends with the refusal of either side", () => {
    const { proof } = ended({ failing: always("bad"), working: always("refused") });
    expect(proof).toMatchObject({ decision: "refused", refused: { side: "working" } });
  });

  test("stays open where nothing differs and the calls are used up", () => {
    const { calls, proof } = ended({ failing: always("ok"), working: always("ok") }, { calls: 21 });
    expect(proof).toMatchObject({ decision: "open", callsNeeded: null });
    expect(calls.length).toBe(21);
    expect(proof.standing.rounds).toBe(10);
  });

  test("says about how many calls are needed where they are used up too early", () => {
    const { proof } = ended({ failing: always("bad"), working: always("ok") }, { calls: 4 });
    expect(proof.decision).toBe("open");
    expect(proof.callsNeeded).toBeGreaterThanOrEqual(2);
    expect(proof.callsNeeded).toBeLessThanOrEqual(8);
    expect(ended({ failing: always("bad"), working: always("ok") }, { calls: 0 }).proof.callsNeeded).toBe(12);
  });

  test("does not count a pair with a void call, and does not ask its other side", () => {
    const { calls, proof } = ended({ failing: (pair) => (pair === 1 ? "void" : "bad"), working: always("ok") });
    expect(proof).toMatchObject({ decision: "proved", voidPairs: 1 });
    const first = calls.filter(({ pair }) => pair === 1).map(({ side }) => side);
    expect(first.at(-1)).toBe("failing");
  });

  test("does not count a pair of two upstreams where one upstream has to serve both", () => {
    const { proof } = ended({ failing: always("bad"), working: always("ok") }, { sameUpstream: true, calls: 10 });
    expect(proof).toMatchObject({ decision: "open", voidPairs: 5, standing: { rounds: 0 } });
  });

  test("says its numbers", () => {
    const { proof } = ended({ failing: always("bad"), working: always("bad") });
    expect(controlSentence(proof)).toMatch(
      /^the control fails too: in 4 pairs asked in turns, what is left failed 4 of 4 times \(\d+ % to 100 %\), the control 4 of 4 times \(/,
    );
    const refused = ended({ failing: always("refused"), working: always("ok") }).proof;
    expect(controlSentence(refused)).toMatch(/^open: the service refused what is left \(call \d\)\.$/);
  });
});
