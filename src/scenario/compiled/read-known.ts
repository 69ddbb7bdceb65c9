import { wireApis } from "../../chat/api.js";
import { fromCompiled } from "../../source/compiled/from-compiled.js";
import { knownDivergences, type Names } from "../catalog/known-divergences.js";
import type { KnownDivergence } from "../known.js";
import type { KnownFile } from "../known-file.js";

/** Reads `known.yaml`, without loading YAML and schemas where the build has read this very text. Rejects as `loadKnown` throws. */
export async function readKnown(file: string, names: Names = {}): Promise<readonly KnownDivergence[]> {
  const compiled = (names.catalog?.apis ?? wireApis) === wireApis ? compiledKnown(file, names) : null;
  if (compiled !== null) return compiled;
  const { loadKnown } = await import("../load-known.js");
  return loadKnown(file, names);
}

function compiledKnown(file: string, names: Names): readonly KnownDivergence[] | null {
  return fromCompiled({ kind: "known", file }, (source: KnownFile, document) =>
    knownDivergences({ source, document }, names),
  );
}
