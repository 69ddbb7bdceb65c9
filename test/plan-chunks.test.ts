import { expect, test } from "vitest";
import type { Module, ModuleGraph } from "../scripts/bundle/module-graph.js";
import { planChunks } from "../scripts/bundle/plan-chunks.js";
import { loadsOf, visitsOf } from "../scripts/bundle/visits.js";

const module = (change: Partial<Module>): Module => ({
  imports: [],
  lazy: [],
  packages: [],
  sizeBytes: 100,
  ...change,
});

function plan(graph: ModuleGraph): readonly (readonly string[])[] {
  const visits = visitsOf(graph, ["main"], { entry: "main", table: "main" });
  return planChunks(graph, visits, loadsOf(graph, visits));
}

const togetherIn = (chunks: readonly (readonly string[])[], ...ids: readonly string[]) =>
  chunks.some((chunk) => ids.every((id) => chunk.includes(id)));

test("small modules that are loaded together share a file", () => {
  const graph = new Map([
    ["main", module({ lazy: ["list", "run"] })],
    ["list", module({ imports: ["shared", "text"] })],
    ["run", module({ imports: ["shared"] })],
    ["shared", module({})],
    ["text", module({})],
  ]);
  expect(togetherIn(plan(graph), "list", "text")).toBe(true);
});

test("a module that imports a package is in no file of a command that does without it", () => {
  const graph = new Map([
    ["main", module({ lazy: ["list", "run"] })],
    ["list", module({ imports: ["shared"] })],
    ["run", module({ imports: ["shared", "schema"] })],
    ["shared", module({})],
    ["schema", module({ packages: ["zod"], sizeBytes: 1 })],
  ]);
  const chunks = plan(graph);
  expect(togetherIn(chunks, "shared", "schema")).toBe(false);
  expect(togetherIn(chunks, "list", "schema")).toBe(false);
});

test("a large module is in no file of a command that does without it", () => {
  const graph = new Map([
    ["main", module({ lazy: ["list", "run"] })],
    ["list", module({ imports: ["shared"] })],
    ["run", module({ imports: ["shared", "large"] })],
    ["shared", module({})],
    ["large", module({ sizeBytes: 10_000_000 })],
  ]);
  expect(togetherIn(plan(graph), "shared", "large")).toBe(false);
});

test("no two files import each other", () => {
  // `a` and `c` have `b` between them: with both in one file, that file and the one of `b` would import each other.
  const graph = new Map([
    ["main", module({ lazy: ["x", "y", "z"] })],
    ["x", module({ imports: ["a"] })],
    ["y", module({ imports: ["b"], sizeBytes: 1_000_000 })],
    ["z", module({ imports: ["c"], sizeBytes: 1_000_000 })],
    ["a", module({ imports: ["b"] })],
    ["b", module({ imports: ["c"], packages: ["zod"], sizeBytes: 500_000 })],
    ["c", module({})],
  ]);
  const chunks = plan(graph);
  const chunkOf = (id: string) => chunks.findIndex((chunk) => chunk.includes(id));
  const edges = [...graph].flatMap(([id, { imports }]) => imports.map((to) => `${chunkOf(id)} ${chunkOf(to)}`));
  const between = edges.filter((edge) => edge.split(" ")[0] !== edge.split(" ")[1]);
  expect(between.filter((edge) => between.includes(edge.split(" ").reverse().join(" ")))).toEqual([]);
});
