import { describe, expect, test } from "vitest";
import { type CountedNight, correlationOf } from "./correlation.js";

describe("the correlation of a column", () => {
  test("is nothing but the margin where nights are as equal as can be", () => {
    expect(correlationOf(column(10, 30, () => 5))).toEqual({ value: 0.005, how: "estimated", nights: 30, cells: 10 });
  });

  test("is the moment estimate of successive nights, rounded up: .102 / .522 = .195 gives .22", () => {
    const alternating = column(10, 30, (_, night) => (night % 2 === 0 ? 3 : 7));
    expect(correlationOf(alternating).value).toBe(0.22);
  });

  test("is 0 where nights differ less than chance lets them", () => {
    expect(correlationOf(column(10, 30, (_, night) => (night % 2 === 0 ? 4 : 6))).value).toBe(0.005);
  });

  test.each([
    ["29 nights", 10, 29],
    ["9 cells that inform it", 9, 30],
  ])("is at least .05 and assumed with %s", (_, cells, nights) => {
    expect(correlationOf(column(cells, nights, () => 5))).toMatchObject({ value: 0.05, how: "assumed" });
    const unsteady = column(cells, nights, (__, night) => (night % 2 === 0 ? 3 : 7));
    expect(correlationOf(unsteady)).toMatchObject({ value: 0.22, how: "assumed" });
  });

  test("is not informed by cells that are all ok or all bad", () => {
    const cells = [...column(20, 30, () => 0), ...column(20, 30, () => 10), ...column(9, 30, () => 5)];
    expect(correlationOf(cells)).toEqual({ value: 0.05, how: "assumed", nights: 30, cells: 9 });
  });

  test("is .05 and assumed without a night", () => {
    expect(correlationOf([])).toEqual({ value: 0.05, how: "assumed", nights: 0, cells: 0 });
  });

  test("is hardly moved by a cell that regresses and stays so, and not by a column that does", () => {
    const usual = column(12, 30, usualBad);
    const one = column(12, 30, (cell, night) => (cell === 0 && night >= 15 ? 5 : usualBad(cell, night)));
    const all = column(12, 30, (cell, night) =>
      night >= 15 ? 9 - (usualBad(cell, night) % 2) : usualBad(cell, night),
    );
    expect(correlationOf(usual).value).toBe(0.005);
    expect(correlationOf(one).value).toBeLessThanOrEqual(0.02);
    expect(correlationOf(all).value).toBeLessThanOrEqual(0.01);
  });

  test("leaves out the step of a cell that is known as changed, and not those of one that comes and goes", () => {
    const flags = (isChanged: (night: number) => boolean) =>
      column(10, 30, (_, night) => (isChanged(night) ? 10 : 0)).map((nights) =>
        nights.map((night, at) => ({ ...night, changed: isChanged(at) })),
      );
    expect(correlationOf(flags((at) => at >= 20)).value).toBe(0.005);
    expect(correlationOf(flags((at) => at >= 20 && at < 25)).value).toBe(0.005);
    expect(correlationOf(flags((at) => at % 5 === 4)).value).toBe(0.9);
  });

  test("leaves out nights in which a cell was not measured", () => {
    const gaps = column(10, 30, () => 5).map((nights) => nights.map((night, at) => (at % 3 === 0 ? null : night)));
    expect(correlationOf(gaps).value).toBe(0.005);
    expect(correlationOf(gaps.map((nights) => nights.map(() => null)))).toMatchObject({ value: 0.05, cells: 0 });
  });
});

/** 0, 1 or 2 bad trials of 10, in another order for each cell. */
function usualBad(cell: number, night: number): number {
  return (cell * 7 + night * 5 + ((cell * night) % 4)) % 3;
}

function column(cells: number, nights: number, bad: (cell: number, night: number) => number): CountedNight[][] {
  return Array.from({ length: cells }, (_, cell) =>
    Array.from({ length: nights }, (__, night) => ({ eligible: 10, bad: bad(cell, night), changed: false })),
  );
}
