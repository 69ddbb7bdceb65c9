import { dirname } from "node:path";
import { knownDivergences } from "../../scenario/catalog/known-divergences.js";
import { idOfFile, scenarioIds } from "../../scenario/folder/scenario-files.js";
import type { KnownFile } from "../../scenario/known-file.js";
import { compiledProfile } from "../../simulator/read-profile.js";
import type { CompiledKind } from "../../source/compiled/compiled-table.js";
import { fromCompiled } from "../../source/compiled/from-compiled.js";
import { modelsFor } from "./models-for.js";
import type { Surroundings } from "./surroundings.js";

/**
 * True where the build has checked this very text, and all that it refers to is as it was then: checking it again would find nothing. False
 * says nothing.
 */
export async function isKnownGood(file: string, kind: CompiledKind, around: Surroundings): Promise<boolean> {
  switch (kind) {
    case "models":
    case "battery":
    case "fixture":
      return true;
    case "scenario":
      return isSameScenario(file) && around.compiledKindOf(modelsFor(file, around)) === "models";
    case "known":
      return await namesExist(file, around);
    case "profile":
      return compiledProfile(file) !== null;
  }
}

/** The id of a scenario is the name of its file. */
function isSameScenario(file: string): boolean {
  const id = fromCompiled({ kind: "scenario", file }, ({ id }: { readonly id: string }) => id);
  return id === idOfFile(file);
}

/** Only beside models of the build, and scenarios that are checked themselves. */
async function namesExist(file: string, around: Surroundings): Promise<boolean> {
  const folder = dirname(file);
  const models = modelsFor(file, around);
  if ((around.typed.scenarios ?? folder) !== folder || !around.isChecked(folder)) return false;
  if (around.compiledKindOf(models) !== "models") return false;
  const names = { catalog: await around.catalogOf(models), scenarios: scenarioIds(folder).map((id) => ({ id })) };
  const known = fromCompiled({ kind: "known", file }, (source: KnownFile, document) =>
    knownDivergences({ source, document }, names),
  );
  return known !== null;
}
