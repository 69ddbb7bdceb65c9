import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Surroundings } from "./surroundings.js";

/** The models that a file refers to: those of `--models`, else those beside the file, else those that a run would read. */
export function modelsFor(file: string, { options, typed }: Surroundings): string {
  const beside = join(dirname(file), "models.yaml");
  return typed.models ?? (existsSync(beside) ? beside : options.models);
}
