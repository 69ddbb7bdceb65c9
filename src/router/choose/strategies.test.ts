import { describe, expect, test } from "vitest";
import { Stop } from "../../chat/stop-signal.js";
import type { Choose, RoutingRequest } from "./decision.js";
import { firstListed } from "./strategies/compatibility.js";
import { byJudge, modelNamedIn } from "./strategies/llm.js";
import { byRanking } from "./strategies/llmrouter.js";
import { inOrder } from "./strategies/priority.js";
import { byChance } from "./strategies/random.js";
import { inTurn } from "./strategies/round-robin.js";
import { byRules } from "./strategies/rules.js";

const signal = new Stop();
const names = ["a", "b", "c"];
const asked = (text: string): RoutingRequest => ({ named: null, text, streaming: false, exercises: ["chat"] });
const choice = (choose: Choose, text = "", some: readonly string[] = names) => choose(asked(text), some, signal);

describe("by chance", () => {
  test.each([
    [0, "a"],
    [0.249, "a"],
    [0.25, "c"],
    [0.499, "c"],
    [0.5, "d"],
    [0.999, "d"],
  ])("of the weights 1, 0, 1 and 2 the random number %d draws %s", async (random, first) => {
    const choose = byChance({ b: 0, d: 2 }, () => random);
    expect(await choice(choose, "", ["a", "b", "c", "d"])).toEqual({ first, reason: "drawn by weight" });
  });

  test("the first model is drawn where none of those that may be asked has a weight", async () => {
    expect((await choice(byChance({ a: 0, b: 0, c: 0 }, () => 0.9))).first).toBe("a");
  });
});

test("in turn goes on where others may be asked than before", async () => {
  const choose = inTurn();
  expect(await choice(choose)).toEqual({ first: "a", reason: "its turn" });
  expect((await choice(choose, "", ["b", "c"])).first).toBe("c");
  expect((await choice(choose, "", ["b"])).first).toBe("b");
  expect((await choice(choose)).first).toBe("a");
});

describe("by priority", () => {
  const choose = inOrder(["c", "a"]);

  test("the first of the list is asked, then the others of it", async () => {
    expect(await choice(choose)).toEqual({ first: "c", next: ["a"], reason: "number 1 by priority", warnings: [] });
  });

  test("one that may not be asked is passed over", async () => {
    expect(await choice(choose, "", ["a", "b"])).toMatchObject({
      first: "a",
      next: [],
      reason: "number 2 by priority",
    });
  });

  test("where none of the list may be asked, all of them are rather than another model", async () => {
    expect(await choice(choose, "", ["b"])).toEqual({
      ...{ first: "c", next: ["a"], reason: "number 1 by priority" },
      warnings: ["every model of router.priority would be left out, so none is"],
    });
  });
});

test("the first that is fit", async () => {
  expect(await choice(firstListed, "", ["b", "c"])).toEqual({ first: "b", reason: "the first suitable model" });
  await expect(choice(firstListed, "", [])).rejects.toThrow(new RangeError("there is no model to choose"));
});

describe("by rules", () => {
  const rules = [
    { keywords: ["Sum up", "straße", "plus"], model: "b" },
    { keywords: ["plus"], model: "c" },
  ];
  const noRule = { first: "a", reason: "no rule fits: the first model" };

  test.each([
    ["1 PLUS 2", { first: "b", reason: 'the rule for "plus"' }],
    ["plus", { first: "b", reason: 'the rule for "plus"' }],
    ["plus, sum up", { first: "b", reason: 'the rule for "Sum up"' }],
    ["please sum -- up", { first: "b", reason: 'the rule for "Sum up"' }],
    ["STRAßE", { first: "b", reason: 'the rule for "straße"' }],
    ["ｐｌｕｓ", { first: "b", reason: 'the rule for "plus"' }],
    ["surplus", noRule],
    ["plus2", noRule],
    ["sum it up", noRule],
  ])("%j gives %j", async (text, expected) => {
    expect(await choice(byRules(rules, null), text)).toEqual(expected);
  });

  test("a rule whose model may not be asked is passed over", async () => {
    expect(await choice(byRules(rules, null), "plus", ["a", "c"])).toMatchObject({ first: "c" });
  });

  test("the default is taken where no rule fits and it may be asked", async () => {
    const expected = { first: "c", reason: "no rule fits: the default" };
    expect(await choice(byRules(rules, "c"), "")).toEqual(expected);
    expect(await choice(byRules(rules, "c"), "", ["a", "b"])).toEqual(noRule);
  });

  test("a keyword counts also where signs stand around it in the rule", async () => {
    expect((await choice(byRules([{ keywords: ["#plus!"], model: "b" }], null), "1 plus 2")).first).toBe("b");
  });
});

describe("by a judge", () => {
  test("its choice is told as its own", async () => {
    expect(await choice(byJudge({}, async () => "b"))).toEqual({ first: "b", reason: "the judge's choice" });
  });

  test("what it said is told at most by eighty characters", async () => {
    const chosen = await choice(byJudge({}, async () => "z".repeat(81)));
    expect(chosen).toEqual({
      ...{ first: "a", reason: "the judge named no model: the first" },
      warnings: [`the judge named no model: "${"z".repeat(80)}"`],
    });
  });

  test.each([
    [new Error("throttled"), "the judge failed: throttled"],
    ["a text", "the judge failed: a text"],
  ])("it may fail with %s", async (thrown, warning) => {
    const choose = byJudge({}, () => Promise.reject(thrown));
    expect(await choice(choose)).toEqual({ first: "a", reason: "the judge failed: the first", warnings: [warning] });
  });

  test("it is told each model on a line, with its description where it has one", async () => {
    let prompt = "";
    const choose = byJudge({ a: "", b: "good at sums" }, async (text) => {
      prompt = text;
      return "a";
    });
    await choice(choose, "15 + 27?");
    expect(prompt).toBe(
      "Choose the model that should answer the request.\n\nModels:\n- a\n- b: good at sums\n- c\n\nRequest:\n15 + 27?\n\nReply with the name of one model and nothing else.",
    );
  });

  test.each([
    ["gpt-4o", "gpt-4o"],
    [" GPT-4o\n", "gpt-4o"],
    ['""gpt-4o"."', "gpt-4o"],
    ["`gpt-4o-mini`", "gpt-4o-mini"],
    // Both names occur in the reply, but only one is the whole reply.
    ["gpt-4o-mini", "gpt-4o-mini"],
    [" GPT-4o-mini\n", "gpt-4o-mini"],
    ['""gpt-4o-mini"".', "gpt-4o-mini"],
    ["CLAUDE-mini", "Claude-Mini"],
    ["gpt-4o-mini, I would say", null],
    ["I say CLAUDE.", "Claude"],
    ["it's claude", "Claude"],
    ["claude or v1.5", null],
    ["v1.5", "v1.5"],
    ["'v1.5'..", "v1.5"],
    ["v15", null],
    ["", null],
  ])("%j names %j", (reply, name) => {
    expect(modelNamedIn(reply, ["gpt-4o", "gpt-4o-mini", "Claude", "Claude-Mini", "v1.5"])).toBe(name);
  });

  test("of two names that differ in case alone the first is meant", () => {
    expect(modelNamedIn("KIMI", ["kimi", "Kimi"])).toBe("kimi");
  });

  test("a quoted name inside a name is not cut", () => {
    expect(modelNamedIn("a'b", ["ab", "a'b"])).toBe("a'b");
    expect(modelNamedIn("a.b", ["ab"])).toBe(null);
  });
});

describe("by a ranking", () => {
  test("the best that may be asked is taken, with its score", async () => {
    const rank = async () => [
      { model: "z", score: 9 },
      { model: "c", score: 0.12345 },
      { model: "b", score: 0 },
    ];
    expect(await choice(byRanking(rank))).toEqual({ first: "c", reason: "ranked first, 0.123" });
    expect(await choice(byRanking(rank), "", ["a"])).toEqual({
      first: "a",
      reason: "the ranking names no model of this router: the first",
    });
  });

  test.each([
    [new Error("no vector"), "the ranking failed: no vector"],
    ["a text", "the ranking failed: a text"],
  ])("it may fail with %s", async (thrown, warning) => {
    const choose = byRanking(() => Promise.reject(thrown));
    expect(await choice(choose)).toEqual({
      ...{ first: "a", reason: "the ranking failed: the first" },
      warnings: [warning],
    });
  });
});
