import { describe, expect, test } from "vitest";
import { type CellOf, days, night, nightsOf, pinned } from "../../../../test/samples/gate-nights.js";
import { gate } from "../gate.js";
import type { ColumnResult, GateResult } from "../gate-result.js";
import type { Night } from "../night.js";

const names = Array.from({ length: 30 }, (_, at) => `t${String(at).padStart(2, "0")}`);

function suite(of: (at: number) => Partial<CellOf>, cells = 30): readonly CellOf[] {
  return names.slice(0, cells).map((cell, at) => ({ cell, ...of(at) }));
}

/** As good as ever: every third cell fails once. */
const usual = (at: number) => ({ bad: at % 3 === 0 ? 1 : 0 });
const history = nightsOf(days(1, 8), suite(usual));

const cut = { bad: 8, unavailable: 8 };
const wrong = { bad: 8, unavailable: 0 };
const some = (count: number, how: Partial<CellOf>) => suite((at) => (at < count ? how : usual(at)));

describe("a column", () => {
  test("has an incident where five cells or a fifth of them fail by unavailability: exit 1, tonight masked", () => {
    const result = ask(history, night(9, some(6, cut)));
    expect(columnOf(result)).toMatchObject({ state: "incident", since: "2026-01-09", masked: ["2026-01-09"] });
    expect(columnOf(result).likely).toEqual(names.slice(0, 6));
    expect(new Set(result.cells.map(({ state }) => state))).toEqual(new Set(["incident"]));
    expect(result.exitCode).toBe(1);
  });

  test("has none where fewer cells do: they regress", () => {
    const result = ask(history, night(9, some(5, cut)));
    expect(columnOf(result)).toMatchObject({ state: "unchanged", since: null, masked: [] });
    expect(result.cells.filter(({ state }) => state === "regressed")).toHaveLength(5);
  });

  test("is regressed, and not masked, where many cells fail by their content", () => {
    const result = ask(history, night(9, some(6, wrong)));
    expect(columnOf(result)).toMatchObject({ state: "regressed", since: "2026-01-09", masked: [] });
    expect(result.cells.filter(({ state }) => state === "regressed")).toHaveLength(6);
    const half = ask(history, night(9, some(6, { bad: 8, unavailable: 4 })));
    expect(columnOf(half)).toMatchObject({ state: "regressed", masked: [] });
    const most = ask(history, night(9, some(6, { bad: 8, unavailable: 5 })));
    expect(columnOf(most)).toMatchObject({ state: "incident" });
  });

  test("does not hide a cell that fails by its content during an incident", () => {
    const cells = suite((at) => (at === 20 ? wrong : at < 10 ? cut : usual(at)));
    const result = ask(history, night(9, cells));
    expect(columnOf(result).state).toBe("incident");
    expect(result.cells.filter(({ state }) => state === "regressed").map(({ cell }) => cell)).toEqual(["t20"]);
  });

  test("is regressed by the second incident night running, since the first, a missed night between them or not", () => {
    const second = ask([...history, night(9, some(10, cut))], night(11, some(10, cut)));
    expect(columnOf(second)).toMatchObject({ state: "regressed", since: "2026-01-09" });
    expect(second.cells.filter(({ state }) => state === "regressed")).toHaveLength(10);
    expect(second.cells[0]).toMatchObject({ firstNights: ["2026-01-09"], lastGood: "2026-01-08" });
    const apart = ask([...history, night(9, some(10, cut)), night(10, suite(usual))], night(11, some(10, cut)));
    expect(columnOf(apart)).toMatchObject({ state: "incident", since: "2026-01-11" });
  });

  test("keeps its correlation, and two of three, clear of a masked night", () => {
    const before = columnOf(ask(history, night(10, suite(usual))));
    const after = columnOf(ask([...history, night(9, some(20, cut))], night(10, suite(usual))));
    expect(after.masked).toEqual(["2026-01-09"]);
    expect(after.correlation).toEqual(before.correlation);
    const weak = { eligible: 50, bad: 7 };
    const bad = (at: number) => (at === 1 ? weak : usual(at));
    const masked = night(
      9,
      suite((at) => (at === 1 ? { ...weak, unavailable: 7 } : at < 20 ? cut : usual(at))),
    );
    const quiet = night(9, suite(bad));
    expect(stateOf(ask([...history, masked], night(10, suite(bad))), "t01")).toBe("suspicious");
    expect(stateOf(ask([...history, quiet], night(10, suite(bad))), "t01")).toBe("regressed-2-of-3");
  });

  test("masks an outage among the nights before the baseline, and in it", () => {
    const nights = [...history.slice(0, 3), night(4, some(20, cut)), ...history.slice(4)];
    expect(columnOf(ask(nights, night(9, suite(usual)), history)).masked).toEqual(["2026-01-04"]);
    expect(columnOf(ask(nights, night(9, suite(usual)), nights)).masked).toEqual(["2026-01-04"]);
  });

  test("of a service that is often cut has no incident in its usual nights", () => {
    const often = nightsOf(
      days(1, 8),
      suite(() => ({ bad: 4, unavailable: 4 })),
    );
    const result = ask(
      often,
      night(
        9,
        suite((at) => ({ bad: 3 + (at % 3), unavailable: 3 + (at % 3) })),
      ),
      often,
    );
    expect(columnOf(result)).toMatchObject({ state: "unchanged", masked: [] });
  });

  test("of fewer than five cells has an event where all of them fail, but never where it has one", () => {
    const of = (cells: number) => {
      const past = nightsOf(days(1, 8), suite(usual, cells));
      return columnOf(
        ask(
          past,
          night(
            9,
            suite(() => cut, cells),
          ),
          past,
        ),
      ).state;
    };
    expect([of(1), of(2), of(4)]).toEqual(["unchanged", "incident", "incident"]);
  });

  test("without an eligible trial is not measured, and says so before anything else", () => {
    const result = ask(
      history,
      night(
        9,
        suite(() => ({ eligible: 0, excluded: 12 })),
      ),
    );
    expect(columnOf(result)).toMatchObject({ state: "not-measured", alarming: [] });
    expect(result).toMatchObject({ exitCode: 4, alarm: false });
  });

  test("is regressed where most of the drawn suspects regress, and the others were not asked again", () => {
    const screenedAs = (bad: number) => ({ screened: { eligible: 12, bad } });
    const asked = (bad: number) => ({ ...screenedAs(2), eligible: 50, bad });
    const load = (regressed: number) =>
      suite((at) => {
        if (at < 5) return asked(at < regressed ? 25 : 2);
        return at < 12 ? { ...screenedAs(2), bad: 2 } : { ...screenedAs(0), bad: 0 };
      });
    const perfect = nightsOf(
      days(1, 8),
      suite(() => ({})),
    );
    const column = (regressed: number) => columnOf(ask(perfect, night(9, load(regressed)), perfect));
    expect(column(3)).toMatchObject({ state: "regressed", unconfirmed: 7, alarming: names.slice(0, 3) });
    expect(column(2)).toMatchObject({ state: "unchanged", unconfirmed: 7 });
  });

  test("is judged by its own cells alone", () => {
    const both = (own: readonly CellOf[]) => [
      ...own,
      ...names.map((cell) => ({ cell: `o/${cell}`, column: "o/chat" })),
    ];
    const past = nightsOf(days(1, 8), both(suite(usual)));
    const result = ask(past, night(9, both(some(6, cut))), past);
    expect(columnOf(result).state).toBe("incident");
    expect(columnOf(result, "o/chat")).toMatchObject({ state: "unchanged", masked: [] });
    expect(stateOf(result, "o/t00")).toBe("unchanged");
  });

  test("says what its power is, for the correlation that it assumes", () => {
    const { power, correlation } = columnOf(ask(history, night(9, suite(usual))));
    expect(correlation).toMatchObject({ value: 0.05, how: "assumed", nights: 8 });
    expect(power?.tonight).toBeGreaterThan(0.5);
    expect(power?.tomorrow).toBeGreaterThan(power?.tonight ?? 1);
  });
});

function ask(past: readonly Night[], tonight: Night, baseline: readonly Night[] = history): GateResult {
  return gate({ kind: "full", baseline: pinned(baseline), history: past, tonight });
}

function columnOf({ columns }: GateResult, name = "p/chat"): ColumnResult {
  const found = columns.find(({ column }) => column === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}

function stateOf({ cells }: GateResult, name: string) {
  return cells.find(({ cell }) => cell === name)?.state;
}
