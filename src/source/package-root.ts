import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Whether our TypeScript runs as it is, and not the build. */
export const isSource = import.meta.url.endsWith(".ts");

/**
 * The folder of this package, which has its package.json: the nearest one above this module. A bundle puts modules elsewhere than the
 * sources do, so that no module may count the folders above itself. Throws a TypeError if there is none.
 */
export function packageRoot(): string {
  root ??= rootAbove(dirname(fileURLToPath(import.meta.url)));
  return root;
}

/** The path of a file that is shipped with the package, whatever stands below the working directory. */
export function packageFile(path: string): string {
  return join(packageRoot(), path);
}

/**
 * The path of one of our own modules that is started by its file, in the sources or in the build, whichever runs. `name`: below `src`,
 * without an ending, such as `cli/serve/worker`; the bundle has to have it as an entry.
 */
export function moduleFile(name: string): string {
  return packageFile(isSource ? `src/${name}.ts` : `dist/${name}.js`);
}

let root: string | null = null;

function rootAbove(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  if (dirname(folder) === folder) throw new TypeError("there is no package.json above this module");
  return rootAbove(dirname(folder));
}
