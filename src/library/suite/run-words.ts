import { basename, resolve } from "node:path";
import { formatPath } from "../format-path.js";
import { flagWords } from "./shell-word.js";

/**
 * `--run` and the run, as every printed command names it: by its id where it lies in `runs`, the folder that commands look into, else by
 * its path, so that the command works where the run was made.
 */
export function runWords(runDirectory: string): string {
  const id = basename(resolve(runDirectory));
  const path = formatPath(runDirectory);
  return flagWords("--run", path === `runs/${id}` ? id : path);
}
