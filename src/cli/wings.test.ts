import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL(".", import.meta.url));

/** A folder of the command line may import itself and what stands here; main and its table of commands import them all, and are not imported. */
const allowed: { readonly [wing: string]: readonly string[] } = {
  shell: [],
  results: ["shell"],
  nights: ["shell", "results", "nights/judging"],
  "nights/judging": ["shell", "results"],
  report: ["shell", "results", "nights", "nights/judging"],
  evidence: ["shell", "results"],
  cause: ["shell", "results", "run", "evidence", "check"],
  identity: ["shell", "cause"],
  "cause/repro": ["cause", "shell", "run", "evidence", "check"],
  progress: ["shell"],
  run: ["nights", "shell", "results", "progress"],
  recordings: ["shell", "results", "run"],
  fleet: ["shell", "results", "report"],
  router: ["shell"],
  serve: ["shell", "router"],
  check: ["shell"],
  start: ["shell", "check", "start/completion"],
  "start/completion": ["check", "cause", "cause/repro"],
};

const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "main.ts" && file !== "commands.ts",
);

/** Files of the command line that a file imports, types and lazy imports included. */
const imports = new Map(files.map((file) => [file, importsOf(file)]));

test("every folder has a line in the table", () => {
  expect(new Set(files.map((file) => dirname(file)))).toEqual(new Set(Object.keys(allowed)));
});

test("folders import one way", () => {
  const broken = [...imports].flatMap(([file, names]) =>
    names
      .filter((name) => dirname(name) !== dirname(file) && !allowed[dirname(file)]?.includes(dirname(name)))
      .map((name) => `${file} imports ${name}`),
  );
  expect(broken).toEqual([]);
});

test("no file imports itself through others", () => {
  expect(files.filter((file) => reachable(file).has(file))).toEqual([]);
});

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from\s+|import\s*\(\s*)"(\.[^"]+)\.js"/g)]
    .map(([, specifier]) => relative(root, join(root, dirname(file), `${specifier}.ts`)))
    .filter((name) => !name.startsWith(".."));
}

function reachable(file: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(imports.get(file) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(imports.get(next) ?? []));
  }
  return found;
}
