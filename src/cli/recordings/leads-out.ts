import { existsSync, realpathSync } from "node:fs";
import { dirname, relative, sep } from "node:path";

/** True when a file would be written outside of the folder that it is named in: one of the folders between them is a link. */
export function leadsOut(folder: string, file: string): boolean {
  if (!existsSync(folder)) return false;
  let above = dirname(file);
  while (!existsSync(above)) above = dirname(above);
  return relative(realpathSync(folder), realpathSync(above)).split(sep)[0] === "..";
}
