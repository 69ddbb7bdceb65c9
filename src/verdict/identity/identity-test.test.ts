import { expect, test } from "vitest";
import type { Exclusion, IdentityAsk, IdentityCall } from "./call.js";
import { conclude } from "./conclude.js";
import { IdentityTest } from "./identity-test.js";
import type { IdentityOptions } from "./options.js";

const options: IdentityOptions = {
  ...{ seed: 1, budget: 1500, alpha: 0.01, incomparable: null },
  prompts: Array.from({ length: 12 }, (_, at) => `p${at}`),
  arms: ["base", "sampling", "system-prompt"],
};

type Reply = string | Exclusion;
const excluded: readonly string[] = [
  "busy",
  "refused",
  "filtered",
  "empty",
  "reasoned",
  "failed",
] satisfies Exclusion[];

function isExcluded(reply: Reply): reply is Exclusion {
  return excluded.includes(reply);
}

function callOf(ask: IdentityAsk, call: number, reply: Reply): IdentityCall {
  const shown = isExcluded(reply) ? { answer: null, excluded: reply } : { answer: reply, excluded: null };
  return { ...ask, call, ...shown, inputTokens: 10 + ask.prompt.length, hasReasoned: false, isCopy: false };
}

function ran(reply: (ask: IdentityAsk, call: number) => Reply, of: IdentityOptions = options): IdentityTest {
  const test = new IdentityTest(of);
  let call = 0;
  for (let asks = test.next(2); asks.length > 0; asks = test.next(2)) {
    for (const ask of asks) {
      call += 1;
      test.add(callOf(ask, call, reply(ask, call)));
    }
  }
  return test;
}

const wordOf = (test: IdentityTest, of = options) => conclude(test.seen(), of);

test("two sides that answer alike are the same after 300 answers, about half of them of each side", () => {
  const done = ran(({ number }) => (number % 3 === 0 ? "blue" : "teal"));
  const { calls } = done.seen();
  expect(calls).toHaveLength(300);
  expect(calls.filter(({ side }) => side === "A").length).toBeGreaterThan(120);
  expect(calls.filter(({ side }) => side === "B").length).toBeGreaterThan(120);
  expect(new Set(calls.map(({ prompt }) => prompt)).size).toBe(12);
  expect(wordOf(done)).toMatchObject({ word: "same", cause: null });
});

test("sides without a common answer differ at once, in every arm and again, and only the weights are left", () => {
  const done = ran(({ side, number }) => `${side}${number % 2}`);
  const { decidedAfter, arms, again } = done.seen();
  expect(decidedAfter).toBeLessThan(30);
  expect(arms.map(({ arm, outcome }) => [arm, outcome])).toEqual([
    ["sampling", "kept"],
    ["system-prompt", "kept"],
  ]);
  expect(again?.at).toBeLessThan(60);
  expect(wordOf(done)).toMatchObject({ word: "different", tokens: { kind: "equal" }, cause: { causes: ["weights"] } });
});

test("a difference that an arm ends, that is back without it, and that it ends again has its cause in the arm", () => {
  const done = ran(({ side, arm, number }) => (arm === "sampling" || number % 4 > 0 ? `x${number % 3}` : side));
  expect(done.seen().arms).toMatchObject([{ arm: "sampling", outcome: "cured", isConfirmed: true }]);
  expect(wordOf(done)).toMatchObject({ word: "different", cause: { causes: ["sampling"] } });
});

test("a difference that ends by itself before an arm is not put down to the arm", () => {
  const done = ran(({ side, number }, call) => (call > 24 ? `x${number % 3}` : side));
  const { word, cause } = wordOf(done);
  expect(word).toBe("different");
  expect(cause?.causes).not.toContain("sampling");
});

test("a call without an answer is made again with the same prompt and side, and its prompt is given up after three times", () => {
  const done = ran(({ prompt, side }) => (prompt === "p3" && side === "B" ? "empty" : "teal"));
  const failed = done.seen().calls.filter(({ excluded }) => excluded === "empty");
  expect(failed.map(({ number }) => number)).toEqual([failed[0]?.number, failed[0]?.number, failed[0]?.number]);
  expect(done.seen().dropped).toEqual(["p3"]);
});

test("throttled calls are made again as often as it takes", () => {
  const done = ran((_, call) => (call % 2 === 0 ? "busy" : "teal"));
  expect(done.seen().dropped).toEqual([]);
  expect(wordOf(done).word).toBe("same");
});

test("a model that reasons before every answer cannot be asked, unless its reasoning can be switched off", () => {
  const reply = ({ arm, side }: IdentityAsk): Reply => (side === "B" && arm !== "reasoning-off" ? "reasoned" : "teal");
  const cannot = ran(reply);
  expect(cannot.seen()).toMatchObject({ obstacle: { kind: "reasons", side: "B" } });
  expect(wordOf(cannot)).toMatchObject({ word: "cannot-tell" });
  expect(wordOf(cannot).because).toContain("one-token probes cannot be asked of B");
  expect(cannot.seen().calls.length).toBeLessThan(40);
  const able = { ...options, arms: ["base", "reasoning-off"] as const };
  const can = ran(reply, able);
  expect(can.seen()).toMatchObject({ baseArm: "reasoning-off", obstacle: null });
  expect(wordOf(can, able).word).toBe("same");
});

test("an arm that a side refuses settles nothing, and the others are asked", () => {
  const done = ran(({ side, arm, number }) =>
    arm === "sampling" && side === "A" ? "refused" : `${side}${number % 2}`,
  );
  expect(done.seen().arms).toMatchObject([
    { arm: "sampling", outcome: "refused" },
    { arm: "system-prompt", outcome: "kept" },
  ]);
  expect(wordOf(done).cause?.causes).toContain("sampling");
});

test("a budget that is spent early leaves it open", () => {
  const short = { ...options, budget: 40 };
  expect(
    wordOf(
      ran(() => "teal", short),
      short,
    ),
  ).toMatchObject({
    word: "cannot-tell",
    because: "40 answers are too few to tell",
  });
});

test("calls that were made before lead to the same questions", () => {
  const done = ran(({ side, number }) => `${side}${number % 2}`).seen();
  const resumed = new IdentityTest(options);
  for (const call of done.calls) resumed.add(call);
  expect(resumed.next(2)).toEqual([]);
  expect(resumed.seen()).toEqual(done);
});
