import { applyPatch } from "../../../verdict/evidence/apply-patch.js";
import { sameJson } from "../../../wire/json.js";
import { bundleJson } from "../bundle-json.js";
import type { BundleFiles } from "../bundle-sources.js";
import { patchPath } from "../derive/derived-files.js";
import { type Problem, problemOf } from "../problem.js";

/** The patch applied to the failing body must give the working one. Empty: it does, or there is no patch. */
export function brokenPatch(files: BundleFiles): readonly Problem[] {
  const patch = valueAt(files, patchPath);
  const failing = valueAt(files, "requests/failing.json");
  const working = valueAt(files, "requests/working.json");
  if (patch === null || failing === null || working === null) return [];
  const applied = applyPatch(failing.value, patch.value);
  if (applied.kind === "applied" && sameJson(applied.value, working.value)) return [];
  return [problemOf(patchPath, "does not turn the failing request into the working one")];
}

function valueAt(files: BundleFiles, path: string) {
  const bytes = files.get(path);
  if (bytes === undefined) return null;
  const read = bundleJson({ path, bytes });
  return read.kind === "read" ? read : null;
}
