import { expect, test } from "vitest";
import { battlesOf } from "./battles.js";
import { candidatesIn, candidatesOf, costOf } from "./candidate.js";
import { examplesOf } from "./example.js";
import { llmData, queryRow, routingRow } from "./rows.js";
import { weights } from "./weights.js";

const row = { query: "q", model_name: "m", performance: 1 };
const priced = { name: "m", size: null, inputPrice: 2, outputPrice: 10 };

test.each<[object, boolean]>([
  [row, true],
  [{ ...row, other: ["column"] }, true],
  [{ ...row, query: "" }, false],
  [{ ...row, query: 7 }, false],
  [{ ...row, model_name: "" }, false],
  [{ ...row, performance: 0 }, true],
  [{ ...row, performance: -0.01 }, false],
  [{ ...row, performance: 1.01 }, false],
  [{ ...row, llm_judge: null }, true],
  [{ ...row, llm_judge: 0 }, true],
  [{ ...row, llm_judge: 1 }, true],
  [{ ...row, llm_judge: -0.01 }, false],
  [{ ...row, llm_judge: 1.01 }, false],
  ...["token_num", "input_tokens", "output_tokens"].flatMap((name): [object, boolean][] => [
    [{ ...row, [name]: null }, true],
    [{ ...row, [name]: 0 }, true],
    [{ ...row, [name]: -1 }, false],
    [{ ...row, [name]: 0.5 }, false],
    [{ ...row, [name]: "1" }, false],
  ]),
])("the routing row %j is one: %s", (value, holds) => {
  expect(routingRow.safeParse(value).success).toBe(holds);
});

test.each([
  [{ query: "q" }, true],
  [{ query: "q", task_name: null }, true],
  [{ query: "q", task_name: 7 }, false],
  [{ query: "" }, false],
  [{ query: null }, false],
  [{}, false],
])("the query %j is one: %s", (value, holds) => {
  expect(queryRow.safeParse(value).success).toBe(holds);
});

test.each([
  [{}, true],
  [{ m: {} }, true],
  [{ m: { size: null, input_price: null, output_price: null } }, true],
  [{ m: { size: "7B", input_price: 0, output_price: 0 } }, true],
  [{ m: { input_price: -1 } }, false],
  [{ m: { output_price: -1 } }, false],
  [{ m: { size: 7 } }, false],
  [{ "": {} }, false],
])("the models %j are some: %s", (value, holds) => {
  expect(llmData.safeParse(value).success).toBe(holds);
});

test("a weight is 0 or more, and each has its default", () => {
  expect(weights.parse({})).toEqual({ performance: 1, cost: 0, llm_judge: 0 });
  expect(weights.parse({})).toEqual({ performance: 1, cost: 0, llm_judge: 0 });
  expect(weights.parse({ performance: 0, cost: 2, llm_judge: 3 })).toEqual({ performance: 0, cost: 2, llm_judge: 3 });
  for (const name of ["performance", "cost", "llm_judge"]) {
    expect(weights.safeParse({ [name]: -0.1 }).success).toBe(false);
    expect(weights.safeParse({ [name]: "1" }).success).toBe(false);
  }
  expect(weights.safeParse({ price: 1 }).success).toBe(false);
});

test("of models that rows alone name nothing is known", () => {
  const named = ["b", "a", "b"].map((model_name) => ({ ...row, model_name }));
  expect(candidatesIn(named)).toEqual([
    { name: "b", size: null, inputPrice: null, outputPrice: null },
    { name: "a", size: null, inputPrice: null, outputPrice: null },
  ]);
  expect(candidatesOf({ m: { size: "7B", input_price: 0, output_price: 1 } })).toEqual([
    { name: "m", size: "7B", inputPrice: 0, outputPrice: 1 },
  ]);
});

test.each([
  ["both counts", { input_tokens: 1_000_000, output_tokens: 3_000_000, token_num: 9 }, priced, 32],
  ["one count alone is not enough, and the sum is", { input_tokens: 7, token_num: 1_000_000 }, priced, 6],
  ["nor is the other", { output_tokens: 7, token_num: 1_000_000 }, priced, 6],
  ["one count and no sum", { input_tokens: 7 }, priced, null],
  ["no count", {}, priced, null],
  ["counts of zero", { input_tokens: 0, output_tokens: 0 }, priced, 0],
  ["no price of what is read", { token_num: 7 }, { ...priced, inputPrice: null }, null],
  ["no price of what is written", { token_num: 7 }, { ...priced, outputPrice: null }, null],
  ["prices of zero", { token_num: 7 }, { ...priced, inputPrice: 0, outputPrice: 0 }, 0],
])("the cost of a reply with %s", (_title, counts, candidate, cost) => {
  expect(costOf({ ...row, ...counts }, candidate)).toBe(cost);
});

test("the best fights every other that answered, and one as good makes a draw", () => {
  const scores = new Map([
    ["a", 0.5],
    ["b", 1],
    ["c", 1],
  ]);
  expect(battlesOf({ query: "q", best: "b", scores })).toEqual([
    { winner: "b", loser: "a", isDraw: false },
    { winner: "b", loser: "c", isDraw: true },
  ]);
});

test("of equals that cost nothing and something, the free one is best; an example keeps its query", () => {
  const scored = [
    { query: "x", model: "a", score: 1, cost: 0.5 },
    { query: "x", model: "b", score: 1, cost: 0 },
    { query: "y", model: "a", score: 1, cost: 0 },
    { query: "y", model: "b", score: 1, cost: 0.5 },
  ];
  expect(examplesOf(scored, ["a", "b"]).map(({ query, best }) => [query, best])).toEqual([
    ["x", "b"],
    ["y", "a"],
  ]);
});
