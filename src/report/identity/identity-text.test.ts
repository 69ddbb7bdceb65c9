import { expect, test } from "vitest";
import type { IdentityCall, Side } from "../../verdict/identity/call.js";
import { type IdentityText, identityLines } from "./identity-text.js";

function call(number: number, side: Side, excluded: IdentityCall["excluded"]): IdentityCall {
  const ask = { number, phase: 0, arm: "base", prompt: `p${number % 2}`, side } as const;
  return {
    ...{ ...ask, call: number, answer: excluded === null ? "7" : null, excluded },
    ...{ inputTokens: 10, hasReasoned: false, isCopy: false },
  };
}

const between = { bits: 0.4, chanceBits: 0.1, p: 0.0025, answers: 100, prompts: 6 };
const text: IdentityText = {
  ...{ A: "one", B: "other", battery: { battery: "own", edition: 2, prompts: 12 }, alpha: 0.01 },
  models: { A: ["m"], B: [] },
  upstreams: { A: ["Novita", "Together"], B: [] },
  power: [],
  seen: {
    calls: [call(1, "A", null), call(2, "B", null), call(3, "B", "busy"), call(4, "A", "empty"), call(5, "B", "busy")],
    ...{ baseArm: "base", evidence: 120, decidedAfter: 24, again: null, dropped: ["p9"], obstacle: null },
    arms: [
      { arm: "sampling", outcome: "kept", answers: 20, evidence: 60, isConfirmed: null },
      { arm: "system-prompt", outcome: "cured", answers: 96, evidence: 0.1, isConfirmed: true },
      { arm: "fresh-prompt", outcome: "refused", answers: 0, evidence: 1, isConfirmed: null },
    ],
  },
  conclusion: {
    ...{ word: "different", because: "the answers show it", tokens: { kind: "constant", more: -37, prompts: 6 } },
    comparisons: { between, within: { A: { ...between, bits: 0.11, p: 0.6 }, B: null } },
    cause: { causes: ["system-prompt"], because: "it is gone" },
  },
};

test("a difference is told with its size, its cause, the arms, the three comparisons and what was tested", () => {
  expect(identityLines(text)).toEqual([
    "A: one, served as m, by Novita, Together",
    "B: other",
    "different: the answers show it",
    "size: large; other models differ as much",
    "cause: a prompt that is put before ours; it is gone",
    "  with sampling: the difference is still there after 20 answers",
    "  with system-prompt: no difference in 96 answers, twice",
    "  with fresh-prompt: one side refuses the request",
    "  A/B: 0.400 bits apart, 0.100 by chance (p below 0.01), 100 answers to 6 prompts",
    "  A/A, earlier and later: 0.110 bits apart, 0.100 by chance (p 0.60), 100 answers to 6 prompts",
    "  B/B, earlier and later: too few answers",
    "  prompt tokens: A counts 37 more at each of 6 prompts: something is added",
    "tested: 2 of 12 prompts of own (edition 2), 5 calls, answers: 1 of A, 1 of B; at most 1 % of equal pairs are called different",
    "excluded: A 1 empty, B 2 throttled or unavailable",
    "left out, since one side gave no answer: p9",
    "not tested: long answers, tools, other prompts, other times and regions; why a service answers as it does",
  ]);
});

test("several causes are left open, and sameness says what would have been found", () => {
  const cause = { causes: ["quantisation", "mixture"], because: "no arm cures it" } as const;
  const open = identityLines({ ...text, conclusion: { ...text.conclusion, cause } });
  expect(open).toContain(
    "cause: cannot tell; what is left is weights of another precision or build, or a share of the replies from something else; no arm cures it",
  );
  const power = [{ against: "another model", found: 50, tests: 50 }];
  const same = identityLines({ ...text, power, conclusion: { ...text.conclusion, word: "same", cause: null } });
  expect(same[2]).toBe("same within what was tested: the answers show it");
  expect(same).toContain("would have been found: another model in 50 of 50 tests");
});
