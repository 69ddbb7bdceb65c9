import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileName } from "../../recordings/import-fixture.js";

/** What names an imported fixture. `number`: its place among the fixtures of its source, from 0. */
type Naming = {
  readonly source: string;
  readonly target: { readonly provider: string; readonly api: string; readonly model: string };
  readonly number: number;
};

/** `<provider>/<api>/<model>/<source>[~n].har` with every name made plain, so that no text of a recording can lead out of the folder. */
export function fixturePlace(folder: string, { source, target: { provider, api, model }, number }: Naming): string {
  const folders = [provider, api, model].map((name) => plainName(name, 80));
  const again = number === 0 ? "" : `~${number + 1}`;
  return join(folder, ...folders, `${plainName(source.replaceAll("/", "+"), 140)}${again}.har`);
}

/** True when `file` would be written outside `folder` because one of the folders between them is a link. */
export function isOutside(folder: string, file: string): boolean {
  if (!existsSync(folder)) return false;
  let above = dirname(file);
  while (!existsSync(above)) above = dirname(above);
  return relative(realpathSync(folder), realpathSync(above)).split(sep)[0] === "..";
}

/** A name of at most `longest` characters; a digest of what is cut off still tells two names apart. */
function plainName(name: string, longest: number): string {
  const plain = fileName(name);
  if (plain.length <= longest) return plain;
  const mark = createHash("sha256").update(name).digest("hex").slice(0, 10);
  return `${mark}-${fileName(plain.slice(plain.length - longest + mark.length + 1))}`;
}
