import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineStrategy, firstOf, type StrategyParts, shapesOf } from "./define-strategy.js";
import { strategies, strategyOf } from "./registry.js";

const parts: StrategyParts = {
  models: [{ name: "a", description: "" }],
  askText: async () => "a",
  openRanker: () => async () => [],
  random: () => 0,
};

const last = defineStrategy({
  name: "last",
  sentence: "the last model",
  schema: z.object({ reason: z.string().default("it is last") }),
  names: ({ reason }, isUsed) => (isUsed ? [{ path: ["reason"], of: "value", name: reason }] : []),
  choose:
    ({ reason }) =>
    async (_request, names) => ({ first: names.at(-1) ?? "", reason }),
});

describe("a strategy", () => {
  test("reads its own keys of the section, with their defaults", async () => {
    const request = { named: null, text: "", streaming: false, exercises: [] };
    const { signal } = new AbortController();
    const choose = (section: object) => last.choose(section, parts)(request, ["a", "b"], signal);
    expect(await choose({ weights: { a: 1 } })).toEqual({ first: "b", reason: "it is last" });
    expect(await choose({ reason: "because" })).toEqual({ first: "b", reason: "because" });
  });

  test("lacks nothing, names no model and leaves none out, unless it says so", () => {
    const plain = defineStrategy({ name: "plain", sentence: "", schema: z.object({}), choose: () => () => never });
    expect([plain.lacks({}, ["a"]), plain.names({}, true), plain.leavesOutFailing]).toEqual([[], [], false]);
    expect(last.names({ reason: "a" }, true)).toEqual([{ path: ["reason"], of: "value", name: "a" }]);
    expect(last.names({ reason: "a" }, false)).toEqual([]);
  });

  test("adds its keys to the section of the file", () => {
    expect(Object.keys(shapesOf([...strategies, last]))).toContain("reason");
    const judge = ["auth_mode", "base_url", "chat_path", "local", "model", "provider", "provider_type"];
    expect(Object.keys(shapesOf(strategies)).toSorted()).toEqual(
      [
        ...judge,
        "config_path",
        "embedding",
        "llmrouter",
        "model_path",
        "name",
        "priority",
        "rules",
        "weights",
      ].toSorted(),
    );
  });

  test("may not declare a key of another", () => {
    const other = defineStrategy({ ...last, schema: z.object({ weights: z.string() }) });
    expect(() => shapesOf([...strategies, other])).toThrow("the strategy last declares the key weights of another");
  });

  test("has a name of its own and a sentence", () => {
    const names = strategies.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(strategies.filter(({ sentence }) => sentence === "")).toEqual([]);
    expect(names.map((name) => strategyOf(name).name)).toEqual(names);
  });

  test("finds no first model where there is none", () => {
    expect(firstOf(["a", "b"])).toBe("a");
    expect(() => firstOf([])).toThrow("there is no model to choose");
  });
});

const never = new Promise<never>(() => undefined);
