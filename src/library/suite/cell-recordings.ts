import { relative, resolve, sep } from "node:path";
import { fixturePath } from "../../runner/store/fixture-path.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";
import { isShipped } from "../shipped-file.js";

/**
 * The recording of each cell of a replay, as a path from the working folder. The shipped recordings are named as they lie in the
 * repository, wherever the command runs, so that it gives the same report. Null: the cell has none, or it lies outside.
 */
export function cellRecordings({ verdicts }: Matrix, fixtures = "fixtures"): readonly (string | null)[] {
  const folder = isShipped(fixtures, "fixtures") ? "fixtures" : pathBelow(process.cwd(), fixtures);
  return verdicts.map(({ cell, provenance }) => {
    if (folder === null || provenance === null) return null;
    const { target: id, provider, api, model, scenario } = cell;
    return fixturePath(folder, { id, provider, api, model }, scenario).split(sep).join("/");
  });
}

/** The way from a folder down to `path`; null: it does not lie below. */
function pathBelow(folder: string, path: string): string | null {
  const way = relative(folder, resolve(path));
  return way === "" || way.startsWith("..") || resolve(way) !== resolve(path) ? null : way;
}
