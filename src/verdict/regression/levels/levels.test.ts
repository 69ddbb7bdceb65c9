import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gateSizes } from "../gate-kinds.js";
import { betaBinomial, upperTails } from "../probability/beta-binomial.js";
import { chooseLevels } from "./choose-levels.js";
import { levelsAt, limitsOf } from "./limits.js";
import { powerAt } from "./power.js";
import { reported, twoStages } from "./two-stages.js";

const { full } = gateSizes;

describe("the two stages of a night", () => {
  test("share the night's rate: at a = b = 1 the second trial is bad with ⅔ after a bad first", () => {
    const stages = twoStages({ ...full, screen: 1, confirm: 1 }, 0.5, 1 / 3);
    expect(stages(0, 0)).toBeCloseTo(1, 12);
    expect(stages(1, 1)).toBeCloseTo(1 / 2, 12);
    expect(stages(1, 2)).toBeCloseTo(1 / 3, 12);
    expect(stages(0, 1)).toBeCloseTo(2 / 3, 12);
    expect(stages(0, 3)).toBe(0);
  });

  test("are one night of all trials where everything is asked again", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.constantFrom(0, 0.02, 0.1), (rate, rho) => {
        const stages = twoStages(full, rate, rho);
        const tails = upperTails(betaBinomial(50, rate, rho));
        for (const bad of [0, 1, 7, 20, 50]) expect(stages(0, bad)).toBeCloseTo(tails[bad] ?? 0, 9);
      }),
    );
  });
});

test("a cell is reported tonight, or suspicious tonight and in one of two nights before", () => {
  const stages = (_: number, atLeast: number) => (atLeast === 9 ? 0.1 : 0.3);
  const limits = { suspect: 1, suspicious: 5, regressed: 9 };
  expect(reported(stages, limits)).toBeCloseTo(0.1 + 0.2 * (1 - 0.7 ** 2), 12);
});

test("limits fall with the level, and suspicious never needs more than regressed", () => {
  const known = { bad: 3, eligible: 96, perNight: 12 };
  const strict = limitsOf(known, 0.02, { size: full, levels: levelsAt(1e-5) });
  const loose = limitsOf(known, 0.02, { size: full, levels: levelsAt(1e-3) });
  expect(loose.regressed).toBeLessThan(strict.regressed);
  expect(loose.suspicious).toBeLessThanOrEqual(strict.suspicious);
  expect(strict.suspicious).toBeLessThan(strict.regressed);
  expect(loose.suspect).toBe(strict.suspect);
});

describe("the levels of a suite", () => {
  const cells = (count: number, bad: number, correlation = 0.05) =>
    Array.from({ length: count }, () => ({ baseline: { bad, eligible: 96, perNight: 12 }, correlation }));

  test("keep false nights at 5 % at most, and as near to it as their steps allow", () => {
    for (const suite of [cells(1, 3), cells(168, 0), cells(168, 5), cells(1600, 2), cells(168, 96)]) {
      const { share } = chooseLevels(suite, full);
      expect(share).toBeLessThanOrEqual(0.05);
    }
    expect(chooseLevels(cells(168, 5), full).share).toBeGreaterThan(0.03);
  });

  test("are stricter for more cells, and for cells that often fail", () => {
    const level = (suite: ReturnType<typeof cells>) => chooseLevels(suite, full).levels.tonight;
    expect(level(cells(1600, 5))).toBeLessThan(level(cells(168, 5)));
    expect(level(cells(168, 30))).toBeLessThan(level(cells(168, 0)));
  });

  test("are the loosest ones without a cell", () => {
    expect(chooseLevels([], full)).toMatchObject({ share: 0, levels: { tonight: 0.01 } });
  });
});

test("power grows with the fall, and with a night more", () => {
  const known = { bad: 0, eligible: 96, perNight: 12 };
  const change = { known, correlation: 0.02, size: full, levels: levelsAt(3e-4) };
  const [small, large] = [powerAt(0.2, change), powerAt(0.4, change)];
  expect(large.tonight).toBeGreaterThan(0.95);
  expect(large.tomorrow).toBeGreaterThan(large.tonight);
  expect(small.tonight).toBeLessThan(0.7);
  expect(powerAt(1, change)).toMatchObject({ tonight: 1, tomorrow: 1 });
});
