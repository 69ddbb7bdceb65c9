import { expect, test } from "vitest";
import type { TrainingExample } from "./data/training-set.js";
import type { OpenModel } from "./define-router.js";
import { evaluate } from "./evaluate.js";
import { elo } from "./routers/elo.js";

function example(scores: { readonly [model: string]: number }): TrainingExample {
  return { query: "q", embedding: [], best: "", scores: new Map(Object.entries(scores)) };
}

/** Always ranks b, a, c; in training, a was best most often. */
const model: OpenModel = {
  router: elo,
  trained: {
    at: "",
    seed: 0,
    hparam: {},
    weights: { performance: 1, cost: 0, llm_judge: 0 },
    dearestCost: 0,
    embedder: null,
    queries: 3,
    rows: 9,
    models: [
      { name: "b", rows: 3, best: 1 },
      { name: "a", rows: 3, best: 2 },
    ],
  },
  rank: () => ["b", "a", "c"].map((name, index) => ({ model: name, score: -index })),
};

test("a query is routed correctly if its model has the best score, even when others tie", () => {
  expect(evaluate(model, [example({ a: 1, b: 0.5 }), example({ a: 0, b: 1 }), example({ a: 1, b: 1 })])).toEqual({
    queries: 3,
    accuracy: 2 / 3,
    baseline: 2 / 3,
    meanScore: 2.5 / 3,
    meanBest: 1,
  });
});

test("a query goes to the first model in the ranking that answered it", () => {
  expect(evaluate(model, [example({ a: 1, c: 0 })])?.accuracy).toBe(1);
  expect(evaluate(model, [example({ unknown: 1 })])?.accuracy).toBe(0);
});

test("without examples there is no evaluation", () => {
  expect(evaluate(model, [])).toBeNull();
});
