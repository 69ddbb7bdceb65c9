import { validate } from "../source/validate.js";
import { parseYamlFile } from "../source/yaml.js";
import { knownDivergences, type Names } from "./catalog/known-divergences.js";
import type { KnownDivergence } from "./known.js";
import { knownFile } from "./known-file.js";

/** Reads the divergences that are expected today. Throws a SourceError, also for names that do not exist. */
export function loadKnown(file: string, names: Names = {}): readonly KnownDivergence[] {
  const document = parseYamlFile(file);
  return knownDivergences({ source: validate(knownFile(names.catalog?.apis), document), document }, names);
}
