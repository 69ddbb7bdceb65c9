import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RouterConfig } from "../../../router/config/router-config.js";
import { runFiles } from "../../../runner/store/run-files.js";
import { HintedError } from "../../../source/hinted-error.js";
import { formatPath } from "../../format-path.js";
import { historyFiles } from "../../nights/store/read-night.js";
import { matrixSource } from "./matrix-source.js";
import { nightsSource } from "./nights-source.js";
import type { EvidenceSource } from "./reading.js";
import { runSource } from "./run-source.js";
import { scenarioFeatures } from "./scenario-features.js";

/** The value of `compatibility.matrix` that stands for the folder of `compatibility.history`. */
export const latestNight = "latest-night";

/**
 * Which evidence the file means: a matrix, a run, or a history of nights. `models`: the file of models. Throws HintedError for a folder
 * that is neither a run nor a history, and for a place where there is nothing; a matrix file may come later.
 */
export function evidenceSource(
  { matrix, history, maxAgeDays }: RouterConfig["compatibility"],
  { models, unmeasured }: { readonly models: string; readonly unmeasured: readonly string[] },
): EvidenceSource {
  const settings = { maxAgeDays, features: scenarioFeatures(models), unmeasured };
  if (matrix === latestNight) {
    requireFolder(
      history,
      `matrix: ${latestNight} reads the nights there. Name their folder as compatibility.history.`,
    );
    return nightsSource(history, settings);
  }
  if (existsSync(matrix) ? statSync(matrix).isFile() : matrix.endsWith(".json")) {
    return matrixSource(matrix, settings);
  }
  requireFolder(matrix, "Name a matrix file (.json), the folder of a run or of a history, or latest-night.");
  const names = new Set(readdirSync(matrix));
  if (names.has(runFiles.facts)) return runSource(matrix, settings);
  if (names.has(historyFiles.nights) || names.has(historyFiles.baseline) || names.size === 0) {
    return nightsSource(matrix, settings);
  }
  throw new HintedError(
    `${formatPath(matrix)}: is neither a run nor a history: it has no ${runFiles.facts} and no folder ${historyFiles.nights}`,
    `Name a run (${formatPath(join(matrix, "RUN"))}), the folder of a history, or a matrix file.`,
  );
}

function requireFolder(path: string, hint: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new HintedError(`there is no ${formatPath(path)}`, hint);
  if (!stat.isDirectory()) throw new HintedError(`${formatPath(path)} is not a folder`, hint);
}
