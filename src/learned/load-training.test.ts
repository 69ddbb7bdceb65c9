import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.js";
import { SourceError } from "../source/source-error.js";
import { hashingEmbedder } from "./embed/hashing.js";
import { loadTrainingData } from "./load-training-data.js";
import { loadTrainingFile } from "./load-training-file.js";
import { findRouter } from "./registry.js";
import { syntheticRows } from "./synthetic.fixture.js";
import { trainRouter } from "./train-router.js";

const folder = temporaryFolder();

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

beforeAll(() => {
  const rows = syntheticRows(40, { seed: 1 }).map(({ value }) => ({ ...value, task_name: "made-up", embedding_id: 0 }));
  const queries = [...new Set(rows.map(({ query }) => query)), "nobody answered this"];
  writeFileSync(join(folder, "routing.jsonl"), lines(rows));
  writeFileSync(join(folder, "queries.jsonl"), lines(queries.map((query) => ({ task_name: "made-up", query }))));
  const size = { feature: "", input_price: 1, output_price: 1, service: "OpenAI" };
  const models = { coder: "34B", thinker: "70B", writer: "8B", lawyer: "1.5B" };
  const data = Object.entries(models).map(([name, billions]) => [name, { ...size, size: billions, model: name }]);
  writeFileSync(join(folder, "llms.json"), JSON.stringify(Object.fromEntries(data)));
});

/** The knn training file of the seed, its paths changed. */
const seedFile = `data_path:
  query_data_train: 'queries.jsonl'
  query_data_test: 'queries.jsonl'
  query_embedding_data: 'query_embeddings_longformer.pt'
  routing_data_train: 'routing.jsonl'
  routing_data_test: 'routing.jsonl'
  llm_data: 'llms.json'
  llm_embedding_data: 'default_llm_embeddings.json'

model_path:
  ini_model_path: ''
  save_model_path: 'saved_models/knnrouter/knnrouter.pkl'

metric:
  weights:
    performance: 1
    cost: 0
    llm_judge: 0

hparam:
    n_neighbors: 5        # the most important parameter
    weights: "uniform"
    algorithm: "auto"
    leaf_size: 30
    p: 2
    metric: "minkowski"
    n_jobs: -1
`;

function load(text: string, router = "knnrouter") {
  const file = join(folder, "training.yaml");
  writeFileSync(file, text);
  return loadTrainingFile(file, findRouter(router), folder);
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

test("the seed's training file is read, and settings without effect are warned about at their line", () => {
  const config = load(seedFile);
  expect(config.paths.routingTrain).toBe(join(folder, "routing.jsonl"));
  expect(config.savePath).toBe(join(folder, "saved_models/knnrouter/knnrouter.json"));
  expect(config.loadPath).toBeNull();
  expect(config.hparam).toMatchObject({ n_neighbors: 5, metric: "minkowski" });
  expect(config.embedding).toEqual({ kind: "hashing", dimensions: 512 });
  expect(config.warnings.map(({ line, message }) => `${line} ${message.split(":")[0]}`)).toEqual([
    "4 data_path.query_embedding_data is ignored",
    "8 data_path.llm_embedding_data is ignored",
    "12 model_path.save_model_path",
    "23 hparam.algorithm has no effect",
    "24 hparam.leaf_size has no effect",
    "27 hparam.n_jobs has no effect",
  ]);
});

test("a router is trained from the files that a training file names", async () => {
  const config = load(seedFile);
  const data = loadTrainingData(config);
  expect(data.warnings).toEqual([expect.stringMatching(/^1 of 41 queries of .*queries.jsonl have no routing rows/)]);
  expect(data.heldOut).toHaveLength(160);
  const embedder = hashingEmbedder(64);
  const training = { ...config, ...data, embedder, seed: 1, at: "2026-11-21" };
  const { model } = await trainRouter(training, new AbortController().signal);
  expect(model.trained).toMatchObject({ queries: 40, rows: 160 });
});

test("the routers by size need no rows", async () => {
  const data = loadTrainingData(load("data_path: {llm_data: llms.json}", "smallest_llm"));
  expect([data.rows, data.candidates.length]).toEqual([[], 4]);
});

test("hybrid has its own keys at the top of the file, as in the seed", () => {
  const text = "router_mode: probabilistic\nrouter_tau: 0.2\ndata_path: {}\nhparam: {max_iter: 300}\n";
  expect(load(text, "hybrid_llm").hparam).toEqual({ router_mode: "probabilistic", router_tau: 0.2, max_iter: 300 });
  expect(refusal(() => load(text, "knn")).message).toMatch(/:1:1: unknown key "router_mode"/);
});

describe("a mistake is told with its line, its column and the fix", () => {
  test.each([
    [
      "data_path: {}\nhparam:\n  n_neighbours: 3\n",
      "knn",
      "3:3",
      /unknown key "n_neighbours"/,
      /did you mean "n_neighbors"/,
    ],
    ["data_path: {}\nhparam:\n  weights: uniformly\n", "knn", "3:12", /cannot be "uniformly"/, /uniform, distance/],
    ["data_path: {}\nhparam:\n  kernel: sigmoid\n", "svm", "3:11", /cannot be "sigmoid"/, /rbf, linear, poly/],
    ["data_path: {}\nhparam:\n  solver: lbfgs\n", "mlp", "3:11", /cannot be "lbfgs"/, /adam/],
    ["data_path: {}\nhparam:\n  gamma: small\n", "svm", "3:10", /gamma/, null],
    ["data_path: {}\nmetric:\n  weights:\n    cost: -1\n", "knn", "4:11", /never negative/, null],
    ["data_path:\n  routing_data: x\n", "knn", "2:3", /unknown key "routing_data"/, null],
    [
      "data_path: {}\nembedding:\n  kind: longformer\n",
      "knn",
      "3:9",
      /cannot be "longformer"/,
      /hashing, openai, titan/,
    ],
    ["hparam: {}\n", "knn", "1:1", /"data_path" is missing/, null],
  ])("%j for %s", (text, router, place, message, hint) => {
    const error = refusal(() => load(text, router));
    expect(`${error.line}:${error.column}`).toBe(place);
    expect(error.message).toMatch(message);
    if (hint !== null) expect(error.hint).toMatch(hint);
  });

  test("a file that the router needs and that is not named", () => {
    const error = refusal(() => loadTrainingData(load("data_path:\n  llm_data: llms.json\n")));
    expect(error.message).toMatch(/:2:3: "routing_data_train" is missing in data_path, and knn needs it/);
  });

  test("a file that is not there", () => {
    const error = refusal(() => loadTrainingData(load("data_path:\n  routing_data_train: gone.jsonl\n")));
    expect(error.message).toMatch(/gone\.jsonl: does not exist/);
  });
});

describe("what a training file leaves open", () => {
  test("is null, also where a path is empty, and the rest is resolved", () => {
    const config = load(`data_path: { query_data_test: q.jsonl, llm_data: '' }
model_path: { save_model_path: a.pkl.json, load_model_path: m/b.PKL, ini_model_path: x.pkl }
embedding: { kind: hashing, dimensions: 8 }
metric: { weights: { cost: 2 } }
hparam: {}
`);
    expect(config.paths).toEqual({
      ...{ queriesTrain: null, queriesTest: join(folder, "q.jsonl"), routingTrain: null, routingTest: null },
      llmData: null,
    });
    expect([config.savePath, config.loadPath]).toEqual([join(folder, "a.pkl.json"), join(folder, "m/b.json")]);
    expect(config.embedding).toEqual({ kind: "hashing", dimensions: 8 });
    expect(config.weights).toEqual({ performance: 1, cost: 2, llm_judge: 0 });
    expect(config.warnings.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      "2:70 model_path.ini_model_path is ignored: training always starts from its seed",
      "2:61 model_path.load_model_path: model files are JSON, so m/b.json is used",
    ]);
    expect(load("data_path: {}\n").hparam).toEqual({});
  });

  test("says of each file that is ignored why it is", () => {
    const config = load("data_path: { query_embedding_data: q.pt, llm_embedding_data: l.json }\n");
    expect(config.warnings.map(({ message }) => message)).toEqual([
      "data_path.query_embedding_data is ignored: queries are embedded again, by `embedding`",
      "data_path.llm_embedding_data is ignored: no router here uses embeddings of models",
    ]);
  });

  test.each([
    ["model_path: { other: x }", "knn"],
    ["metric: { other: x }", "knn"],
    ["metric: { weights: { other: 1 } }", "knn"],
    ["hparam: { router_tau: 0.2 }", "hybrid"],
    ["other: 1", "knn"],
  ])("and takes no key that it does not know: %s of %s", (text, router) => {
    expect(refusal(() => load(`data_path: {}\n${text}\n`, router)).message).toContain("unknown key");
  });
});

describe("which data are read", () => {
  const row = (model_name: string, query = "q") => ({ query, model_name, performance: 1 });
  beforeAll(() => {
    writeFileSync(join(folder, "train.jsonl"), lines([row("a"), row("b")]));
    writeFileSync(join(folder, "test.jsonl"), lines([row("b"), row("c")]));
    writeFileSync(join(folder, "asked.jsonl"), lines([{ query: "q" }]));
  });

  test.each([
    ["knn", "{ routing_data_train: train.jsonl, routing_data_test: test.jsonl }", ["a", "b", "c"], 2, 2],
    ["knn", "{ routing_data_train: train.jsonl }", ["a", "b"], 2, null],
    ["smallest", "{ routing_data_train: train.jsonl, llm_data: llms.json }", ["coder", "thinker"], 0, null],
    ["smallest", "{ llm_data: llms.json, query_data_train: gone.jsonl }", ["coder"], 0, null],
  ])("%s with %s", (router, paths, names, rows, heldOut) => {
    const data = loadTrainingData(load(`data_path: ${paths}\n`, router));
    expect(data.candidates.slice(0, names.length).map(({ name }) => name)).toEqual(names);
    expect([data.rows.length, data.heldOut?.length ?? null, data.warnings]).toEqual([rows, heldOut, []]);
  });

  test("queries that all have rows are no warning", () => {
    const paths = "{ routing_data_train: train.jsonl, query_data_train: asked.jsonl }";
    expect(loadTrainingData(load(`data_path: ${paths}\n`)).warnings).toEqual([]);
  });

  test("a router by size names the file that it needs", () => {
    const error = refusal(() => loadTrainingData(load("data_path: { routing_data_train: train.jsonl }\n", "largest")));
    expect([error.message, error.hint]).toEqual([
      expect.stringContaining('"llm_data" is missing in data_path, and largest needs it'),
      "write it: data_path.llm_data: <file>",
    ]);
  });
});
