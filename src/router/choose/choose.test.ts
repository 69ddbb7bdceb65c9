import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noPrices } from "../../../test/support/scripted-router.js";
import { seededRandom } from "../../chat/seeded-random.js";
import type { CellResult } from "../../verdict/matrix/results-schema.js";
import type { RoutedModel } from "../config/router-config.js";
import { decide } from "./decide.js";
import type { RoutingRequest } from "./decision.js";
import { idleEvidence } from "./measured.js";
import { firstListed } from "./strategies/compatibility.js";
import { byJudge, modelNamedIn } from "./strategies/llm.js";
import { byRanking } from "./strategies/llmrouter.js";
import { byChance } from "./strategies/random.js";
import { inTurn } from "./strategies/round-robin.js";
import { byRules } from "./strategies/rules.js";

const signal = new AbortController().signal;
const names = ["a", "b", "c"];
const asked = (text: string, change: Partial<RoutingRequest> = {}): RoutingRequest => ({
  ...{ named: null, text, streaming: false, exercises: ["chat"] },
  ...change,
});

describe("strategies", () => {
  test("by chance keeps the weights, and never draws one of weight 0", async () => {
    const choose = byChance({ a: 3, b: 0 }, seededRandom(4));
    const drawn = { a: 0, b: 0, c: 0 };
    for (let i = 0; i < 4000; i += 1) drawn[(await choose(asked(""), names, signal)).first as keyof typeof drawn] += 1;
    expect(drawn.b).toBe(0);
    expect(drawn.a / 4000).toBeCloseTo(0.75, 1);
  });

  test("by chance always draws one of those that may be asked", async () => {
    const weights = fc.dictionary(fc.constantFrom(...names), fc.double({ min: 0, max: 5, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(
        weights,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.subarray(names, { minLength: 1 }),
        async (given, at, some) => {
          const { first } = await byChance(given, () => at)(asked(""), some, signal);
          expect(some).toContain(first);
        },
      ),
    );
  });

  test("in turn goes round, each router by itself", async () => {
    const [one, other] = [inTurn(), inTurn()];
    const firsts = [];
    for (let i = 0; i < 4; i += 1) firsts.push((await one(asked(""), names, signal)).first);
    expect(firsts).toEqual(["a", "b", "c", "a"]);
    expect((await other(asked(""), names, signal)).first).toBe("a");
  });

  test.each([
    ["Say hi to them", "b"],
    ["THIS is a test", "c"],
    ["write some TypeScript code", "a"],
    ["write some type script", "c"],
    ["über-code, please", "a"],
    ["", "c"],
  ])("the rules route %j to %s", async (text, model) => {
    const rules = [
      { keywords: ["code", "typescript"], model: "a" },
      { keywords: ["hi"], model: "b" },
      { keywords: ["test"], model: "gone" },
    ];
    expect((await byRules(rules, "c")(asked(text), names, signal)).first).toBe(model);
  });

  test.each([
    ["b", "b"],
    ['"B".', "b"],
    ["I would ask gpt-4o here", "gpt-4o"],
    ["gpt-4o or claude", null],
    ["nobody", null],
  ])("of %j the judge means %j", (reply, model) => {
    expect(
      modelNamedIn(
        reply,
        ["b", "gpt-4o", "claude"].filter((name) => name !== "b" || /^"?b/i.test(reply)),
      ),
    ).toBe(model);
  });

  test("a judge that fails or names nobody gives the first, with a warning", async () => {
    const silent = await byJudge({}, async () => "none of them")(asked("x"), names, signal);
    expect(silent).toMatchObject({ first: "a", warnings: ['the judge named no model: "none of them"'] });
    const broken = byJudge({}, () => Promise.reject(new Error("throttled")));
    expect(await broken(asked("x"), names, signal)).toMatchObject({
      first: "a",
      warnings: ["the judge failed: throttled"],
    });
    let prompt = "";
    const choose = byJudge({ b: "good at sums" }, async (text) => {
      prompt = text;
      return "b";
    });
    expect((await choose(asked("15 + 27?"), names, signal)).first).toBe("b");
    expect(prompt).toContain("- b: good at sums");
    expect(prompt).toContain("15 + 27?");
  });

  test("a ranking gives the best that may be asked; without one, the first", async () => {
    const ranked = byRanking(async () => [
      { model: "elsewhere", score: 2 },
      { model: "c", score: 1 },
    ]);
    expect((await ranked(asked("x"), names, signal)).first).toBe("c");
    expect(await byRanking(() => Promise.reject(new Error("no")))(asked("x"), names, signal)).toMatchObject({
      first: "a",
    });
  });
});

describe("measured compatibility", () => {
  const today = new Date("2026-11-21T00:00:00Z");
  const model = (name: string): RoutedModel => {
    const target = { api: "converse" } as RoutedModel["whole"];
    const streaming = { api: "converse-stream" } as RoutedModel["whole"];
    return {
      name,
      description: "",
      whole: target,
      streaming,
      credentials: [],
      measured: [`${name}/t`],
      maxOutputTokens: null,
      emptyReplyGuard: "hold",
      allow: [],
      prices: noPrices,
    };
  };
  const cell = (change: Partial<CellResult> = {}): CellResult =>
    ({
      target: "a/t",
      api: "converse",
      exercises: ["chat", "tools", "tool-results"],
      claim: "fail",
      scenario: "response-after-tool",
      findings: [{ id: "empty-reply", cause: "silent", severity: "bad", n: 10, seen: "", step: null }],
      trials: { ok: 0, eligible: 10 },
      provenance: { source: "live", recordedAt: "2026-11-20T00:00:00Z" },
      ...change,
    }) as CellResult;
  const config = {
    models: [model("a"), model("b")],
    fallback: [],
    strategy: { kind: "compatibility" },
    compatibility: { matrix: "", history: "", maxAgeDays: 30, filter: false },
  } as const;
  const order = async (cells: readonly CellResult[], request: RoutingRequest, resting: readonly string[] = []) => {
    const measured = { cells, maxAgeDays: 30 };
    const isResting = (name: string) => resting.includes(name);
    return decide(request, { config, choose: firstListed, measured, isResting, now: () => today }, signal);
  };
  const withResults = asked("x", { exercises: ["chat", "tools", "tool-results"] });

  test("leaves out what fails at what the request asks, and says why", async () => {
    expect(await order([cell()], withResults)).toMatchObject({
      order: ["b"],
      excluded: [{ model: "a", why: "empty-reply in response-after-tool on a/t: 0/10 ok, 2026-11-20" }],
    });
  });

  test.each([
    ["a plain question, of which the failure says nothing", cell(), asked("x")],
    ["a stream, which was not measured", cell(), { ...withResults, streaming: true }],
    [
      "evidence of a document",
      cell({ provenance: { source: "authored", recordedAt: null } as CellResult["provenance"] }),
      withResults,
    ],
    [
      "evidence of a simulator",
      cell({ provenance: { source: "simulated", recordedAt: "2026-11-20T00:00:00Z" } as CellResult["provenance"] }),
      withResults,
    ],
    [
      "evidence that is too old",
      cell({ provenance: { source: "live", recordedAt: "2026-10-01T00:00:00Z" } as CellResult["provenance"] }),
      withResults,
    ],
    ["a flaky cell", cell({ claim: "flaky" }), withResults],
    ["a cell without a claim", cell({ claim: null }), withResults],
    ["a cell of another target", cell({ target: "z/t" }), withResults],
  ])("leaves nobody out for %s", async (_title, one, request) => {
    expect(await order([one], request)).toMatchObject({ order: ["a"], excluded: [] });
  });

  test("fails open: where all would be left out none is, and that is told", async () => {
    const both = [cell(), cell({ target: "b/t" })];
    expect(await order(both, withResults)).toMatchObject({
      ...{ order: ["a"], excluded: [] },
      warnings: ["every model would be left out, so none is"],
    });
    expect(await order([], asked("x"), ["a", "b"])).toMatchObject({ order: ["a"] });
    expect(await order([], asked("x"), ["a"])).toMatchObject({ order: ["b"] });
  });

  test("a named model is asked whatever is known of it, and an unknown one is nobody", async () => {
    expect(await order([cell()], { ...withResults, named: "a" })).toMatchObject({ order: ["a"] });
    expect(await order([], asked("x", { named: "z" }))).toEqual({ unknown: "z" });
  });

  test("says once what could never steer", () => {
    const authored = cell({ provenance: { source: "authored", recordedAt: null } as CellResult["provenance"] });
    const notRun = cell({ claim: null, provenance: null });
    expect(idleEvidence({ cells: [authored, notRun], maxAgeDays: 30 }, today)).toEqual([
      "all evidence in the matrix is authored or simulated: it does not affect routing, and no model is left out",
    ]);
    const old = cell({
      provenance: { source: "live", recordedAt: "2026-01-01T00:00:00Z" } as CellResult["provenance"],
    });
    expect(idleEvidence({ cells: [cell(), old], maxAgeDays: 30 }, today)).toEqual([
      "1 failing cell is older than 30 days: it does not affect routing",
    ]);
  });
});
