import { fileURLToPath } from "node:url";
import type { Target } from "../../src/chat/target.js";
import { loadModels } from "../../src/scenario/load-models.js";

/** The shipped `models.yaml`. */
export const catalog = loadModels(fileURLToPath(new URL("../../scenarios/models.yaml", import.meta.url)));

/** A target of the shipped `models.yaml` by its id. */
export function targetNamed(id: string): Target {
  const found = catalog.targets.find((target) => target.id === id);
  if (found === undefined) throw new Error(`models.yaml has no target ${id}`);
  return found;
}
