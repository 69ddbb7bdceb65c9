import { lstatSync, mkdirSync, readFileSync, rmdirSync, rmSync, type Stats, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../usage-error.js";
import type { StarterFile } from "./starter-files.js";

/** What was written. `kept`: a `.gitignore` that was there, and the lines that it lacks; null: it was written. */
export type Written = {
  readonly files: readonly string[];
  readonly kept: { readonly path: string; readonly lacks: readonly string[] } | null;
};

/**
 * Writes a starter project into a folder, which is made where there is none. All files or none: throws a UsageError with everything
 * that is in the way, and takes back what it wrote where the disk refuses a file. A `.gitignore` that is there is left alone.
 */
export function writeStarter(folder: string, files: readonly StarterFile[]): Written {
  const ignore = files.find(({ path }) => path === ".gitignore");
  const kept = ignore === undefined ? null : keptIgnore(folder, ignore);
  const wanted = files.filter((file) => kept === null || file !== ignore);
  refuseWhatIsInTheWay(folder, wanted);
  const made: (() => void)[] = [];
  try {
    for (const { path, text } of wanted) {
      makeFolder(dirname(join(folder, path)), made);
      writeFileSync(join(folder, path), text, { flag: "wx" });
      made.push(() => rmSync(join(folder, path), { force: true }));
    }
  } catch (error) {
    for (const undo of made.reverse()) undo();
    throw error;
  }
  return { files: wanted.map(({ path }) => path), kept };
}

function keptIgnore(folder: string, { path, text }: StarterFile): Written["kept"] {
  const file = join(folder, path);
  if (found(statSync, file)?.isFile() !== true) return null;
  const present = new Set(linesOf(readFileSync(file, "utf8")));
  return { path, lacks: linesOf(text).filter((line) => !line.startsWith("#") && !present.has(line)) };
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function refuseWhatIsInTheWay(folder: string, files: readonly StarterFile[]): void {
  const paths = new Set(files.flatMap(({ path }) => inTheWay(folder, path) ?? []));
  if (paths.size === 0) return;
  const what = paths.size === 1 ? "a file is in the way" : `${paths.size} files are in the way`;
  throw new UsageError(
    [`nothing was written: ${what}`, ...[...paths].map((path) => `  ${join(folder, path)}`)].join("\n"),
    { hint: "Choose another folder, such as `llm-parity init parity`, or move away what is there." },
  );
}

/** The file itself, or what stands where a folder above it should be; null: the place is free. */
function inTheWay(folder: string, path: string): string | null {
  const parts = path.split("/");
  const folders = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join("/"));
  for (const above of [".", ...folders]) {
    // Follows links: a linked folder is a folder.
    const there = found(statSync, join(folder, above));
    if (there !== undefined && !there.isDirectory()) return above;
    if (there === undefined && found(lstatSync, join(folder, above)) !== undefined) return above;
  }
  return found(lstatSync, join(folder, path)) === undefined ? null : path;
}

/** What stands at a path; undefined: nothing, or a file stands in place of a folder above it. */
function found(stat: typeof statSync, path: string): Stats | undefined {
  try {
    return stat(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

function makeFolder(path: string, made: (() => void)[]): void {
  if (found(statSync, path) !== undefined) return;
  makeFolder(dirname(path), made);
  mkdirSync(path);
  made.push(() => rmdirSync(path));
}
