import { describe, expect, test } from "vitest";
import type { CellResult, CellState, ColumnResult } from "../regression/gate-result.js";
import type { Claim } from "../verdict.js";
import { type SteeringNight, steer } from "./steering.js";

const cell = "kimi/bedrock/converse/tool-call";

type Told = {
  readonly state?: CellState;
  readonly bad?: number;
  readonly column?: ColumnResult["state"];
  /** Whether the column lists the cell as part of its event. */
  readonly likely?: boolean;
  readonly masked?: boolean;
  readonly red?: boolean;
  readonly claim?: Claim | null;
};

/** What the gate says of the only cell in the night of this day of November. */
function night(day: number, { state = "unchanged", bad = 0, red = false, claim = null, ...told }: Told): SteeringNight {
  const id = `2026-11-${String(day).padStart(2, "0")}`;
  const isMeasured = state !== "gone" && state !== "not-measured";
  const result: CellResult = {
    ...{ cell, column: "bedrock/converse", suite: null, state, redInBaseline: red },
    tonight: isMeasured ? { eligible: 12, bad } : null,
    ...{ baseline: { eligible: 120, bad: 0 }, worse: null, better: null, learning: null },
    ...{ firstNights: null, lastGood: null },
  };
  const column: ColumnResult = {
    ...{ column: "bedrock/converse", state: told.column ?? "unchanged", cells: 6, alarming: [] },
    ...{ likely: told.likely === true ? [cell] : [], unconfirmed: 0, power: null, since: null },
    correlation: { value: 0.05, how: "assumed", nights: 10, cells: 0 },
    masked: told.masked === true ? [id] : [],
  };
  return { result: { night: id, cells: [result], columns: [column] }, claims: new Map([[cell, claim]]) };
}

const steered = (...told: readonly Told[]) => steer(told.map((one, at) => night(at + 1, one)));
/** Why the cell speaks against its model after each of these nights. */
const reasons = (...told: readonly Told[]) =>
  told.map((_, at) => steered(...told.slice(0, at + 1)).left.get(cell)?.because ?? null);

const regressed: Told = { state: "regressed", bad: 12 };
const good: Told = {};
const out = "regressed";

describe("a model leaves", () => {
  test.each<[string, Told, string]>([
    ["with a cell that regressed", regressed, "regressed"],
    ["with one that regressed in two of three nights", { state: "regressed-2-of-3", bad: 5 }, "regressed-2-of-3"],
    ["with a column that regressed by its content", { column: "regressed", likely: true, bad: 4 }, "column-regressed"],
    [
      "with a column that was down for a second night",
      { state: "incident", column: "regressed", likely: true, masked: true, bad: 12 },
      "column-regressed",
    ],
    ["with a cell that regressed by its content while its column is down", { ...regressed, masked: true }, "regressed"],
  ])("%s", (_title, told, because) => {
    expect(reasons(good, told)).toEqual([null, because]);
    expect(steered(good, told).left.get(cell)).toMatchObject({ since: "2026-11-02", seen: "2026-11-02", fixed: null });
  });

  test.each<[string, Told]>([
    ["one suspicious night", { state: "suspicious", bad: 3 }],
    ["an incident", { state: "incident", column: "incident", likely: true, masked: true, bad: 12 }],
    ["a regressed column whose event the cell is not part of", { column: "regressed" }],
    ["a fix", { state: "fixed" }],
    ["bad trials of a cell that is new", { state: "new", bad: 12, claim: "fail" }],
    ["bad trials of a cell that is learning", { state: "learning", bad: 12, claim: "fail" }],
    ["bad trials by changed rules", { state: "rules-changed", bad: 12, claim: "fail" }],
    ["a night that was not measured well", { state: "not-measured-well", bad: 3 }],
    ["a claim of one night of a cell that was good in the baseline", { bad: 12, claim: "fail" }],
  ])("never with %s", (_title, told) => {
    expect(reasons(good, told, good)).toEqual([null, null, null]);
  });
});

describe("a model returns", () => {
  test("with the third measured good night after the fixed one", () => {
    expect(reasons(regressed, good, good, good, good)).toEqual([out, out, out, out, null]);
    const { returned } = steered(regressed, good, good, good, good);
    expect(returned.get(cell)).toMatchObject({
      night: "2026-11-05",
      left: { fixed: "2026-11-02", goodNights: ["2026-11-03", "2026-11-04"] },
    });
  });

  test("by the gate's word, too: fixed", () => {
    const worse: Told = { state: "regressed", bad: 3 };
    const fixed: Told = { state: "fixed" };
    expect(steered(worse, fixed).left.get(cell)?.fixed).toBe("2026-11-02");
    expect(reasons(worse, fixed, good, good, good)).toEqual([out, out, out, out, null]);
  });

  test.each<[string, Told]>([
    ["an incident", { state: "incident", column: "incident", masked: true, bad: 12 }],
    ["a night that did not measure it", { state: "not-measured" }],
    ["a night that lacks it", { state: "gone" }],
    ["a night that measured it badly", { state: "not-measured-well" }],
    ["changed rules", { state: "rules-changed" }],
  ])("%s between does not count, in neither direction", (_title, told) => {
    expect(reasons(regressed, told, good, told, good, good, told, good)).toEqual([
      ...[out, out, out, out, out, out, out],
      null,
    ]);
  });

  test("a suspicious night between lets it begin again", () => {
    const suspicious: Told = { state: "suspicious", bad: 3 };
    expect(reasons(regressed, good, good, suspicious, good, good, good, good)).toEqual([
      ...[out, out, out, out, out, out, out],
      null,
    ]);
  });

  test("a second regression on the way lets it begin again, and the first night stays the first", () => {
    expect(reasons(regressed, good, good, good, regressed, good, good, good, good)).toEqual([
      ...[out, out, out, out, out, out, out, out],
      null,
    ]);
    const left = steered(regressed, good, regressed).left.get(cell);
    expect(left).toMatchObject({
      since: "2026-11-01",
      seen: "2026-11-03",
      bad: { eligible: 24, bad: 24 },
      fixed: null,
    });
  });

  test("not while its nights do not differ from the bad ones beyond chance", () => {
    // By hand, two-sided: 3 of 12 against 0 of 12 is .217, and against 0 of 24 it is 220/7140 = .031.
    const slight: Told = { state: "regressed", bad: 3 };
    expect(steered(slight, good).left.get(cell)?.fixed).toBeNull();
    expect(steered(slight, good, good).left.get(cell)?.fixed).toBe("2026-11-03");
  });

  test("not because its trials became still worse", () => {
    expect(steered({ state: "regressed", bad: 3 }, { bad: 12 }).left.get(cell)?.fixed).toBeNull();
  });
});

describe("a cell that was red in the baseline", () => {
  const fails: Told = { red: true, bad: 12, claim: "fail" };
  const holds: Told = { red: true, bad: 1, claim: "pass" };

  test("counts as each night alone says", () => {
    const red = "red-in-baseline";
    expect(reasons(fails, holds, fails, { ...fails, state: "learning" })).toEqual([red, null, red, red]);
    expect(reasons({ ...fails, claim: "flaky" }, { ...fails, claim: "inconclusive" })).toEqual([null, null]);
  });

  test.each<[string, Told]>([
    ["an incident", { ...holds, state: "incident", masked: true }],
    ["a suspicious night", { ...holds, state: "suspicious" }],
    ["a night that did not measure it", { red: true, state: "not-measured" }],
  ])("stays as it was in %s", (_title, told) => {
    expect(reasons(fails, told)).toEqual(["red-in-baseline", "red-in-baseline"]);
    expect(reasons(holds, { ...told, bad: 12, claim: "fail" })).toEqual([null, null]);
  });

  test("that regressed further returns by good nights, and no sooner", () => {
    const worse: Told = { red: true, state: "regressed", bad: 12 };
    expect(reasons(fails, worse, holds, holds, holds, holds)).toEqual(["red-in-baseline", out, out, out, out, null]);
    expect(reasons(worse, holds, fails, holds, holds, holds)).toEqual([out, out, out, out, out, out]);
  });
});
