import { basename, resolve } from "node:path";
import { flagWords } from "./shell-word.js";

/** `--run` and the id of the run: the same words from every folder, and no path of the machine that made it. */
export function runWords(runDirectory: string): string {
  return flagWords("--run", basename(resolve(runDirectory)));
}
