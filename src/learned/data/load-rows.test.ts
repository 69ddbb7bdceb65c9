import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { SourceError } from "../../source/source-error.js";
import { loadLlmData, loadQueries, loadRouting } from "./load-rows.js";

const folder = temporaryFolder();

function written(text: string): string {
  const file = join(folder, "data");
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

test("a routing row of the seed is read, including columns that no router needs", () => {
  const row = {
    task_name: "gsm8k",
    query: "1+1?",
    ground_truth: "2",
    metric: "em",
    model_name: "llama-3.1-8b",
    response: "2",
    performance: 1,
    embedding_id: 0,
    token_num: 12,
  };
  const [read] = loadRouting(written(`${JSON.stringify(row)}\n`));
  expect(read?.value).toEqual(row);
});

test("a data file may be larger than a hand-written file", () => {
  const line = JSON.stringify({ query: "q".repeat(2_000), model_name: "m", performance: 0.5 });
  expect(loadRouting(written(`${line}\n`.repeat(1_000)))).toHaveLength(1_000);
});

test("every invalid line of a file is reported with its line and column", () => {
  const error = refusal(() =>
    loadRouting(
      written(
        [
          '{"query": "a", "model_name": "m", "performance": 2}',
          '{"query": "a", "model_name": "m", "performance": 1}',
          '{"query": "a", "model_name": 7, "performance": 1}',
          '{"query": "a", "performance": 1}',
        ].join("\n"),
      ),
    ),
  );
  expect(error.issues.map(({ line, column }) => [line, column])).toEqual([
    [1, 50],
    [3, 30],
    [4, 1],
  ]);
  expect(error.issues[2]?.message).toBe('"model_name" is missing');
});

test.each([
  ["", /no rows/],
  ['{"query": "a"}\n{"query": }', /:2:.*not valid JSON/],
  ["[1]", /must be an object/],
])("query data %j is refused", (text, message) => {
  expect(refusal(() => loadQueries(written(text))).message).toMatch(message);
});

test("llm_data is read, and an invalid price is reported at its place", () => {
  const text = '{\n  "a": {"size": "7B", "feature": "x", "input_price": 0.2},\n  "b": {"input_price": "cheap"}\n}';
  const error = refusal(() => loadLlmData(written(text)));
  expect([error.line, error.column]).toEqual([3, 24]);
  expect(loadLlmData(written(text.replace('"cheap"', "1"))).value["a"]?.size).toBe("7B");
});

test("a file of which every line is wrong is read to its hundredth mistake", () => {
  const wrong = (count: number) => '{"model_name": "m", "performance": 1}\n'.repeat(count);
  expect(refusal(() => loadRouting(written(wrong(99)))).issues).toHaveLength(99);
  expect(refusal(() => loadRouting(written(wrong(101)))).issues).toHaveLength(100);
});

test("a row and the models remember where they stood", () => {
  const [, second] = loadQueries(written('{"query": "a"}\n{"query": "b"}\n'));
  expect(second?.document.place(["query"], "value")).toMatchObject({ line: 2 });
  expect(loadLlmData(written('{\n"a": {}}')).document.place(["a"], "key")).toMatchObject({ line: 2 });
});
