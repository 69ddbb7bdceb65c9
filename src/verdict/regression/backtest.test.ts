import { describe, expect, test } from "vitest";
import { days, night, nightsOf, pinned } from "../../../test/samples/gate-nights.js";
import { backtest, type PastAlarm, type Standing } from "./backtest.js";
import type { Night } from "./night.js";

const good = [{ cell: "a" }, { cell: "b" }];
const bad = [{ cell: "a" }, { cell: "b", bad: 11 }];

function play(history: readonly Night[], standingOf: (alarm: PastAlarm) => Standing = () => "open", nights = 60) {
  return backtest({ kind: "full", baseline: pinned(history.slice(0, 8)), history, standingOf, nights });
}

describe("a backtest", () => {
  test("finds nothing in quiet nights, with the exact interval of 0 of 20", () => {
    const tested = play(nightsOf(days(1, 20), good));
    expect(tested).toMatchObject({ alarms: [], nightsWith: { confirmed: 0, refuted: 0, open: 0 }, isEnough: false });
    expect(tested.nights).toHaveLength(20);
    expect(tested.unconfirmed?.nights).toBe(0);
    // 1 − .025^(1/20).
    expect(tested.unconfirmed?.interval[1]).toBeCloseTo(0.168433, 5);
  });

  test("compares a night of the baseline with the other ones", () => {
    const history = [...nightsOf(days(1, 7), good), night(8, bad), ...nightsOf(days(9, 12), good)];
    expect(play(history).alarms).toEqual([
      { night: "2026-01-08", kind: "cell", name: "b", state: "regressed", standing: "open" },
    ]);
  });

  test("counts nights by what became of their alarms; a confirmed one is no false one", () => {
    const history = [...nightsOf(days(1, 10), good), night(11, bad), night(14, bad), night(17, bad)];
    const tested = play(history, ({ night: id }) =>
      id.endsWith("11") ? "confirmed" : id.endsWith("14") ? "refuted" : "open",
    );
    expect(tested.nightsWith).toEqual({ confirmed: 1, refuted: 1, open: 1 });
    expect(tested.unconfirmed).toMatchObject({ nights: 2, share: 2 / 13 });
  });

  test("replays the last nights alone, of the baseline's rules", () => {
    const history = [...nightsOf(days(1, 20), good), night(21, bad, "r2")];
    expect(play(history, () => "open", 5).nights).toEqual(nightsOf(days(16, 20), []).map(({ id }) => id));
    expect(play(history).alarms).toEqual([]);
  });

  test("is enough from 60 nights on", () => {
    const some = Array.from({ length: 60 }, (_, at): Night => {
      const id = new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
      return { ...night(1, good), id };
    });
    expect(play(some).isEnough).toBe(true);
    expect(play(some.slice(1)).isEnough).toBe(false);
  });
});
