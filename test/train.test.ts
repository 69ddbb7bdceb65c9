import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { syntheticRows, topics } from "../src/learned/synthetic.fixture.js";
import { runCommand } from "./support/command.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

describe("train", () => {
  let folder: WorkFolder;
  beforeEach(() => {
    folder = workFolder();
    const lines = (n: number, seed: number) =>
      syntheticRows(n, { seed, of: topics, noise: 0 }).map(({ value }) => JSON.stringify(value));
    write("train.jsonl", `${lines(120, 1).join("\n")}\n`);
    write("test.jsonl", `${lines(60, 2).join("\n")}\n`);
    write(
      "train.yaml",
      [
        "data_path:",
        "  routing_data_train: train.jsonl",
        "  routing_data_test: test.jsonl",
        "model_path:",
        "  save_model_path: models/knn.json",
        "hparam:",
        "  n_neighbors: 5",
        "",
      ].join("\n"),
    );
  });

  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  const train = (...words: readonly string[]) => {
    return runCommand(["train", "--config", "train.yaml", ...words], { cwd: folder.path });
  };

  test.each([
    ["knn", 0.9],
    ["svm", 0.9],
    ["mlp", 0.9],
    ["smallest", 0],
  ])("learns %s from the example of the repository", async (router, atLeast) => {
    const { code, stdout, stderr } = await runCommand(
      ["train", "--config", "examples/training/training.yaml", "--router", router, "--json"].concat(
        ...["--output", join(folder.path, `${router}.json`)],
      ),
      { cwd: fileURLToPath(new URL("..", import.meta.url)) },
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout).evaluation.accuracy).toBeGreaterThanOrEqual(atLeast);
  });

  test("writes a model file, and says how it routes what it did not learn from", async () => {
    const { code, stdout } = await train("--router", "knn", "--json", "--date", "2026-11-21");
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      router: "knn",
      output: "models/knn.json",
      queries: 120,
      evaluation: { queries: 60 },
    });
    expect(result.evaluation.accuracy).toBeGreaterThan(0.9);
    expect(result.evaluation.baseline).toBeLessThan(0.6);
    const first = readFileSync(join(folder.path, "models/knn.json"), "utf8");
    expect(JSON.parse(first)).toMatchObject({
      formatVersion: 1,
      router: "knn",
      trained: { at: "2026-11-21", queries: 120 },
    });

    // The same again gives the same bytes; a name of the seed is the same router.
    await train("--router", "KNNRouter", "--date", "2026-11-21", "--output", "again.json", "--quiet");
    expect(readFileSync(join(folder.path, "again.json"), "utf8")).toBe(first);
  });

  test.each([
    ["a router that is not there", ["--router", "knnn"], 'there is no router "knnn"', /did you mean "knn"/],
    ["a day that is none", ["--router", "knn", "--date", "today"], '"today" is not a date', /YYYY-MM-DD/],
    ["a setting of another router", ["--router", "svm"], "train.yaml:7:3", /n_neighbors/],
    ["a setting of no router", ["--router", "smallest"], "train.yaml:7:3", /there are no keys/],
  ])("says what is wrong with %s, and writes nothing", async (_title, words, message, hint) => {
    const { code, stderr } = await train(...words);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(hint);
    expect(code).toBe(2);
    expect(existsSync(join(folder.path, "models"))).toBe(false);
  });

  test("a row that is none is told with its line", async () => {
    write("train.jsonl", `${readFileSync(join(folder.path, "train.jsonl"), "utf8")}{"query": 7}\n`);
    const { code, stderr } = await train("--router", "knn");
    expect(stderr).toMatch(/train\.jsonl:\d+:\d+: query must be/);
    expect(code).toBe(2);
  });

  test("list-routers shows every router with its names", async () => {
    const { stdout } = await runCommand(["list-routers", "--json"], { cwd: folder.path });
    const { routers } = JSON.parse(stdout);
    expect(routers.map(({ name }: { name: string }) => name)).toEqual([
      "knn",
      "svm",
      "mlp",
      "mf",
      "elo",
      "hybrid",
      "smallest",
      "largest",
    ]);
    expect((await runCommand(["list-routers"], { cwd: folder.path })).stdout).toContain("smallest_llm");
  });
});
