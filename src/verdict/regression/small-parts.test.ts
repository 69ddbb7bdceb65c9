import { describe, expect, test } from "vitest";
import { type CellOf, days, night, nightCell, nightsOf, pinned } from "../../../test/samples/gate-nights.js";
import { pinBaseline } from "./baseline.js";
import { likelyMembers } from "./benjamini-hochberg.js";
import { clusteredRate } from "./clustered-rate.js";
import { isMeasuredWell, manyOf, pooled } from "./measured.js";
import { countAbove, limitOf } from "./slow-trials.js";
import { weeklyLook } from "./weekly-look.js";

describe("a cell is measured well", () => {
  test.each([
    [true, 12, 0],
    [true, 8, 2],
    [false, 7, 2],
    [false, 0, 0],
    [false, 0, 12],
    [true, 1, 0],
  ])("%s with %d eligible and %d excluded trials", (isWell, eligible, excluded) => {
    expect(isMeasuredWell(nightCell({ cell: "a", eligible, excluded }))).toBe(isWell);
  });
});

test("many cells of a column are five and a fifth, all of a smaller one, and never one", () => {
  expect([1, 2, 4, 5, 6, 25, 26, 30, 31, 168].map(manyOf)).toEqual([2, 2, 4, 5, 5, 5, 6, 6, 7, 34]);
});

test("trials a night are weighted by themselves: (12² + 6²) / 18", () => {
  expect(
    pooled([
      { eligible: 12, bad: 1 },
      { eligible: 6, bad: 2 },
    ]),
  ).toEqual({ eligible: 18, bad: 3, perNight: 10 });
  expect(pooled([])).toEqual({ eligible: 0, bad: 0, perNight: 0 });
});

test("Benjamini–Hochberg takes all up to the last p below its line", () => {
  const items = [
    ["c", 0.06],
    ["a", 0.001],
    ["d", 0.5],
    ["b", 0.04],
  ] as const;
  // Lines at 10 %: .025, .05, .075, .1.
  expect(likelyMembers(items, 0.1)).toEqual(["a", "b", "c"]);
  expect(likelyMembers([["a", 0.2]], 0.1)).toEqual([]);
  expect(likelyMembers([], 0.1)).toEqual([]);
});

describe("a rate over cells", () => {
  const cell = (name: string, suite: string | null, bad: number) => ({ cell: name, suite, eligible: 10, bad });

  test("has a standard error between cells: √(2 · (1 + 1)) / 20 for 1 and 3 of 10", () => {
    expect(clusteredRate([cell("a", null, 1), cell("b", null, 3)])).toEqual({
      rate: 0.2,
      standardError: Math.sqrt(4) / 20,
      clusters: 2,
    });
  });

  test("counts the cells of a suite as one", () => {
    const rate = clusteredRate([cell("a", "s", 1), cell("b", "s", 3), cell("c", "t", 2), cell("d", "t", 2)]);
    expect(rate).toEqual({ rate: 0.2, standardError: 0, clusters: 2 });
    expect(clusteredRate([cell("a", "s", 1), cell("b", "s", 3)])).toMatchObject({ standardError: null, clusters: 1 });
  });

  test("is none without a trial", () => {
    expect(clusteredRate([])).toBeNull();
    expect(clusteredRate([{ ...cell("a", null, 0), eligible: 0 }])).toBeNull();
  });
});

test("a slow trial is one above the baseline's 95th percentile", () => {
  const values = Array.from({ length: 100 }, (_, at) => at + 1);
  expect(limitOf(values)).toBe(95);
  expect(limitOf([7])).toBe(7);
  expect(limitOf([])).toBeNull();
  expect(countAbove([94, 95, 96, 200], 95)).toEqual({ eligible: 4, bad: 2 });
});

describe("a baseline", () => {
  const nights = [night(2, [{ cell: "a", bad: 2 }, { cell: "b" }]), night(1, [{ cell: "a", bad: 1 }])];

  test("has each cell's nights in order, by their planned trials", () => {
    const asked: CellOf = { cell: "a", eligible: 50, bad: 9, screened: { eligible: 12, bad: 3 } };
    const { cells, nights: ids, rules } = pinned([...nights, night(3, [asked])]);
    expect(ids).toEqual(["2026-01-01", "2026-01-02", "2026-01-03"]);
    expect(rules).toBe("r1");
    expect(cells.map(({ cell, nights: own }) => [cell, own.map(({ bad }) => bad)])).toEqual([
      ["a", [1, 2, 3]],
      ["b", [0]],
    ]);
  });

  test("leaves out masked nights of a column, and cells that were not measured well", () => {
    const masked = () => new Set(["2026-01-02"]);
    const bad = night(3, [{ cell: "a", excluded: 4 }]);
    const { cells } = pinBaseline({ nights: [...nights, bad], masked, reason: "a new model" });
    expect(cells.map(({ cell, nights: own }) => [cell, own.map(({ night: id }) => id)])).toEqual([
      ["a", ["2026-01-01"]],
    ]);
  });

  test("is refused without a night, and for nights of different rules, which are named", () => {
    expect(() => pinned([])).toThrow("A baseline needs at least one night, and there is none.");
    expect(() => pinned([...nights, night(3, [], "r2")])).toThrow(
      "The nights 2026-01-01 and 2026-01-03 were judged by different rules. Judge them again (rejudge), then pin.",
    );
  });
});

describe("the weekly look", () => {
  const baseline = nightsOf(days(1, 20), [{ cell: "a" }, { cell: "b", bad: 4 }]);
  const look = (cells: readonly CellOf[], last = 27) => {
    const history = [...baseline, ...nightsOf(days(21, last - 1), cells)];
    return weeklyLook({ kind: "full", baseline: pinned(baseline), history, tonight: night(last, cells) });
  };

  test("finds what no single night shows, in both directions", () => {
    const changes = look([
      { cell: "a", bad: 2 },
      { cell: "b", bad: 0 },
    ]).changes;
    expect(changes.map(({ cell, direction }) => `${cell} ${direction}`).sort()).toEqual(["a worse", "b better"]);
    expect(changes.find(({ cell }) => cell === "a")).toMatchObject({ week: { eligible: 84, bad: 14 } });
  });

  test("says nothing of equal weeks, and of fewer than seven nights", () => {
    expect(look([{ cell: "a" }, { cell: "b", bad: 4 }]).changes).toEqual([]);
    expect(
      look(
        [
          { cell: "a", bad: 2 },
          { cell: "b", bad: 0 },
        ],
        26,
      ).changes,
    ).toEqual([]);
  });

  test("has the column's rate in the baseline and in the week", () => {
    const [column] = look([
      { cell: "a", bad: 3 },
      { cell: "b", bad: 3 },
    ]).columns;
    expect(column).toMatchObject({ column: "p/chat", nights: 7, baseline: { rate: 1 / 6 }, week: { rate: 0.25 } });
  });
});
