import { readFileSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFile } from "../package-root.js";

/** Where a build keeps what it read in the shipped files, below the package: lines of a hash, a space and JSON. */
export const compiledPath = "dist/compiled.txt";

/** What the build of this very code has read, by hash. Null: the program runs from its sources, or the build has kept nothing. */
export function compiledTable(): ReadonlyMap<string, string> | null {
  table ??= { lines: isBuilt() ? readTable(packageFile(compiledPath)) : null };
  return table.lines;
}

let table: { readonly lines: ReadonlyMap<string, string> | null } | null = null;

/** Other code than that of the build may read a file otherwise. */
function isBuilt(): boolean {
  return fileURLToPath(import.meta.url).startsWith(packageFile("dist") + sep);
}

function readTable(file: string): ReadonlyMap<string, string> | null {
  try {
    return parseTable(readFileSync(file, "utf8"));
  } catch {
    // Without it, everything is parsed.
    return null;
  }
}

const hashLength = 64;

/** The lines of a table, each parsed only when it is asked for. */
export function parseTable(text: string): ReadonlyMap<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => [line.slice(0, hashLength), line.slice(hashLength + 1)]));
}

/** The text of a table: the counterpart of {@link parseTable}. */
export function formatTable(lines: ReadonlyMap<string, string>): string {
  return [...lines].map(([hash, json]) => `${hash} ${json}\n`).join("");
}
