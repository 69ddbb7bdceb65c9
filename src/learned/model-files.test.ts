import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.js";
import { SourceError } from "../source/source-error.js";
import { weights } from "./data/weights.js";
import { hashingEmbedder } from "./embed/hashing.js";
import { loadModel, rankQuery } from "./load-model.js";
import { findRouter, learnedRouters } from "./registry.js";
import { candidates, syntheticRows } from "./synthetic.fixture.js";
import { type Training, trainRouter } from "./train-router.js";

const folder = temporaryFolder();

const signal = new AbortController().signal;
const embedder = hashingEmbedder(64);
const queries = ["a python loop with a bug", "rhyme a sonnet", "prove the theorem", "", "🙂", "x".repeat(5_000)];
const quick: { readonly [router: string]: object } = {
  mlp: { hidden_layer_sizes: [8], max_iter: 5 },
  mf: { latent_dim: 8, epochs: 40, lr: 0.01 },
  hybrid: { hidden_layer_sizes: [8], max_iter: 5 },
};

function trainingOf(name: string, seed = 42): Training {
  return {
    router: findRouter(name),
    hparam: quick[name] ?? {},
    candidates,
    rows: syntheticRows(60, { seed: 7 }),
    weights: weights.parse({}),
    embedder,
    seed,
    at: "2026-11-21T00:00:00Z",
  };
}

const names = learnedRouters.map(({ name }) => name);

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function refusal(read: () => unknown): SourceError {
  try {
    read();
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test.each(names)("%s: the same data and seed give the same bytes", async (name) => {
  const [one, two] = [await trainRouter(trainingOf(name), signal), await trainRouter(trainingOf(name), signal)];
  expect(one.text).toBe(two.text);
});

test.each(["mlp", "mf", "hybrid"])("%s: another seed gives another model", async (name) => {
  const [one, two] = [await trainRouter(trainingOf(name), signal), await trainRouter(trainingOf(name, 43), signal)];
  expect(JSON.parse(one.text).body).not.toEqual(JSON.parse(two.text).body);
});

test.each(names)("%s: a model that was written and read ranks as before", async (name) => {
  const { text, model } = await trainRouter(trainingOf(name), signal);
  const loaded = loadModel(written(`${name}.json`, text), embedder);
  expect(loaded.trained).toEqual(model.trained);
  for (const query of queries) {
    const ranked = await rankQuery(loaded, query, { embedder, signal });
    expect(ranked).toEqual(await rankQuery(model, query, { embedder, signal }));
    expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(ranked.every(({ score }) => Number.isFinite(score))).toBe(true);
  }
});

test("a model file says what it was trained on", async () => {
  const { text } = await trainRouter(trainingOf("knn"), signal);
  const { trained } = JSON.parse(text);
  expect(trained).toMatchObject({
    at: "2026-11-21T00:00:00Z",
    seed: 42,
    hparam: { n_neighbors: 5, weights: "uniform" },
    weights: { performance: 1, cost: 0, llm_judge: 0 },
    embedder: { id: "hashing-1-64", dimensions: 64 },
    queries: 60,
    rows: 240,
  });
  expect(trained.models.map(({ rows }: { rows: number }) => rows)).toEqual([60, 60, 60, 60]);
  expect(trained.models.reduce((sum: number, { best }: { best: number }) => sum + best, 0)).toBe(60);
});

test("a model trained with another embedder is refused at the place in the file", async () => {
  const { text } = await trainRouter(trainingOf("knn"), signal);
  const error = refusal(() => loadModel(written("knn.json", text), hashingEmbedder(128)));
  expect(error.message).toMatch(
    /trained with the embedder hashing-1-64, and queries would be embedded with hashing-1-128/,
  );
  expect(text.split("\n")[(error.line ?? 0) - 1]).toContain("hashing-1-64");
});

test("a model that needs no embedder accepts any embedder", async () => {
  const { text } = await trainRouter(trainingOf("elo"), signal);
  expect(loadModel(written("elo.json", text), hashingEmbedder(128)).router.name).toBe("elo");
});

test.each([
  ['"formatVersion": 1', '"formatVersion": 2', /formatVersion cannot be 2/],
  ['"router": "elo"', '"router": "elorouter2"', /there is no router "elorouter2"/],
  ['"rating":', '"rating":"high","was":', /rating/],
  ['"trained"', '"trainde"', /trainde/],
  ['"rows": 240,', '"rows": 240', /not valid JSON/],
])("a file in which %s became %s is refused at its line", async (right, wrong, message) => {
  const { text } = await trainRouter(trainingOf("elo"), signal);
  const broken = text.replace(right, wrong);
  expect(broken).not.toBe(text);
  const error = refusal(() => loadModel(written("broken.json", broken), embedder));
  expect(error.message).toMatch(message);
  expect(Math.abs((error.line ?? 0) - text.slice(0, text.indexOf(right)).split("\n").length)).toBeLessThanOrEqual(1);
});

test("models without rows, and a model that is always best, give warnings", async () => {
  const rows = syntheticRows(20, { seed: 1, noise: 0, of: [{ best: "coder", share: 1, words: ["x"] }] });
  const both = rows.flatMap((row) => [row, { ...row, value: { ...row.value, model_name: "writer", performance: 0 } }]);
  const { warnings, model } = await trainRouter({ ...trainingOf("svm"), rows: both }, signal);
  expect(warnings).toEqual([
    "thinker has no routing rows: it is never chosen",
    "lawyer has no routing rows: it is never chosen",
    "coder is the model to choose for every training query",
  ]);
  expect((await rankQuery(model, "anything", { embedder, signal })).map((ranked) => ranked.model)).toEqual([
    "coder",
    "writer",
  ]);
});

test.each(["knn", "svm", "mlp", "mf", "elo", "hybrid"])(
  "%s: the weight of cost moves queries to cheaper models",
  async (name) => {
    const weights = { performance: 1, cost: 50, llm_judge: 0 };
    const { model } = await trainRouter({ ...trainingOf(name), weights }, signal);
    // The lawyer costs least of all: nothing can make up for fifty times the dearest reply.
    const [first] = await rankQuery(model, queries[0] ?? "", { embedder, signal });
    expect(first?.model).toBe("lawyer");
    expect(model.trained.models[0]).toMatchObject({ name: "lawyer", best: 60 });
  },
);
