import { describe, expect, test } from "vitest";
import { type CellOf, days, night, nightsOf, pinned } from "../../../test/samples/gate-nights.js";
import { gate } from "./gate.js";
import type { CellState, GateResult } from "./gate-result.js";
import type { Night } from "./night.js";

const eight = nightsOf(days(1, 8), [{ cell: "a" }, { cell: "b" }]);
const baseline = pinned(eight);

describe("a cell", () => {
  test.each<[CellState, CellOf]>([
    ["unchanged", { cell: "a" }],
    ["unchanged", { cell: "a", bad: 1 }],
    ["regressed", { cell: "a", eligible: 50, bad: 30 }],
    ["regressed", { cell: "a", bad: 12 }],
    ["suspicious", { cell: "a", eligible: 50, bad: 5 }],
    ["not-measured", { cell: "a", eligible: 0, excluded: 12 }],
    ["not-measured", { cell: "a", eligible: 0 }],
    ["not-measured-well", { cell: "a", eligible: 9, bad: 9, excluded: 3 }],
    ["regressed", { cell: "a", eligible: 12, bad: 12, excluded: 3 }],
    ["new", { cell: "c", bad: 12 }],
  ])("is %s with %o", (state, cell) => {
    expect(stateOf(ask(eight, night(9, [cell, { cell: "b" }])), cell.cell)).toBe(state);
  });

  test("is gone without a line of its own, which is no exit code", () => {
    const result = ask(eight, night(9, [{ cell: "a" }]));
    expect(stateOf(result, "b")).toBe("gone");
    expect(result).toMatchObject({ exitCode: 0, notMeasured: false });
  });

  test("is regressed by two suspicious nights of three, missed and badly measured nights between them not counted", () => {
    const bad: CellOf = { cell: "a", eligible: 50, bad: 5 };
    const good: CellOf = { cell: "a" };
    const state = (between: readonly Night[]) => stateOf(ask([...eight, ...between], night(20, [bad])), "a");
    expect(state([night(9, [bad])])).toBe("regressed-2-of-3");
    expect(state([night(9, [bad]), night(12, [good])])).toBe("regressed-2-of-3");
    expect(state([night(9, [bad]), night(12, [good]), night(13, [{ ...good, eligible: 0 }])])).toBe("regressed-2-of-3");
    expect(state([night(9, [bad]), night(12, [good]), night(13, [{ ...good, excluded: 4 }])])).toBe("regressed-2-of-3");
    expect(state([night(9, [bad]), night(12, [good]), night(13, [good])])).toBe("suspicious");
    expect(state([])).toBe("suspicious");
  });

  test("is not suspicious because of a night that the baseline is made of", () => {
    const nights = [...eight.slice(0, 7), night(8, [{ cell: "a", bad: 5 }])];
    const result = ask(nights, night(9, [{ cell: "a", eligible: 50, bad: 15 }]), pinned(nights));
    expect(stateOf(result, "a")).toBe("suspicious");
  });

  test("that is red in the baseline is not red again, is fixed, and can get worse", () => {
    const red = nightsOf(days(1, 8), [{ cell: "a", bad: 6 }]);
    const state = (bad: number) => ask(red, night(9, [{ cell: "a", eligible: 50, bad }]), pinned(red));
    expect(state(25)).toMatchObject({ exitCode: 0, cells: [{ state: "unchanged", redInBaseline: true }] });
    expect(state(0)).toMatchObject({ exitCode: 0, cells: [{ state: "fixed" }] });
    expect(state(50)).toMatchObject({ exitCode: 1, cells: [{ state: "regressed", redInBaseline: true }] });
    expect(ask(eight, night(9, [{ cell: "a" }])).cells[0]).toMatchObject({ redInBaseline: false });
  });

  test("is learning below 8 nights or 96 trials, and says how far it is", () => {
    const seven = eight.slice(0, 7);
    const broken = night(9, [{ cell: "a", bad: 12 }]);
    expect(ask(seven, broken, pinned(seven)).cells[0]).toMatchObject({
      state: "learning",
      learning: { night: 7, of: 8 },
    });
    const short = nightsOf(days(1, 8), [{ cell: "a", eligible: 11 }]);
    expect(ask(short, broken, pinned(short))).toMatchObject({ exitCode: 0, cells: [{ state: "learning" }] });
  });

  test("without any baseline is learning, its measured nights counted, tonight among them", () => {
    const result = gate({
      kind: "full",
      baseline: null,
      history: eight.slice(0, 3),
      tonight: night(9, [{ cell: "a" }]),
    });
    expect(result.cells[0]).toMatchObject({ state: "learning", learning: { night: 4, of: 8 } });
    expect(result).toMatchObject({ exitCode: 0, compared: 0 });
  });

  test("that came after the baseline is new once, and learning from then on", () => {
    const result = ask([...eight, night(9, [{ cell: "c" }])], night(10, [{ cell: "c" }]));
    expect(result.cells.find(({ cell }) => cell === "c")).toMatchObject({
      state: "learning",
      learning: { night: 2, of: 8 },
    });
  });

  test("needs 16 nights of 6 in a cheap gate", () => {
    const six = nightsOf(days(1, 16), [{ cell: "a", eligible: 6 }]);
    const state = (nights: readonly Night[]) =>
      gate({ kind: "cheap", baseline: pinned(nights), history: nights, tonight: night(17, [{ cell: "a", bad: 12 }]) });
    expect(state(six).cells[0]?.state).toBe("regressed");
    expect(state(six.slice(1)).cells[0]).toMatchObject({ state: "learning", learning: { night: 15, of: 16 } });
  });
});

describe("rules that changed", () => {
  const broken = [
    { cell: "a", bad: 12 },
    { cell: "b", bad: 12 },
  ];

  test("raise no alarm until the baseline is judged by them", () => {
    const result = ask(eight, night(9, broken, "r2"));
    expect(result.cells.map(({ state }) => state)).toEqual(["rules-changed", "rules-changed"]);
    expect(result).toMatchObject({ exitCode: 0, compared: 0 });
  });

  test("leave nights of the old ones out of two of three", () => {
    const bad = { cell: "a", eligible: 50, bad: 5 };
    expect(stateOf(ask([...eight, night(9, [bad], "r2")], night(10, [bad])), "a")).toBe("suspicious");
  });

  test("hide no cell that was not measured", () => {
    expect(ask(eight, night(9, [{ cell: "a", eligible: 0 }, { cell: "b" }], "r2"))).toMatchObject({ exitCode: 4 });
  });
});

describe("the exit code", () => {
  const bad: CellOf = { cell: "a", bad: 12 };
  const none: CellOf = { cell: "b", eligible: 0 };

  test.each([
    ["1 for a regression", [bad, { cell: "b" }], 1, true, false],
    ["4 for a cell that was not measured", [{ cell: "a" }, none], 4, false, true],
    ["1 before 4, and both are carried", [bad, none], 1, true, true],
    ["4 where nothing at all was measured", [], 4, false, true],
    ["0 otherwise", [{ cell: "a" }, { cell: "b" }], 0, false, false],
  ] as const)("is %s", (_, cells, exitCode, alarm, notMeasured) => {
    expect(ask(eight, night(9, cells))).toMatchObject({ exitCode, alarm, notMeasured });
  });
});

test("cells come in reading order: not measured, regressed, and so on, then by name", () => {
  const result = ask(
    eight,
    night(9, [{ cell: "b", eligible: 0 }, { cell: "a", bad: 12 }, { cell: "d" }, { cell: "c" }]),
  );
  expect(result.cells.map(({ cell, state }) => `${cell} ${state}`)).toEqual([
    "b not-measured",
    "a regressed",
    "c new",
    "d new",
  ]);
});

test("a change is dated by the measured nights after the baseline", () => {
  const bad = { cell: "a", eligible: 50, bad: 40 };
  const after = [night(9, [{ cell: "a" }]), night(10, [{ cell: "a" }]), night(12, [bad])];
  const [cell] = ask([...eight, ...after], night(13, [bad])).cells;
  expect(cell).toMatchObject({ firstNights: ["2026-01-12"], lastGood: "2026-01-10" });
  const [first] = ask(eight, night(9, [bad])).cells;
  expect(first).toMatchObject({ firstNights: ["2026-01-09"], lastGood: "2026-01-08" });
});

test("tonight's own id in the history, and later nights, change nothing", () => {
  const tonight = night(9, [{ cell: "a", bad: 2 }]);
  const noise = [night(9, [{ cell: "a", bad: 12 }]), night(10, [{ cell: "a", bad: 12 }])];
  expect(ask([...eight, ...noise], tonight)).toEqual(ask(eight, tonight));
});

test("the order of history and cells changes nothing", () => {
  const cells = [
    { cell: "a", bad: 3 },
    { cell: "b", bad: 12 },
  ];
  const one = ask(eight, night(9, cells));
  expect(ask(eight.toReversed(), night(9, cells.toReversed()))).toEqual(one);
});

function ask(history: readonly Night[], tonight: Night, of = baseline): GateResult {
  return gate({ kind: "full", baseline: of, history, tonight });
}

function stateOf({ cells }: GateResult, name: string): CellState | undefined {
  return cells.find(({ cell }) => cell === name)?.state;
}
