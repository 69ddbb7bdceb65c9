import { describe, expect, test } from "vitest";
import { fillerText } from "./filler-text.js";

const fact = (at: number, text: string) => ({ at, text });

describe("A filler", () => {
  test.each([1, 16, 1000, 64_000])("of %i tokens has about four characters for each", (tokens) => {
    const { length } = fillerText({ tokens, seed: 1, facts: [] });
    expect(length).toBeGreaterThanOrEqual(tokens * 4 - 1);
    expect(length).toBeLessThan(tokens * 4.02 + 200);
  });

  test("is the same for the same seed, and another for another", () => {
    const [one, again, other] = [1, 1, 2].map((seed) => fillerText({ tokens: 500, seed, facts: [] }));
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  test("has each fact once, as a sentence at its depth", () => {
    const facts = [
      fact(0.9, "The tide turns at 04:10."),
      fact(0, "The pilot is Ines Okafor."),
      fact(0.5, "Berth 9 is dry."),
    ];
    const text = fillerText({ tokens: 5000, seed: 3, facts });
    for (const one of facts) {
      expect(text.split(one.text)).toHaveLength(2);
      expect(text.indexOf(one.text) / text.length).toBeCloseTo(one.at, 1);
    }
    expect(text).toMatch(/[.]\s+Berth 9 is dry[.]\s+[A-Z]/);
  });

  test("has a fact at its end last, and facts of one depth in the order of the list", () => {
    const text = fillerText({ tokens: 100, seed: 3, facts: [fact(1, "First."), fact(1, "Second.")] });
    expect(text.trim()).toMatch(/First\.\s+Second\.$/);
  });
});
