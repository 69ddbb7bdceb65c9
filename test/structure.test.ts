import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cyclesOf } from "../scripts/structure/cycles.js";
import { measure } from "../scripts/structure/measure.js";
import { readCheckout } from "../scripts/structure/read-checkout.js";
import { readSource } from "../scripts/structure/read-source.js";
import { loads } from "./bench/loads.js";

const graph = (edges: { readonly [from: string]: readonly string[] }) =>
  new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));

test("a cycle is every group of files that reach one another", () => {
  expect(cyclesOf(graph({ a: ["b"], b: ["c"], c: [] }))).toEqual([]);
  expect(cyclesOf(graph({ a: ["b"], b: ["c"], c: ["a"], d: ["a"] }))).toEqual([["a", "b", "c"]]);
  expect(cyclesOf(graph({ a: ["b"], b: ["a"], c: ["d", "a"], d: ["c"] }))).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(cyclesOf(graph({ a: ["a"] }))).toEqual([["a"]]);
});

test("a source has its functions, imports and exports", () => {
  const source = readSource(
    "/checkout",
    "src/chat/fold.ts",
    `import type { Reply } from "./reply.js";
import { readFileSync } from "node:fs";
import { type Api, apis } from "../chat/api.js";
export * from "./event.js";
export const alone = 1;
export function fold(a: Reply, b: Api): void {
  [a, b, apis].forEach((one) => readFileSync(String(one)));
}
export type Four = (a: 1, b: 2, c: 3, d: 4) => void;
const later = () => import("./late.js");
fold(later, 2);
`,
  );
  expect(source.lines).toBe(11);
  expect(source.imports).toEqual([
    { to: "src/chat/reply.ts", typeOnly: true, names: ["Reply"] },
    { to: null, typeOnly: false, names: ["readFileSync"] },
    { to: "src/chat/api.ts", typeOnly: false, names: ["Api", "apis"] },
    { to: "src/chat/event.ts", typeOnly: false, names: ["*"] },
    { to: "src/chat/late.ts", typeOnly: false, names: ["*"] },
  ]);
  expect(source.exports).toEqual(["alone", "Four"]);
  expect(source.functions).toEqual([
    { place: "src/chat/fold.ts:6", lines: 3, parameters: 2, hasBody: true },
    { place: "src/chat/fold.ts:7", lines: 1, parameters: 1, hasBody: true },
    { place: "src/chat/fold.ts:9", lines: 1, parameters: 4, hasBody: false },
    { place: "src/chat/fold.ts:10", lines: 1, parameters: 0, hasBody: true },
  ]);
});

test("each breach of a limit is named", () => {
  const read = (file: string, text: string) => readSource("/checkout", file, text);
  const structure = measure({
    program: [
      read("src/wire/a.ts", 'import type { B } from "./b.js";\nexport const a: B = 1;\n'),
      read("src/wire/b.ts", 'import { a } from "./a.js";\nexport type B = number;\nexport const b = a;\n'),
      read("src/chat/c.ts", 'import { b } from "../wire/b.js";\nexport const c = (w, x, y, z) => b;\n'),
      read("src/wire/d.ts", 'import { c } from "../chat/c.js";\nexport const d = c;\n'),
    ],
    scripts: [],
    entries: ["src/wire/b.ts"],
  });
  expect(structure.valueCycles).toEqual([]);
  expect(structure.typeCycles).toEqual([["src/wire/a.ts", "src/wire/b.ts"]]);
  expect(structure.roomCycles).toEqual([["chat", "wire"]]);
  expect(structure.againstLayers).toEqual(["src/chat/c.ts imports src/wire/b.ts"]);
  expect(structure.manyParameters).toEqual(["src/chat/c.ts:2"]);
  expect(structure.unusedExports).toEqual(["src/wire/d.ts: d"]);
  expect(structure.widestFolder).toEqual({ folder: "src/wire", files: 3 });
});

describe("the structure of src", () => {
  const structure = measure(readCheckout(fileURLToPath(new URL("..", import.meta.url))));

  test("has no cycle of values, of files or of rooms", () => {
    const { valueCycles, typeCycles, roomCycles } = structure;
    expect({ valueCycles, typeCycles, roomCycles }).toEqual({ valueCycles: [], typeCycles: [], roomCycles: [] });
  });

  test("has no import against the layers", () => {
    expect(structure.againstLayers).toEqual([]);
  });

  test("has no function of more than three parameters", () => {
    expect(structure.manyParameters).toEqual([]);
  });

  test("has no export that only tests use", () => {
    expect(structure.unusedExports).toEqual([]);
  });

  test("has small files and functions, and no folder that is hard to look through", () => {
    const { fileLines, functionLines, widestFolder } = structure;
    expect(fileLines.median).toBeLessThanOrEqual(120);
    expect(functionLines.p95).toBeLessThanOrEqual(35);
    expect(widestFolder.files).toBeLessThanOrEqual(25);
  });
});

test("the benchmarks load modules of their bundle and files of the program that exist", () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const bench = ["test/bench", "test/bench/router"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /\.[mc]?js$/.test(name))
      .map((name) => readFileSync(join(root, folder, name), "utf8")),
  );
  const namedBy = (pattern: RegExp) =>
    bench.flatMap((text) => [...text.matchAll(pattern)].map(([, path = ""]) => path));
  const loaded = namedBy(/\bload\("([^"]+)"/g);
  const files = namedBy(/"dist\/([\w/.-]+)\.js"/g);
  expect(loaded.length).toBeGreaterThan(10);
  expect(files.length).toBeGreaterThan(5);
  expect(new Set(loaded)).toEqual(new Set(Object.keys(loads)));
  expect(files.filter((path) => !existsSync(join(root, `src/${path}.ts`)))).toEqual([]);
});
