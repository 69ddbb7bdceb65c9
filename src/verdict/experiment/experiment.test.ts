import { expect, test } from "vitest";
import { seededRandom } from "../../chat/seeded-random.js";
import { nextStep, openExperiment } from "./experiment.js";
import type { Ask, Result } from "./result.js";
import type { CallOutcome, ExperimentCall, Space } from "./space.js";

const factor = (id: string) => ({
  id,
  name: id,
  levels: [{ id: "x", says: "", costTokens: 0, contains: [] }],
});
const space: Space = {
  factors: ["a", "b", "c", "d"].map(factor),
  places: [
    { id: "unary", part: "stream", says: "" },
    { id: "invoke", part: "api", says: "" },
    { id: "west", part: "region", says: "" },
    { id: "other", part: "provider", says: "" },
    { id: "neighbour", part: "model", says: "" },
  ],
};
const options = { seed: 1, budget: 400 };

type Answer = { readonly outcome: CallOutcome; readonly replyKey?: string | null; readonly upstream?: string | null };

/** Runs an experiment against a service that answers by the arm. */
function run(answer: (ask: Ask, call: number) => Answer, within: Space = space) {
  const experiment = openExperiment(within, options);
  const calls: ExperimentCall[] = [];
  const asked: Ask[] = [];
  for (;;) {
    const step = experiment.step();
    if (step.kind === "result") return { result: step.result, calls, asked };
    for (const ask of step.batch) {
      const { arm, stage, pair } = ask;
      const { outcome, replyKey = null, upstream = null } = answer(ask, calls.length + 1);
      const call = { call: calls.length + 1, arm, stage, pair, outcome, replyKey, upstream };
      calls.push(call);
      asked.push(ask);
      experiment.add(call);
    }
  }
}

const when = (isBad: boolean): Answer => ({ outcome: isBad ? "bad" : "ok" });

function causeOf(result: Result) {
  if (result.kind !== "cause") return result.kind;
  return { names: result.cause.names, seats: result.cause.seats, place: result.place };
}

test("the first four calls are the failing request as it is", () => {
  const step = nextStep(space, [], options);
  expect(step.kind === "ask" ? step.batch.map(({ arm, stage, nonce }) => ({ arm, stage, nonce })) : []).toEqual(
    Array.from({ length: 4 }, () => ({ arm: { changed: {}, place: null }, stage: "first", nonce: false })),
  );
});

test("a factor that always decides is named, with its cure and the calls that rule the others out", () => {
  const { result } = run(({ arm }) => when(arm.changed["b"] === undefined));
  expect(causeOf(result)).toEqual({ names: [{ rule: "all", factors: ["b"] }], seats: ["anywhere"], place: null });
  if (result.kind !== "cause") return;
  expect(result.cures).toEqual({ b: "x" });
  expect(result.evidence).toBeGreaterThanOrEqual(50);
  expect(result.ruledOut.map(({ what }) => what)).toEqual([
    "a",
    "c",
    "d",
    "unary",
    "invoke",
    "west",
    "other",
    "neighbour",
  ]);
  for (const { calls } of result.ruledOut) expect(calls.length).toBeGreaterThan(0);
});

test("a factor at one provider alone needs the proof of its place too", () => {
  const { result } = run(({ arm }) => when(arm.changed["b"] === undefined && arm.place !== "other"));
  expect(causeOf(result)).toEqual({ names: [{ rule: "all", factors: ["b"] }], seats: ["provider"], place: "proved" });
  if (result.kind !== "cause") return;
  expect(result.contrasts.map(({ kind, about, isProved }) => ({ kind, about, isProved }))).toEqual([
    { kind: "factor", about: "b", isProved: true },
    { kind: "place", about: "other", isProved: true },
  ]);
  expect(result.contrasts[1]?.isApart).toBe(true);
  expect(result.contrasts[1]?.right).toEqual({ changed: {}, place: "other" });
});

test("of two needed factors each is proved against the failing request", () => {
  const { result } = run(({ arm }) => when(arm.changed["a"] === undefined && arm.changed["c"] === undefined));
  expect(causeOf(result)).toMatchObject({ names: [{ rule: "all", factors: ["a", "c"] }] });
  if (result.kind !== "cause") return;
  expect(result.contrasts.map(({ left, right }) => [left.changed, right.changed])).toEqual([
    [{}, { a: "x" }],
    [{}, { c: "x" }],
  ]);
  expect(result.evidence).toBe(Math.min(...result.contrasts.map(({ evidence }) => evidence)));
});

test("of two factors that each suffice, one changed is proved against both changed", () => {
  const { result } = run(({ arm }) => when(arm.changed["a"] === undefined || arm.changed["c"] === undefined));
  expect(causeOf(result)).toMatchObject({ names: [{ rule: "any", factors: ["a", "c"] }] });
  if (result.kind !== "cause") return;
  expect(result.contrasts.map(({ left, right }) => [left.changed, right.changed])).toEqual([
    [{ c: "x" }, { a: "x", c: "x" }],
    [{ a: "x" }, { a: "x", c: "x" }],
  ]);
});

test("what never fails is no difference, with an upper bound; what always fails fails everywhere", () => {
  const fine = run(() => when(false)).result;
  expect(fine.kind).toBe("no-difference");
  expect(fine.kind === "no-difference" ? fine.rate.interval[1] : 1).toBeLessThan(0.25);
  const broken = run(() => when(true)).result;
  expect(broken).toMatchObject({ kind: "fails-everywhere", missing: [] });
});

test("what always fails where no other provider can be asked is undetermined, with the missing control and its calls", () => {
  const { result } = run(() => when(true), { ...space, places: [] });
  expect(result).toMatchObject({ kind: "undetermined", because: "missing-control" });
  expect(result.kind === "undetermined" ? result.missing : []).toEqual([
    { part: "provider", calls: 2 },
    { part: "api", calls: 2 },
    { part: "stream", calls: 2 },
    { part: "model", calls: 2 },
  ]);
});

test("an upstream that fails now and then is not taken for the place as a whole", () => {
  const random = seededRandom(7);
  const { result, asked } = run(({ arm }) => {
    const isElsewhere = arm.place !== null && arm.place !== "neighbour";
    if (isElsewhere) return { outcome: "ok" };
    const model = arm.place === null ? "m/one" : "m/two";
    const name = random() < 0.5 ? "Alpha" : "Beta";
    return { ...when(name === "Beta" && random() < 0.4), upstream: `${name} ${model}` };
  });
  expect(result.kind).toBe("split-by-upstream");
  expect(asked.map(({ why }) => why)).toContain("which upstream serves the calls that fail?");
});

test("two upstreams behind one name are told apart before anything is blamed", () => {
  const { result } = run((_, call) => ({ ...when(call % 3 === 0), upstream: call % 3 === 0 ? "slow" : "fast" }));
  expect(result.kind).toBe("split-by-upstream");
  if (result.kind !== "split-by-upstream") return;
  expect(
    result.upstreams.map(({ upstream, counts }) => [upstream, counts.bad === counts.eligible, counts.bad]),
  ).toEqual([
    ["fast", false, 0],
    ["slow", true, expect.any(Number)],
  ]);
});

test("equal replies are asked again with other nonces: where those differ, the first ones count as one", () => {
  const { asked, result } = run(({ nonce }, call) => ({ outcome: "ok", replyKey: nonce ? `reply ${call}` : "same" }));
  expect(asked.slice(4, 8).map(({ stage, nonce, arm }) => [stage, nonce, arm.place])).toEqual(
    Array.from({ length: 4 }, () => ["first", true, null]),
  );
  expect(result.copies).toBe("copies");
  const steady = run(() => ({ outcome: "ok", replyKey: "same" })).result;
  expect(steady.copies).toBe("steady");
  // Three of the first four calls do not count.
  expect(result.kind === "no-difference" && steady.kind === "no-difference").toBe(true);
});

test("blank replies and errors are no copies of each other", () => {
  const { asked, result } = run(({ arm }) => ({ ...when(arm.changed["b"] === undefined), replyKey: null }));
  expect(asked.slice(4).some(({ stage }) => stage === "first")).toBe(false);
  expect(causeOf(result)).toMatchObject({ names: [{ factors: ["b"] }] });
});

test("a refused change is taken out and quoted, and the cause is found without it", () => {
  const { result } = run(({ arm }) =>
    arm.changed["d"] === undefined ? when(arm.changed["b"] === undefined) : { outcome: "refused" },
  );
  expect(causeOf(result)).toMatchObject({ names: [{ factors: ["b"] }] });
  expect(result.refused.map(({ what }) => what)).toEqual(["d=x"]);
  expect(result.merged).toContain("d cannot be changed");
});

test("throttled calls cost a call and show nothing", () => {
  const { result, calls } = run(({ arm }, call) =>
    call % 4 === 0 ? { outcome: "void" } : when(arm.changed["b"] === undefined),
  );
  expect(causeOf(result)).toMatchObject({ names: [{ factors: ["b"] }] });
  expect(result.voids).toBe(calls.filter(({ outcome }) => outcome === "void").length);
});

test("an experiment that measures nothing ends with its budget", () => {
  const { result, calls } = run(() => ({ outcome: "void" }));
  expect(result).toMatchObject({ kind: "undetermined", because: "nothing-measured", voids: 400 });
  expect(calls).toHaveLength(400);
});

test("a fault that ends midway is no cause", () => {
  const { result } = run((_, call) => when(call <= 12));
  expect(["rate-changed", "no-difference", "undetermined"]).toContain(result.kind);
});

test("a call that was not asked for is a mistake, and named", () => {
  const stray = { call: 1, arm: { changed: { a: "x" }, place: null }, stage: "first", pair: null } as const;
  expect(() => nextStep(space, [{ ...stray, outcome: "ok", replyKey: null, upstream: null }], options)).toThrow(
    "call 1 is not one that the experiment asked for",
  );
});

test("an arm with a level or a place that the space does not have is a mistake, and named", () => {
  const call = { call: 1, stage: "first", pair: null, outcome: "ok", replyKey: null, upstream: null } as const;
  expect(() => nextStep(space, [{ ...call, arm: { changed: { a: "z" }, place: null } }], options)).toThrow("a=z");
  expect(() => nextStep(space, [{ ...call, arm: { changed: {}, place: "moon" } }], options)).toThrow("moon");
});
