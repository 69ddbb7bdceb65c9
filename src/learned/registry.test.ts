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

test("another name is told, with what was probably meant", () => {
  expect(lookUpRouter("graphrouter")).toBeNull();
  expect(() => findRouter("knnroute")).toThrow('there is no router "knnroute"');
  expect(() => findRouter("knnroute")).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('did you mean "knnrouter"') }),
  );
});

test("only the routers by size learn nothing, and each has a sentence and a name of its own", () => {
  expect(learnedRouters.filter(({ isTrainable }) => !isTrainable).map(({ name }) => name)).toEqual([
    "smallest",
    "largest",
  ]);
  for (const { sentence } of learnedRouters) expect(sentence).toMatch(/^[A-Z].*\.$/);
  const names = learnedRouters.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});
