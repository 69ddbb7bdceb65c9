import { readFileSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFile } from "../package-root.js";

/** The kinds of shipped files of which a build keeps what reading them gave. */
export type CompiledKind = "scenario" | "models" | "known" | "profile" | "battery" | "fixture";

/** What a build keeps of a file: its kind, and the JSON of what was read in it. */
export type CompiledLine = { readonly kind: CompiledKind; readonly json: string };

/** What a build keeps, by the hash of a file's text. */
export type CompiledTable = ReadonlyMap<string, CompiledLine>;

/** Where a build keeps what it read in the shipped files, below the package. */
export const compiledPath = "dist/compiled.txt";

/** What the build of this very code has read. Null: the program runs from its sources, or the build has kept nothing. */
export function compiledTable(): CompiledTable | null {
  table ??= { read: isBuilt() ? readTable(packageFile(compiledPath)) : null };
  return table.read;
}

let table: { readonly read: CompiledTable | null } | null = null;

/** Other code than that of the build may read a file otherwise. */
function isBuilt(): boolean {
  return fileURLToPath(import.meta.url).startsWith(packageFile("dist") + sep);
}

/** Without it, everything is parsed. */
function readTable(file: string): CompiledTable | null {
  try {
    return parseTable(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** Lines of a hash, a kind and JSON, with a space between them. The JSON is parsed only when it is asked for. */
export function parseTable(text: string): CompiledTable {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const afterHash = line.indexOf(" ");
      const afterKind = line.indexOf(" ", afterHash + 1);
      const kind = line.slice(afterHash + 1, afterKind) as CompiledKind;
      return [line.slice(0, afterHash), { kind, json: line.slice(afterKind + 1) }];
    }),
  );
}

/** The counterpart of {@link parseTable}. */
export function formatTable(table: CompiledTable): string {
  return [...table].map(([hash, { kind, json }]) => `${hash} ${kind} ${json}\n`).join("");
}
