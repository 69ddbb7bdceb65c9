import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadModels } from "../../src/scenario/load-models.js";
import { loadScenarios } from "../../src/scenario/load-scenarios.js";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export const fixturesFolder = join(root, "fixtures");
export const catalog = loadModels(join(root, "scenarios/models.yaml"));
export const scenarios = loadScenarios(join(root, "scenarios"));
