import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KnownDivergence } from "../../../scenario/known.js";
import { namedIn } from "../../../verdict/nights/retention.js";
import { parseJson } from "../../../wire/json.js";

/** The days and runs that the entries of known.yaml name, in any member but `expires`, which is a day to come. */
export function namedByKnown(known: readonly KnownDivergence[]): readonly string[] {
  return known.flatMap(({ since, shows, bug, note }) => namedIn([since, shows?.date, bug, note].join(" ")));
}

/** The runs that the evidence bundles below these folders are made from: a bundle is a case, open as long as its folder is there. */
export function namedByCases(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => [folder, ...below(folder)]).flatMap((path) => runOf(join(path, "case.json")));
}

function below(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

/** All that the file names: the run, and the nights of its history. */
function runOf(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  const parsed = parseJson(text);
  const { run, history } = (
    parsed.ok && typeof parsed.value === "object" && parsed.value !== null ? parsed.value : {}
  ) as {
    readonly run?: unknown;
    readonly history?: unknown;
  };
  return namedIn(JSON.stringify([run, history]));
}
