import { describe, expect, test } from "vitest";
import { type CellOf, days, night, nightsOf, pinned } from "../../../test/samples/gate-nights.js";
import { screen } from "./screen.js";

const names = Array.from({ length: 40 }, (_, at) => `t${String(at).padStart(2, "0")}`);

/** A suite whose cells fail in `before` of 12 trials each night, and tonight in as many as `bad` says. */
function screened(before: number, bad: (at: number) => Partial<CellOf>, count = 40) {
  const cells = names.slice(0, count);
  const history = nightsOf(
    days(1, 8),
    cells.map((cell) => ({ cell, bad: before })),
  );
  const tonight = night(
    9,
    cells.map((cell, at) => ({ cell, bad: before, ...bad(at) })),
  );
  return (seed: number) => screen({ kind: "full", baseline: pinned(history), history, tonight }, seed);
}

describe("the screen", () => {
  test("asks again what is unlikely at the baseline's rate, in both directions, and nothing else", () => {
    expect(screened(0, (at) => ({ bad: at === 3 ? 1 : 0 }))(1)).toEqual({ confirm: ["t03"], loaded: [] });
    expect(screened(6, (at) => ({ bad: [12, 0, 7, 5][at] ?? 6 }))(1)).toEqual({ confirm: ["t00", "t01"], loaded: [] });
  });

  test("asks no cell again that was not measured well, is new, or is learning", () => {
    expect(screened(0, (at) => ({ bad: at === 0 ? 8 : 0, excluded: 4 }))(1).confirm).toEqual([]);
    const history = nightsOf(days(1, 7), [{ cell: "a" }]);
    const tonight = night(9, [
      { cell: "a", bad: 12 },
      { cell: "b", bad: 12 },
    ]);
    expect(screen({ kind: "full", baseline: pinned(history), history, tonight }, 1).confirm).toEqual([]);
  });

  test("asks all of 8 suspects of 40, and draws five of 9", () => {
    const of = (suspects: number) => screened(0, (at) => ({ bad: at < suspects ? 6 : 0 }))(1);
    expect(of(8)).toEqual({ confirm: names.slice(0, 8), loaded: [] });
    expect(of(9).loaded).toEqual([{ column: "p/chat", suspects: 9, drawn: 5 }]);
    expect(of(9).confirm).toHaveLength(5);
    expect(names.slice(0, 9)).toEqual(expect.arrayContaining([...of(9).confirm]));
  });

  test("draws no cell where five of a small column are suspects", () => {
    const all = (count: number) => screened(0, () => ({ bad: 6 }), count)(1);
    expect(all(5)).toEqual({ confirm: names.slice(0, 5), loaded: [] });
    expect(all(6).confirm).toHaveLength(5);
  });

  test("draws by the seed alone", () => {
    const draw = screened(0, () => ({ bad: 6 }));
    expect(draw(7)).toEqual(draw(7));
    const draws = new Set(days(1, 20).map((seed) => draw(seed).confirm.join()));
    expect(draws.size).toBeGreaterThan(10);
  });
});
