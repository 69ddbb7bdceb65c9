import { appendFileSync, cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compileShipped } from "../scripts/bundle/compile-shipped.js";
import { wireApis } from "../src/chat/api.js";
import { buildCatalog } from "../src/scenario/catalog/build-catalog.js";
import { knownDivergences } from "../src/scenario/catalog/known-divergences.js";
import { loadKnown } from "../src/scenario/load-known.js";
import { loadModels } from "../src/scenario/load-models.js";
import { loadScenarios } from "../src/scenario/load-scenarios.js";
import { resolveScenario } from "../src/scenario/resolve-scenario.js";
import { type CompiledTable, formatTable, parseTable } from "../src/source/compiled/compiled-table.js";
import { contentHash } from "../src/source/compiled/content-hash.js";
import { runCommand } from "./support/command.js";
import { programFolder } from "./support/program.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";

const scenarios = join(root, "scenarios");

describe("what a build keeps of a shipped file", () => {
  let table: CompiledTable = new Map();
  beforeAll(async () => {
    table = parseTable(formatTable(await compileShipped(root)));
  });

  const keptOf = (file: string) => JSON.parse(table.get(contentHash(readFileSync(file, "utf8")))?.json ?? "null");
  const documentOf = (file: string) => {
    const { source, places } = keptOf(file);
    const place = (path: readonly (string | number)[]) => places[JSON.stringify(path)];
    return { source, document: { file, value: source, place } };
  };

  test("gives every scenario as parsing gives it", () => {
    const parsed = loadScenarios(scenarios);
    expect(parsed.length).toBeGreaterThan(100);
    for (const scenario of parsed) {
      const made = resolveScenario(keptOf(scenario.file).source, scenario.file);
      expect(JSON.stringify(made)).toBe(JSON.stringify(scenario));
      expect(made).toEqual(scenario);
    }
  });

  test("gives the catalog and the known divergences as parsing gives them, with their places", () => {
    const models = join(scenarios, "models.yaml");
    const known = join(scenarios, "known.yaml");
    const catalog = loadModels(models);
    expect(buildCatalog({ ...documentOf(models), apis: wireApis })).toEqual(catalog);
    const divergences = loadKnown(known, { catalog });
    expect(divergences.length).toBeGreaterThan(0);
    expect(knownDivergences(documentOf(known), { catalog })).toEqual(divergences);
  });
});

describe("a program that keeps what it read in the shipped files", () => {
  const folder = workFolder();
  const all = ["--suite", "all", "--json"];
  const commands = [
    ["list", ...all],
    ["list", "models", ...all],
    ["list", "targets", ...all],
    ["list", "suites", ...all],
    ["validate", "--json"],
    ["run", "--suite", "seed", "--client", "http", "--no-reports", "--json"],
  ];

  test("says the same as without it, byte for byte", async () => {
    const without = join(folder.path, "without");
    const program = await programFolder();
    cpSync(join(program, "dist"), join(without, "dist"), { recursive: true });
    for (const name of ["node_modules", "package.json", "scenarios", "fixtures"])
      symlinkSync(join(root, name), join(without, name));
    rmSync(join(without, "dist/compiled.txt"));
    for (const words of commands) {
      const kept = await runCommand(words, { cwd: root });
      const parsed = await runCommand(words, { cwd: root, main: join(without, "dist/cli/main.js") });
      expect(kept).toEqual(parsed);
      expect(kept.code).toBe(0);
    }
  });

  test("finds a mistake in a changed copy, with its place", async () => {
    cpSync(scenarios, join(folder.path, "mine"), { recursive: true });
    const file = join(folder.path, "mine/basic-chat.yaml");
    appendFileSync(file, "wrong: 1\n");
    const lines = readFileSync(file, "utf8").split("\n").length - 1;
    for (const words of [
      ["list", "--scenarios", "mine"],
      ["validate", "mine/basic-chat.yaml"],
    ]) {
      const { code, stdout, stderr } = await runCommand(words, { cwd: folder.path });
      expect(code).toBe(2);
      expect(stdout + stderr).toContain(`mine/basic-chat.yaml:${lines}:1: unknown key "wrong"`);
    }
  });

  test("refuses a copy of a shipped scenario under another name", async () => {
    writeFileSync(join(folder.path, "other.yaml"), readFileSync(join(scenarios, "basic-chat.yaml")));
    const { code, stdout } = await runCommand(["validate", "other.yaml"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stdout).toContain('the id "basic-chat" is not the file\'s name');
  });
});
