import fc from "fast-check";
import { expect, test } from "vitest";
import { rows } from "../scripts/prove-causes/rows.js";
import { runWorld, scoreResult } from "../scripts/prove-causes/run.js";
import { seededRandom } from "../src/chat/seeded-random.js";
import { nextStep, openExperiment } from "../src/verdict/experiment/experiment.js";
import { standingOf } from "../src/verdict/experiment/proof/contrast.js";
import type { ExperimentCall, Space } from "../src/verdict/experiment/space.js";

const small = rows.filter(({ name }) => name.includes("small space"));
const worlds = fc.record({ row: fc.nat(small.length - 1), seed: fc.integer({ min: 1, max: 100_000 }) });

function worldOf({ row, seed }: { readonly row: number; readonly seed: number }) {
  const world = small[row]?.world(seed);
  if (world === undefined) throw new Error("there is no such row");
  return world;
}

test("an experiment that is interrupted after any call goes on as if it had not been", () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 0, max: 40 }), (drawn, stop) => {
      const world = worldOf(drawn);
      const options = { seed: drawn.seed, budget: 40 };
      const { calls } = runWorld(world, drawn.seed, 40);
      const seen = calls.slice(0, stop);
      const kept = openExperiment(world.space, options);
      for (const call of seen) kept.add(call);
      expect(nextStep(world.space, seen, options)).toEqual(kept.step());
    }),
    { numRuns: 8, seed: 1 },
  );
});

test("the calls of a batch may come back in any order", () => {
  fc.assert(
    fc.property(worlds, (drawn) => {
      const world = worldOf(drawn);
      const options = { seed: drawn.seed, budget: 40 };
      const random = seededRandom(drawn.seed);
      const [left, right] = [openExperiment(world.space, options), openExperiment(world.space, options)];
      for (let made = 0; ; ) {
        const [step, same] = [left.step(), right.step()];
        expect(same).toEqual(step);
        if (step.kind === "result") return;
        const calls = step.batch.map(({ arm, stage, pair }): ExperimentCall => {
          made += 1;
          const outcome = random() < world.rate(arm, made, null) ? "bad" : "ok";
          return { call: made, arm, stage, pair, outcome, replyKey: null, upstream: null };
        });
        for (const call of calls) left.add(call);
        // Equal arms of one batch are interchangeable, so that only different ones change places.
        for (const call of calls.toSorted((a, b) => (JSON.stringify(a.arm) < JSON.stringify(b.arm) ? -1 : 1)))
          right.add(call);
      }
    }),
    { numRuns: 8, seed: 2 },
  );
});

test("no cause is named without an e-value of 50 in each contrast, a probability, and failures without each other factor", () => {
  fc.assert(
    fc.property(worlds, (drawn) => {
      const world = worldOf(drawn);
      const { result } = runWorld(world, drawn.seed, 120);
      if (result.kind !== "cause") return;
      expect(result.contrasts.length).toBeGreaterThan(0);
      for (const { evidence, threshold, leftCounts, rightCounts } of result.contrasts) {
        expect(threshold).toBeGreaterThanOrEqual(50);
        expect(evidence).toBeGreaterThanOrEqual(threshold);
        expect(leftCounts.bad).toBeGreaterThan(rightCounts.bad);
      }
      expect(result.cause.probability).toBeGreaterThanOrEqual(0.98);
      const factors = world.space.factors.map(({ id }) => id);
      const cannot = new Set(result.merged.map((sentence) => sentence.split(" ")[0]));
      const holders = world.space.factors.filter(({ levels }) =>
        levels.every(({ contains }) => contains.some((id) => result.cause.names[0]?.factors.includes(id))),
      );
      for (const { what, calls } of result.ruledOut) {
        if (!factors.includes(what) || cannot.has(what) || holders.some(({ id }) => id === what)) continue;
        expect(calls.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 15, seed: 3 },
  );
});

test("how factors, levels and places are listed does not decide what is found", () => {
  for (const seed of [2, 9]) {
    const world = rows[0]?.world(seed);
    if (world === undefined) throw new Error("there is no such row");
    const turned: Space = { factors: world.space.factors.toReversed(), places: world.space.places.toReversed() };
    const [one, other] = [world, { ...world, space: turned }].map((each) => runWorld(each, seed).result);
    expect(one?.kind).toBe("cause");
    expect(other?.kind === "cause" ? other.cause.seats[0] : null).toEqual(
      one?.kind === "cause" ? one.cause.seats[0] : undefined,
    );
    expect(other?.kind === "cause" ? other.cause.names[0]?.factors.toSorted() : null).toEqual(
      one?.kind === "cause" ? one.cause.names[0]?.factors.toSorted() : undefined,
    );
  }
});

test("two equal arms, looked at after each pair, are named different in at most 2 % of 2,000 runs", () => {
  const random = seededRandom(8);
  const arm = { values: new Int8Array(1), place: 0 };
  const expected = { left: 0.6, right: 0.02 };
  let named = 0;
  for (let run = 0; run < 2000; run += 1) {
    const rate = [0.05, 0.2, 0.5, 0.9][run % 4] ?? 0.5;
    const rounds = Array.from({ length: 60 }, () => [random() < rate, random() < rate] as const);
    const contrast = { kind: "factor", about: "a", left: arm, right: arm, expected } as const;
    if (standingOf(contrast, rounds, 50).isProved) named += 1;
  }
  expect(named / 2000).toBeLessThanOrEqual(0.02);
});

test.each([
  ["one cause, 100 %", 4, 4],
  ["both needed, 100 %", 3, 3],
  ["either suffices, 100 %", 3, 2],
  ["one cause in a small space, 40 %", 3, 3],
  ["no fault, 0 %", 1, 1],
  ["everything, 40 %", 2, 2],
  ["one of two upstreams, 100 %", 3, 3],
  ["no other provider, 100 %", 3, 3],
  ["copies of equal bodies, 100 %", 2, 2],
  ["another flip refused, 100 %", 2, 2],
] as const)("a hidden cause of the row %s is found, and no wrong one is named", (name, runs, right) => {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`there is no row ${name}`);
  const scores = Array.from({ length: runs }, (_, index) => {
    const world = row.world(index + 1);
    return scoreResult(runWorld(world, index + 1).result, world);
  });
  expect(scores.filter((score) => score === "wrong")).toEqual([]);
  expect(scores.filter((score) => score === "right").length).toBeGreaterThanOrEqual(right);
});
