import { type BigIntStats, type Dir, lstatSync, opendirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { systemTexts } from "../../source/system-texts.js";
import { bundleLimits } from "./bundle-limits.js";
import { pathConflicts, pathFault } from "./bundle-path.js";
import { type Problem, problemOf } from "./problem.js";
import { inByteOrder } from "./sums.js";

/** A plain file of a bundle, not read yet. `stats`: of the file itself, which reading compares with what it opens. */
export type WalkedFile = { readonly path: string; readonly absolute: string; readonly stats: BigIntStats };

/** What lies in a folder. The files are sorted by the bytes of their paths. */
export type Walk = { readonly files: readonly WalkedFile[]; readonly problems: readonly Problem[] };

/**
 * Lists the files of a folder that is not trusted, and opens none. Follows no link below the folder. Refuses what is no plain file (link,
 * pipe, socket, device), names that no bundle may have, empty folders, and more than {@link bundleLimits} allow. Never throws.
 */
export function walkBundle(folder: string): Walk {
  const root = rootOf(folder);
  if ("says" in root) return { files: [], problems: [root] };
  const walk: Walking = { files: [], problems: [], waiting: [{ path: "", absolute: root.absolute }], entries: 0 };
  for (let next = walk.waiting.pop(); next !== undefined; next = walk.waiting.pop()) {
    if (!readFolder(next, walk)) return { files: [], problems: [tooMany] };
  }
  const files = [...walk.files].sort((one, other) => inByteOrder(one.path, other.path));
  const conflicts = pathConflicts(files.map(({ path }) => path)).map(({ path, says }) => ({ path, says }));
  return { files, problems: [...walk.problems, ...conflicts, ...sizeProblems(files)] };
}

type Folder = { readonly path: string; readonly absolute: string };

type Walking = {
  readonly files: WalkedFile[];
  readonly problems: Problem[];
  readonly waiting: Folder[];
  entries: number;
};

const tooMany: Problem = {
  path: null,
  says: `the folder has more than ${bundleLimits.entries} files and folders, which is the limit: no bundle has so many, so none was read`,
};

/** The folder that was named may itself be a link: who typed it knows. */
function rootOf(folder: string): { readonly absolute: string } | Problem {
  if (folder === "") return { path: null, says: "no folder was named" };
  try {
    const absolute = realpathSync(folder);
    if (lstatSync(absolute).isDirectory()) return { absolute };
    return { path: null, says: "what was named is no folder; a packed bundle is unpacked first" };
  } catch (error) {
    return { path: null, says: `the folder cannot be read: ${reasonOf(error)}` };
  }
}

/** False when there are too many entries to go on. */
function readFolder(folder: Folder, walk: Walking): boolean {
  let opened: Dir | null = null;
  try {
    opened = opendirSync(folder.absolute);
    const before = walk.entries;
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
      walk.entries += 1;
      if (walk.entries > bundleLimits.entries) return false;
      const path = folder.path === "" ? entry.name : `${folder.path}/${entry.name}`;
      takeEntry({ path, absolute: join(folder.absolute, entry.name) }, walk);
    }
    if (walk.entries === before) walk.problems.push(emptyFolder(folder.path));
  } catch (error) {
    const what = `cannot be read: ${reasonOf(error)}`;
    walk.problems.push(folder.path === "" ? { path: null, says: `the folder ${what}` } : problemOf(folder.path, what));
  } finally {
    opened?.closeSync();
  }
  return true;
}

function emptyFolder(path: string): Problem {
  if (path === "") return { path: null, says: "the folder is empty: there is no bundle in it" };
  return problemOf(path, "is an empty folder: SHA256SUMS lists files alone, so it is no part of the bundle");
}

function takeEntry(entry: Folder, walk: Walking): void {
  const fault = pathFault(entry.path);
  if (fault !== null) {
    walk.problems.push(problemOf(entry.path, `cannot be in a bundle: its path ${fault}`));
    return;
  }
  try {
    const stats = lstatSync(entry.absolute, { bigint: true });
    if (stats.isFile()) walk.files.push({ ...entry, stats });
    else if (!stats.isDirectory()) walk.problems.push(problemOf(entry.path, `is ${kindOf(stats)}`));
    else if (entry.path.split("/").length > bundleLimits.depth) walk.problems.push(tooDeep(entry.path));
    else walk.waiting.push(entry);
  } catch (error) {
    walk.problems.push(problemOf(entry.path, `cannot be read: ${reasonOf(error)}`));
  }
}

function tooDeep(path: string): Problem {
  return problemOf(path, `is a folder deeper than ${bundleLimits.depth} levels, which is the limit`);
}

function kindOf(stats: BigIntStats): string {
  if (stats.isSymbolicLink())
    return "a symbolic link, which can lead out of the bundle; a bundle has plain files alone";
  const kind = stats.isFIFO() ? "a named pipe" : stats.isSocket() ? "a socket" : "a device";
  return `${kind}; a bundle has plain files alone`;
}

function sizeProblems(files: readonly WalkedFile[]): readonly Problem[] {
  const large = files.filter(({ stats }) => stats.size > bundleLimits.fileBytes);
  const problems = large.map(({ path, stats }) =>
    problemOf(path, `has ${stats.size} bytes; the limit of a file is ${bundleLimits.fileBytes}, so it was not read`),
  );
  const total = files.reduce((sum, { stats }) => sum + stats.size, 0n);
  if (large.length > 0 || total <= bundleLimits.totalBytes) return problems;
  const says = `the files have ${total} bytes together; the limit is ${bundleLimits.totalBytes}, so none was read`;
  return [{ path: null, says }];
}

/** Why the file system refuses, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ELOOP") return "it is a symbolic link";
  return systemTexts[code] ?? (code === "" ? "the reason is not known" : code);
}
