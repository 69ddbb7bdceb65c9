import { expect, test } from "vitest";
import { z } from "zod";
import { modelFile, modelText, type Trained } from "./model-file.js";

const trained: Trained = {
  ...{ at: "2026-11-21", seed: 0, hparam: {}, weights: { performance: 1, cost: 0, llm_judge: 0 }, dearestCost: 0 },
  ...{ embedder: { id: "e", dimensions: 1 }, queries: 0, rows: 0, models: [{ name: "m", rows: 0, best: 0 }] },
};
const file = modelFile("own", z.strictObject({ a: z.number() }));
const document = { formatVersion: 1, router: "own", trained, body: { a: 1 } };

test.each<[object, boolean]>([
  [document, true],
  [{ ...document, formatVersion: 2 }, false],
  [{ ...document, router: "other" }, false],
  [{ ...document, more: 1 }, false],
  [{ ...document, body: { a: "1" } }, false],
  ...(
    [
      [{ embedder: null }, true],
      [{ more: 1 }, false],
      [{ at: "" }, false],
      [{ at: "x" }, true],
      [{ seed: 0.5 }, false],
      [{ queries: -1 }, false],
      [{ rows: -1 }, false],
      [{ embedder: { id: "", dimensions: 1 } }, false],
      [{ embedder: { id: "e", dimensions: 0 } }, false],
      [{ embedder: { id: "e", dimensions: 1, more: 1 } }, false],
      [{ models: [] }, true],
      [{ models: [{ name: "", rows: 0, best: 0 }] }, false],
      [{ models: [{ name: "m", rows: -1, best: 0 }] }, false],
      [{ models: [{ name: "m", rows: 0, best: -1 }] }, false],
      [{ models: [{ name: "m", rows: 0, best: 0, more: 1 }] }, false],
    ] as const
  ).map(([change, holds]): [object, boolean] => [{ ...document, trained: { ...trained, ...change } }, holds]),
])("%j is a model file: %s", (value, holds) => {
  expect(file.safeParse(value).success).toBe(holds);
});

test("a list or an object stands on one line where it holds no other one", () => {
  const body = { flat: [1, null, "x"], rows: [[1, 2], { a: null }, []], none: null, left: undefined };
  expect(
    modelText("own", { trained: { ...trained, models: [] }, body }).replace(/"trained": \{.*?\n {2}\}/s, "…"),
  ).toBe(
    `{
  "formatVersion": 1,
  "router": "own",
  …,
  "body": {
    "flat": [1,null,"x"],
    "rows": [
      [1,2],
      {"a":null},
      []
    ],
    "none": null
  }
}
`,
  );
});
