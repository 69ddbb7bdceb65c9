import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { allowed, mayImport } from "../scripts/structure/layers.js";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** Layers that may not touch a disk, a socket, a clock or a process: no Node built-in at all. */
const pure = new Set(["chat", "verdict", "report"]);

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => join(src, file));

type Import = { readonly file: string; readonly layer: string; readonly specifier: string };

const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(file, "utf8");
  const layer = relative(src, file).split("/")[0] ?? "";
  return [...text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)["']([^"']+)["']/g)].map((match) => ({
    file,
    layer,
    specifier: match[1] ?? "",
  }));
});

test("ARCHITECTURE.md shows this table", () => {
  const text = readFileSync(new URL("../ARCHITECTURE.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| `([\w.]+)` \| .* \| (\S.*) \|$/gm)].map(([, room = "", imports = ""]) => [
    room,
    imports,
  ]);
  const shown = ([room, imports]: readonly [string, readonly string[] | "everything"]) => [
    room,
    imports === "everything" ? imports : imports.length === 0 ? "–" : imports.join(", "),
  ];
  expect(rows).toEqual(Object.entries(allowed).map(shown));
});

test("every folder of src has a line in the import table", () => {
  const layers = new Set(
    files.map((file) => relative(src, file).split("/")[0]).filter((name) => !name?.endsWith(".ts")),
  );
  expect([...layers].filter((layer) => layer !== undefined && !(layer in allowed))).toEqual([]);
});

test("a layer imports only what the import table allows", () => {
  const broken = imports
    .filter(({ specifier }) => specifier.startsWith("."))
    .map((one) => ({ ...one, to: relative(src, resolve(dirname(one.file), one.specifier)).split("/")[0] ?? "" }))
    .filter(({ layer, to }) => layer !== to && layer in allowed && !mayImport(layer, to))
    .map(({ file, specifier }) => `${relative(src, file)} imports ${specifier}`);
  expect(broken).toEqual([]);
});

test("a relative import names its file with the .js suffix", () => {
  const broken = imports
    .filter(({ specifier }) => specifier.startsWith(".") && !specifier.endsWith(".js"))
    .map(({ file, specifier }) => `${relative(src, file)} imports ${specifier}`);
  expect(broken).toEqual([]);
});

test("pure layers import no Node built-in", () => {
  const broken = imports
    .filter(({ layer, specifier }) => pure.has(layer) && specifier.startsWith("node:"))
    .map(({ file, specifier }) => `${relative(src, file)} imports ${specifier}`);
  expect(broken).toEqual([]);
});

test("no file of src is longer than 300 lines", () => {
  const long = files
    .map((file) => ({ file: relative(src, file), lines: readFileSync(file, "utf8").split("\n").length }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});
