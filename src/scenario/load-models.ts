import { type ApiTable, wireApis } from "../chat/api.js";
import { validate } from "../source/validate.js";
import { parseYamlFile } from "../source/yaml.js";
import { buildCatalog } from "./catalog/build-catalog.js";
import type { Catalog } from "./catalog.js";
import { modelsFile } from "./models-file.js";

export type { Catalog } from "./catalog.js";

/**
 * Reads `models.yaml`. Throws a SourceError with every mistake: of form, of names that do not exist, of repeated ids.
 *
 * @example
 * const catalog = loadModels("scenarios/models.yaml");
 * const targets = selectTargets(catalog, { suite: "seed", models: ["kimi-k2.5"] });
 */
export function loadModels(file: string, apis: ApiTable = wireApis): Catalog {
  const document = parseYamlFile(file);
  return buildCatalog({ source: validate(modelsFile(apis), document), document, apis });
}
