import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { shippedFile } from "../../../library/shipped-file.js";
import type { Catalog } from "../../../scenario/catalog.js";
import { readModels } from "../../../scenario/compiled/read-models.js";
import type { IdKind } from "./values.js";

/** The files that the command line names so far, or those that it would read. */
type Places = {
  readonly models: string;
  readonly scenarios: string;
  readonly runs: string;
  readonly history: string;
};

/** The ids of a kind, in the files that the words of the command line name. Rejects as the loaders do. */
export async function idsOf(kind: IdKind, words: readonly string[]): Promise<readonly string[]> {
  const places: Places = {
    models: lastValue(words, "--models") ?? shippedFile("scenarios/models.yaml"),
    scenarios: lastValue(words, "--scenarios") ?? shippedFile("scenarios"),
    runs: lastValue(words, "--runs") ?? "runs",
    history: lastValue(words, "--history") ?? "history",
  };
  return [...new Set(await listers[kind](places))];
}

const listers: { readonly [kind in IdKind]: (places: Places) => readonly string[] | Promise<readonly string[]> } = {
  targets: async ({ models }) => (await readModels(models)).targets.map(({ id }) => id),
  models: async ({ models }) => (await readModels(models)).models.map(({ name }) => name),
  providers: async ({ models }) => (await readModels(models)).targets.map(({ provider }) => provider),
  apis: async ({ models }) => (await readModels(models)).targets.map(({ api }) => api),
  suites: async ({ models }) => (await readModels(models)).suites.map(({ name }) => name),
  scenarios: ({ scenarios }) => scenarioIds(scenarios),
  cells: async ({ models, scenarios }) => cellsOf(await readModels(models), scenarioIds(scenarios)),
  runs: ({ runs }) => runIds(runs),
  nights: ({ history }) => nightIds(history),
  sides: ({ runs, history }) => [...nightIds(history), "baseline", ...runIds(runs)],
  profiles: ({ scenarios }) => [
    ...yamlNames(join(scenarios, "profiles")),
    ...yamlNames(shippedFile("scenarios/profiles")),
  ],
};

function cellsOf({ targets }: Catalog, scenarios: readonly string[]): readonly string[] {
  return targets.flatMap(({ id }) => scenarios.map((scenario) => `${id}/${scenario}`));
}

/** A scenario's file has its id as name: reading forty files would make a tab key wait. */
function scenarioIds(folder: string): readonly string[] {
  return yamlNames(folder).filter((name) => name !== "models" && name !== "known");
}

/** The newest first. */
function runIds(folder: string): readonly string[] {
  if (!isFolder(folder)) return [];
  const ids = readdirSync(folder).filter((name) => existsSync(join(folder, name, "run.json")));
  return ids.length === 0 ? [] : ["last", ...ids.sort().reverse()];
}

/** The newest first. Nights that are kept in a database are not listed: a tab key does not connect. */
function nightIds(folder: string): readonly string[] {
  const nights = join(folder, "nights");
  if (!isFolder(nights)) return [];
  const ids = readdirSync(nights).filter((name) => /^\d{4}-\d\d-\d\d$/.test(name));
  return ids.length === 0 ? [] : ["latest-night", ...ids.sort().reverse()];
}

function yamlNames(folder: string): readonly string[] {
  if (!isFolder(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.map((name) => basename(name, ".yaml")).sort();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The last value that was typed for an option, as `--option value` or `--option=value`. */
function lastValue(words: readonly string[], option: string): string | null {
  const values = words.flatMap((word, at) => {
    if (word.startsWith(`${option}=`)) return [word.slice(option.length + 1)];
    const next = words[at + 1];
    return word === option && next !== undefined && at + 2 < words.length ? [next] : [];
  });
  return values.at(-1) ?? null;
}
