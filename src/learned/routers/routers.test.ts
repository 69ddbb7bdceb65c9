import { describe, expect, test } from "vitest";
import { parseJsonData } from "../../source/json-data.js";
import { type Candidate, candidatesOf } from "../data/candidate.js";
import type { TrainingExample, TrainingSet } from "../data/training-set.js";
import type { LearnedRouter } from "../define-router.js";
import { modelText } from "../model-file.js";
import { largest, smallest } from "./by-size.js";
import { elo } from "./elo.js";
import { hybrid } from "./hybrid.js";
import { knn } from "./knn.js";
import { mf } from "./mf.js";
import { mlp } from "./mlp.js";
import { svm } from "./svm.js";

const candidates: readonly Candidate[] = candidatesOf({ a: { size: "70B" }, b: { size: "1.5B" }, c: { size: "7M" } });

function example(scores: { readonly [model: string]: number }, embedding: readonly number[] = []): TrainingExample {
  const entries = Object.entries(scores);
  const best = entries.toSorted((one, other) => other[1] - one[1])[0]?.[0] ?? "";
  return { query: JSON.stringify([scores, embedding]), scores: new Map(entries), best, embedding };
}

function setOf(examples: readonly TrainingExample[], models: readonly string[] = ["a", "b", "c"]): TrainingSet {
  return { candidates, models, examples, seed: 1 };
}

/** The model after a journey through its file. */
function trained(router: LearnedRouter, set: TrainingSet, hparam: unknown = {}) {
  const dimensions = set.examples[0]?.embedding.length ?? 0;
  const result = router.train(set, hparam);
  const header = {
    at: "2026-11-21",
    seed: set.seed,
    hparam: result.hparam,
    weights: { performance: 1, cost: 0, llm_judge: 0 },
    dearestCost: 0,
    embedder: dimensions === 0 ? null : { id: "test", dimensions },
    queries: set.examples.length,
    rows: 0,
    models: [],
  };
  return router.open(parseJsonData(modelText(router.name, { trained: header, body: result.body }), "model.json"));
}

const onLine = setOf([
  example({ a: 1, b: 0 }, [0]),
  example({ a: 1, b: 0 }, [1]),
  example({ a: 0, b: 1 }, [3]),
  example({ a: 0, b: 1 }, [10]),
]);

describe("knn", () => {
  test("the nearest queries vote, one vote each", () => {
    // Nearest to 2: 1 and 3, both at 1, then 0 at 2.
    const { rank } = trained(knn, onLine, { n_neighbors: 3 });
    expect(rank([2])).toEqual([
      { model: "a", score: 2 / 3 },
      { model: "b", score: 1 / 3 },
      { model: "c", score: 0 },
    ]);
  });

  test("by distance, a near vote outweighs two that are far", () => {
    // At 2.8: 3 weighs 1/0.2 = 5; 1 weighs 1/1.8 and 0 weighs 1/2.8.
    const { rank } = trained(knn, onLine, { n_neighbors: 3, weights: "distance" });
    const [first] = rank([2.8]);
    expect(first?.model).toBe("b");
    expect(first?.score).toBeCloseTo(5 / (5 + 1 / 1.8 + 1 / 2.8), 6);
  });

  test("by distance, a query that was trained on outvotes all others", () => {
    const { rank } = trained(knn, onLine, { n_neighbors: 3, weights: "distance" });
    expect(rank([3])[0]).toEqual({ model: "b", score: 1 });
  });

  test("a tie goes to the model that is better over all", () => {
    const { rank } = trained(knn, onLine, { n_neighbors: 2 });
    expect(rank([2]).map(({ model }) => model)).toEqual(["a", "b", "c"]);
  });

  test("p and metric change what near means", () => {
    const set = setOf([example({ a: 1 }, [3, 3]), example({ b: 1 }, [5, 0])]);
    const first = (hparam: object) => trained(knn, set, { n_neighbors: 1, ...hparam }).rank([0.01, 0])[0]?.model;
    expect(first({ metric: "euclidean" })).toBe("a");
    expect(first({ metric: "manhattan" })).toBe("b");
    expect(first({ metric: "cosine" })).toBe("b");
    expect(first({ p: 1 })).toBe("b");
  });

  test("more neighbours than queries, and unknown hparam, are errors", () => {
    expect(() => trained(knn, onLine, { n_neighbors: 5 })).toThrow(/only 4 training queries/);
    expect(() => trained(knn, onLine, { n_neighbours: 5 })).toThrow(/n_neighbours/);
  });
});

describe("svm", () => {
  test("a border lies half way between two models", () => {
    const set = setOf([example({ a: 1, b: 0 }, [1]), example({ a: 0, b: 1 }, [3])], ["a", "b"]);
    const { rank } = trained(svm, set, { kernel: "linear", C: 10 });
    expect(rank([1.9])[0]?.model).toBe("a");
    expect(rank([2.1])[0]?.model).toBe("b");
    // One vote, and 1/(3·2) of confidence on the margin.
    expect(rank([1])).toEqual([
      { model: "a", score: expect.closeTo(1 + 1 / 6, 5) },
      { model: "b", score: expect.closeTo(-1 / 6, 5) },
    ]);
  });

  test("rbf encloses a model that linear cannot", () => {
    const set = setOf(
      [-3, -2, 0, 2, 3].map((x) => example({ a: Math.abs(x) < 1 ? 1 : 0, b: 0.5 }, [x])),
      ["a", "b"],
    );
    const { rank } = trained(svm, set, { kernel: "rbf", C: 100 });
    expect([-2.5, 0, 2.5].map((x) => rank([x])[0]?.model)).toEqual(["b", "a", "b"]);
  });

  test("one model that is always best is ranked first", () => {
    const set = setOf([example({ a: 0, b: 1 }, [1]), example({ a: 0, b: 1 }, [2])], ["b", "a"]);
    expect(trained(svm, set).rank([5])[0]?.model).toBe("b");
  });
});

describe("elo", () => {
  test("three wins of four are 191 points apart", () => {
    // Odds of 3 to 1: 400·log10(3) = 190.85; a ridge of 0.001 takes off less than a point.
    const wins = [1, 2, 3].map(() => example({ a: 1, b: 0 }));
    const [first, second] = trained(elo, setOf([...wins, example({ a: 0, b: 1 })], ["a", "b"])).rank([]);
    expect(first?.model).toBe("a");
    expect((first?.score ?? 0) - (second?.score ?? 0)).toBeCloseTo(190.85, 0);
    expect((first?.score ?? 0) + (second?.score ?? 0)).toBeCloseTo(2000, 2);
  });

  test("ratings are linked through a common opponent", () => {
    const games = [
      ...[1, 2, 3].map(() => example({ a: 1, b: 0 })),
      example({ a: 0, b: 1 }),
      ...[1, 2, 3].map(() => example({ b: 1, c: 0 })),
      example({ b: 0, c: 1 }),
    ];
    const ratings = new Map(
      trained(elo, setOf(games))
        .rank([])
        .map(({ model, score }) => [model, score]),
    );
    expect((ratings.get("a") ?? 0) - (ratings.get("c") ?? 0)).toBeCloseTo(2 * 190.85, -1);
  });

  test("a draw is not a loss", () => {
    const [first, second] = trained(elo, setOf([example({ a: 1, b: 1 })], ["a", "b"])).rank([]);
    expect(first?.score).toBeCloseTo(1000, 3);
    expect(second?.score).toBeCloseTo(1000, 3);
  });

  test("a model that never lost has a finite rating", () => {
    const [first] = trained(
      elo,
      setOf(
        Array.from({ length: 500 }, () => example({ a: 1, b: 0 })),
        ["a", "b"],
      ),
    ).rank([]);
    expect(first?.model).toBe("a");
    expect(first?.score).toBeLessThan(5000);
  });

  test("models that never met are an error", () => {
    expect(() => trained(elo, setOf([example({ a: 1 }), example({ b: 1 })]))).toThrow(/no two models/);
  });
});

describe("smallest and largest", () => {
  test("sizes in billions are compared, and 7M is left out", () => {
    expect(trained(smallest, setOf([], [])).rank([])).toEqual([
      { model: "b", score: -1.5 },
      { model: "a", score: -70 },
    ]);
    expect(trained(largest, setOf([], [])).rank([])[0]).toEqual({ model: "a", score: 70 });
  });
});

describe("hybrid", () => {
  const gaps = setOf(
    [0, 0.1, 0.2, 0.8, 0.9, 1].map((x) => example({ a: 0.5, b: x < 0.5 ? 0.6 : 0.1 }, [x])),
    ["a", "b"],
  );
  const settings = { hidden_layer_sizes: [8], learning_rate_init: 0.05, max_iter: 200 };

  test.each(["deterministic", "probabilistic", "transformed"])(
    "%s: the small model is asked where it does as well",
    (mode) => {
      const { rank } = trained(hybrid, gaps, { ...settings, router_mode: mode });
      expect(rank([0.05])[0]?.model).toBe("b");
      expect(rank([0.95])[0]?.model).toBe("a");
    },
  );

  test("a threshold of 0 always asks the small model", () => {
    const { rank } = trained(hybrid, gaps, { ...settings, router_threshold: 0 });
    expect(rank([0.95])[0]?.model).toBe(rank([0.05])[0]?.model);
  });

  test("without a query that both answered there is nothing to compare", () => {
    expect(() => trained(hybrid, setOf([example({ a: 1 }, [1]), example({ b: 1 }, [1])]))).toThrow(/both b and a/);
  });

  test("one model with rows and a size is too few", () => {
    expect(() => trained(hybrid, setOf([example({ a: 1, c: 0 }, [1])], ["a", "c"]))).toThrow(/two models/);
  });
});

describe("every router", () => {
  test.each([knn, svm, mlp, mf, elo, hybrid])("$name refuses empty data and a single model", (router) => {
    expect(() => router.train(setOf([], []), {})).toThrow(/no routing rows/);
    expect(() => router.train(setOf([example({ a: 1 }, [1])], ["a"]), {})).toThrow(/no choice to learn/);
  });

  test("mf refuses data in which all answers are equally good", () => {
    expect(() => trained(mf, setOf([example({ a: 1, b: 1 }, [1])]))).toThrow(/nothing to learn/);
  });

  test.each([knn, mlp])("$name refuses an embedding of another length", (router) => {
    const { rank } = trained(router, onLine, router === knn ? { n_neighbors: 1 } : { max_iter: 1 });
    expect(() => rank([1, 2])).toThrow(/has 2 numbers, but the model was trained on 1/);
  });
});
