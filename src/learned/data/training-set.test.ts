import { expect, test } from "vitest";
import type { ScoredRow } from "./score-rows.js";
import { examplesFrom, rankedModels, requireChoice } from "./training-set.js";

const row = (model: string, score: number): ScoredRow => ({ query: "q", model, score, cost: null });

test("models are ranked by their mean score, then by name", () => {
  expect(rankedModels([row("c", 0.4), row("a", 0.2), row("b", 1), row("b", 0), row("d", 0.9)])).toEqual([
    ...["d", "b", "c", "a"],
  ]);
  for (const order of ["abc", "cba", "bca", "bac"]) {
    expect(rankedModels([...order].map((model) => row(model, 0.5)))).toEqual(["a", "b", "c"]);
  }
});

test("examples come with the models that they rank", () => {
  const { models, examples } = examplesFrom([row("a", 0), row("b", 1)]);
  expect([models, examples.map(({ query, best }) => [query, best])]).toEqual([["b", "a"], [["q", "b"]]]);
});

test("one example and two models are a choice to learn, less is none", () => {
  const examples = [{ query: "q", scores: new Map(), best: "a", embedding: [] }];
  expect(() => requireChoice({ models: ["a", "b"], examples })).not.toThrow();
  expect(() => requireChoice({ models: ["a"], examples })).toThrow(
    "only one model has routing rows (a): there is no choice to learn",
  );
  expect(() => requireChoice({ models: ["a", "b"], examples: [] })).toThrow("no routing rows to train on");
});
