import { expect, test } from "vitest";
import { absentRouters } from "./absent-routers.js";
import { findRouter, learnedRouters, lookUpAbsent, lookUpRouter } from "./registry.js";

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

test.each(["KNNRouter", "knn_router", "KNN-router", "knn router"])("%s is knn", (name) => {
  expect(findRouter(name).name).toBe("knn");
});

test.each([
  ["graph", "graph"],
  ["GraphRouter", "graph"],
  ["graph_router", "graph"],
  ["causallm_router", "causallm"],
  ["dcrouter", "routerdc"],
  ["RouterDC", "routerdc"],
  ["automixrouter", "automix"],
  ["router-r1", "router_r1"],
  ["gmtrouter", "gmt"],
  ["personalizedrouter", "personalized"],
  ["multiround", "llmmultiround"],
  ["knnmultiroundrouter", "knnmultiround"],
  ["bedrock_smart_router", "bedrock_smart"],
])("%s is the seed's %s, which is not here for a reason", (name, absent) => {
  expect(lookUpRouter(name)).toBeNull();
  expect(lookUpAbsent(name)?.name).toBe(absent);
  expect(() => findRouter(name)).toThrow(/^there is no router "[^"]+" here: it .+/);
  expect(() => findRouter(name)).toThrow(expect.objectContaining({ hint: expect.stringMatching(/^use .+/) }));
});

test("no name is both here and not here", () => {
  const absent = absentRouters.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(absent.filter((name) => lookUpRouter(name) !== null)).toEqual([]);
  expect(new Set(absent).size).toBe(absent.length);
  expect([lookUpAbsent("knn"), lookUpAbsent("router"), lookUpRouter("router")]).toEqual([null, null, null]);
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
