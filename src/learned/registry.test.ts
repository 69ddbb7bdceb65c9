import { expect, test } from "vitest";
import { findRouter, learnedRouters, lookUpRouter } from "./registry.js";

test.each([
  ["knn", "knnrouter"],
  ["svm", "svmrouter"],
  ["mlp", "mlprouter"],
  ["mf", "mfrouter"],
  ["elo", "elorouter"],
  ["smallest", "smallest_llm"],
  ["largest", "largest_llm"],
  ["hybrid", "hybrid_llm"],
])("%s is found by its name and by the seed's %s, in any case", (name, alias) => {
  expect(findRouter(name).name).toBe(name);
  expect(findRouter(alias.toUpperCase()).name).toBe(name);
});

test("an unknown name is an error with a suggestion", () => {
  expect(lookUpRouter("graphrouter")).toBeNull();
  expect(() => findRouter("knnroute")).toThrow('there is no router "knnroute"');
  expect(() => findRouter("knnroute")).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('did you mean "knnrouter"') }),
  );
});

test("only the routers by size are not trainable, and every router has a sentence and a unique name", () => {
  expect(learnedRouters.filter(({ isTrainable }) => !isTrainable).map(({ name }) => name)).toEqual([
    "smallest",
    "largest",
  ]);
  for (const { sentence } of learnedRouters) expect(sentence).toMatch(/^[A-Z].*\.$/);
  const names = learnedRouters.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});
