import type { ReportTools } from "../../reporters/reporter.js";
import { pagePath } from "../paths.js";
import type { PublicLine } from "./public-line.js";

/**
 * The page of each cell by its key: a function of the cell's public name. Cells that differ in an account alone, which no page shows, are counted:
 * `…-2.html`.
 */
export function cellPaths(
  lines: readonly Pick<PublicLine, "key" | "cell">[],
  tools: Pick<ReportTools, "sha256">,
): ReadonlyMap<string, string> {
  const taken = new Map<string, number>();
  const paths = new Map<string, string>();
  for (const { key, cell } of lines.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const count = (taken.get(cell) ?? 0) + 1;
    taken.set(cell, count);
    const path = pagePath("cells", cell, tools);
    paths.set(key, count === 1 ? path : path.replace(/\.html$/, `-${count}.html`));
  }
  return paths;
}
