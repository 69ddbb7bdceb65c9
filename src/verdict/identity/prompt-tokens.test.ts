import { expect, test } from "vitest";
import type { IdentityCall, Side } from "./call.js";
import { tokenClue } from "./prompt-tokens.js";

function call(side: Side, prompt: string, inputTokens: number | null): IdentityCall {
  const ask = { number: 1, phase: 0, arm: "base", prompt, side } as const;
  return { ...ask, call: 1, answer: "7", excluded: null, inputTokens, hasReasoned: false, isCopy: false };
}

/** Calls to prompts p0, p1, … with these counts of side A and side B. */
function calls(...counts: readonly (readonly [ofA: number | null, ofB: number | null])[]): readonly IdentityCall[] {
  return counts.flatMap(([ofA, ofB], at) => [call("A", `p${at}`, ofA), call("B", `p${at}`, ofB)]);
}

test.each([
  { title: "equal", counts: calls([12, 12], [15, 15], [20, 20]), is: { kind: "equal", prompts: 3 } },
  { title: "more on B", counts: calls([12, 49], [15, 52], [20, 57]), is: { kind: "constant", more: 37, prompts: 3 } },
  { title: "more on A", counts: calls([12, 8], [15, 11], [20, 16]), is: { kind: "constant", more: -4, prompts: 3 } },
  {
    title: "another tokenizer",
    counts: calls([12, 12], [15, 16], [20, 22]),
    is: { kind: "uneven", least: 0, most: 2, prompts: 3 },
  },
  {
    title: "two sizes of one prompt",
    counts: [...calls([12, 12], [15, 15], [20, 20]), call("B", "p1", 18)],
    is: { kind: "unsteady", side: "B", prompts: 1 },
  },
  {
    title: "two prompts",
    counts: calls([12, 12], [15, 15], [20, null]),
    is: { kind: "unknown", why: "both sides reported them for 2 prompts" },
  },
])("prompt tokens: $title", ({ counts, is }) => {
  expect(tokenClue(counts, "base", null)).toEqual(is);
});

test("counts by other definitions are not compared, and those of another arm are not looked at", () => {
  const some = calls([12, 30], [15, 33], [20, 38]);
  expect(tokenClue(some, "base", "they count otherwise")).toEqual({ kind: "unknown", why: "they count otherwise" });
  expect(tokenClue(some, "sampling", null)).toMatchObject({ kind: "unknown" });
});

test("several sizes on one side tell by themselves, whatever the other side counts", () => {
  const some = [...calls([12, 30], [15, 33]), call("A", "p0", 13)];
  expect(tokenClue(some, "base", "they count otherwise")).toEqual({ kind: "unsteady", side: "A", prompts: 1 });
});
