import { readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { z } from "zod";
import { checkFile } from "../../src/cli/check/check-file.js";
import { kindByName } from "../../src/cli/check/file-kind.js";
import type { Surroundings } from "../../src/cli/check/surroundings.js";
import { batteryFile } from "../../src/scenario/battery/battery-file.js";
import { knownFile } from "../../src/scenario/known-file.js";
import { loadModels } from "../../src/scenario/load-models.js";
import { modelsFile } from "../../src/scenario/models-file.js";
import { scenarioFile } from "../../src/scenario/scenario-file.js";
import { profileSchema } from "../../src/simulator/profile.js";
import {
  type CompiledKind,
  type CompiledLine,
  type CompiledTable,
  compiledPath,
  formatTable,
} from "../../src/source/compiled/compiled-table.js";
import { contentHash } from "../../src/source/compiled/content-hash.js";
import type { Compiled } from "../../src/source/compiled/from-compiled.js";
import { readSourceFile } from "../../src/source/read-file.js";
import type { Place } from "../../src/source/source-error.js";
import { validate } from "../../src/source/validate.js";
import { parseYamlFile } from "../../src/source/yaml.js";

/** Writes what the program reads in the shipped files below `root` into the folder of a build. Resolves with the number of files. */
export async function writeCompiled(root: string, folder: string): Promise<number> {
  const table = await compileShipped(root);
  writeFileSync(join(folder, basename(compiledPath)), formatTable(table));
  return table.size;
}

/** What the program reads in the shipped files below a folder, by their hashes. Rejects with the mistakes of the first file that has any. */
export async function compileShipped(root: string): Promise<CompiledTable> {
  const scenarios = join(root, "scenarios");
  const models = join(scenarios, "models.yaml");
  const catalog = Promise.resolve(loadModels(models));
  const around: Surroundings = {
    options: { models, scenarios },
    typed: {},
    compiledKindOf: () => null,
    catalogOf: () => catalog,
    isChecked: () => false,
  };
  const lines = new Map<string, CompiledLine>();
  for (const file of [...filesBelow(scenarios), ...filesBelow(join(root, "fixtures"))]) {
    const kind = kindOf(file);
    await checkFile(file, kind, around);
    lines.set(contentHash(readSourceFile(file)), { kind, json: JSON.stringify(compiledOf(kind, file)) });
  }
  return lines;
}

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => /\.(ya?ml|har)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function kindOf(file: string): CompiledKind {
  const kind = kindByName(file) ?? "scenario";
  if (kind === "router" || kind === "training" || kind === "site")
    throw new TypeError(`${file}: a shipped file of this kind is not compiled`);
  return kind;
}

const schemas: { readonly [kind in Exclude<CompiledKind, "fixture">]: z.ZodType } = {
  scenario: scenarioFile,
  models: modelsFile(),
  known: knownFile(),
  profile: profileSchema,
  battery: batteryFile,
};

/** Of a fixture, only that it is well formed: its bytes are read anyway. */
function compiledOf(kind: CompiledKind, file: string): Compiled<unknown> {
  if (kind === "fixture") return { source: null, places: {} };
  const document = parseYamlFile(file);
  const source = validate(schemas[kind], document);
  return { source, places: kind === "known" ? placesOfEntries(document.place, source) : {} };
}

/** Reports name the place of each known divergence. */
function placesOfEntries(
  place: (path: readonly (string | number)[]) => Place,
  source: unknown,
): { readonly [path: string]: Place } {
  const { known } = knownFile().parse(source);
  return Object.fromEntries(
    known.map((_, index) => {
      const path = ["known", index];
      return [JSON.stringify(path), place(path)];
    }),
  );
}
