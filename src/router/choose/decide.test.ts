import { describe, expect, test } from "vitest";
import { chosen, plainConfig, plainModel } from "../../../test/support/scripted-router.js";
import { Stop } from "../../chat/stop-signal.js";
import type { CellResult } from "../../verdict/matrix/results-schema.js";
import type { RouterConfig } from "../config/router-config.js";
import { decide } from "./decide.js";
import type { RoutingRequest } from "./decision.js";
import { firstListed } from "./strategies/compatibility.js";

const models = ["a", "b", "c"].map((name) => plainModel(name, { measured: [name] }));
const request: RoutingRequest = { named: null, text: "", streaming: false, exercises: ["chat"] };
const failing = (target: string) =>
  ({
    ...{ target, api: "chat-completions", exercises: ["chat"], claim: "fail", scenario: "s", findings: [] },
    ...{ trials: { ok: 0, eligible: 3 }, provenance: { source: "live", recordedAt: "2026-11-20T00:00:00Z" } },
  }) as unknown as CellResult;

async function decided(
  change: Partial<RouterConfig>,
  {
    named = null,
    failing: cells,
    resting = [],
  }: Partial<Record<"failing" | "resting", readonly string[]>> & {
    readonly named?: string | null;
  } = {},
) {
  const asked: (readonly string[])[] = [];
  const deciding = {
    config: plainConfig(models, change),
    measured: cells === undefined ? null : { cells: cells.map(failing), maxAgeDays: 30 },
    isResting: (name: string) => resting.includes(name),
    now: () => new Date("2026-11-21T00:00:00Z"),
    choose: ((own, names, signal) => {
      asked.push(names);
      return firstListed(own, names, signal);
    }) satisfies typeof firstListed,
  };
  return { decision: await decide({ ...request, named }, deciding, new Stop()), asked };
}
const byEvidence = { strategy: chosen("compatibility") };
const filter = { matrix: "", history: "", maxAgeDays: 30, filter: true };

describe("a named model", () => {
  test("is asked first, then the fallback, each once, and nothing is left out", async () => {
    const { decision, asked } = await decided({ fallback: ["c", "b"] }, { named: "b", failing: ["b"], resting: ["b"] });
    expect([decision, asked]).toEqual([
      { order: ["b", "c"], reason: "named by the request", excluded: [], warnings: [] },
      [],
    ]);
    expect((await decided({}, { named: "b" })).decision).toMatchObject({ order: ["b"] });
  });

  test("that is none is told by its name", async () => {
    expect((await decided({}, { named: "B" })).decision).toEqual({ unknown: "B" });
  });
});

describe("a chosen model", () => {
  test("comes with the reason of the choice and the fallback behind it", async () => {
    expect((await decided({ fallback: ["b", "a", "c"] })).decision).toEqual({
      ...{ order: ["a", "b", "c"], reason: "the first suitable model" },
      ...{ excluded: [], warnings: [] },
    });
    expect((await decided({})).decision).toMatchObject({ order: ["a"] });
  });

  test("and its fallback are among those that are fit", async () => {
    const { decision, asked } = await decided({ fallback: ["b", "c"] }, { resting: ["a", "b"] });
    expect(decision).toMatchObject({
      order: ["c"],
      excluded: [
        { model: "a", why: "it rests after failures" },
        { model: "b", why: "it rests after failures" },
      ],
    });
    expect(asked).toEqual([["c"]]);
  });

  test("has an unfit fallback where there is no other", async () => {
    expect((await decided({ fallback: ["b"] }, { resting: ["b"] })).decision).toMatchObject({ order: ["a", "b"] });
  });

  test("is any where all would be left out, with one warning beside those of the choice", async () => {
    const { decision, asked } = await decided({ fallback: ["b"] }, { resting: ["a", "b", "c"] });
    expect(decision).toEqual({
      ...{ order: ["a", "b"], reason: "the first suitable model", excluded: [] },
      warnings: ["every model would be left out, so none is"],
    });
    expect(asked).toEqual([["a", "b", "c"]]);
  });
});

describe("evidence leaves models out", () => {
  test.each([
    ["the strategy of evidence", byEvidence, ["b"]],
    ["any strategy, where the filter is on", { compatibility: filter }, ["b"]],
    ["no other", {}, ["a"]],
  ] as const)("under %s", async (_title, change, order) => {
    expect((await decided(change, { failing: ["a"] })).decision).toMatchObject({ order });
  });

  test("and without a matrix none", async () => {
    expect((await decided({ ...byEvidence, compatibility: filter })).decision).toMatchObject({ order: ["a"] });
  });

  test("where they do not rest anyway", async () => {
    expect((await decided(byEvidence, { failing: ["a"], resting: ["a"] })).decision).toMatchObject({
      excluded: [{ model: "a", why: "it rests after failures" }],
    });
  });
});

test("the models of the choice itself come before the fallback, each once", async () => {
  const deciding = {
    ...{ config: plainConfig(models, { fallback: ["c", "a"] }), measured: null, isResting: () => false },
    ...{ now: () => new Date(0), choose: async () => ({ first: "b", next: ["c"], reason: "so" }) },
  };
  expect(await decide(request, deciding, new Stop())).toMatchObject({ order: ["b", "c", "a"], warnings: [] });
});

test("the warnings of the choice are told behind those of the fitness", async () => {
  const deciding = {
    ...{ config: plainConfig(models), measured: null, isResting: () => true, now: () => new Date(0) },
    choose: async () => ({ first: "a", reason: "so", warnings: ["one", "two"] }),
  };
  expect(await decide(request, deciding, new Stop())).toMatchObject({
    reason: "so",
    warnings: ["every model would be left out, so none is", "one", "two"],
  });
});
