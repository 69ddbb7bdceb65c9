import { type ApiTable, wireApis } from "../../chat/api.js";
import { fromCompiled } from "../../source/compiled/from-compiled.js";
import { buildCatalog } from "../catalog/build-catalog.js";
import type { Catalog } from "../catalog.js";
import type { ModelsFile } from "../models-file.js";

/** Reads `models.yaml`, without loading YAML and schemas where the build has read this very text. Rejects as `loadModels` throws. */
export async function readModels(file: string, apis: ApiTable = wireApis): Promise<Catalog> {
  const compiled = apis === wireApis ? compiledCatalog(file) : null;
  if (compiled !== null) return compiled;
  const { loadModels } = await import("../load-models.js");
  return loadModels(file, apis);
}

function compiledCatalog(file: string): Catalog | null {
  return fromCompiled({ kind: "models", file }, (source: ModelsFile, document) =>
    buildCatalog({ source, document, apis: wireApis }),
  );
}
