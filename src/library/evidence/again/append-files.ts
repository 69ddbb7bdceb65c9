import { randomUUID } from "node:crypto";
import { lstat, mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Rename } from "../../../runner/store/atomic-write.js";
import { UsageError } from "../../usage-error.js";
import { readSums } from "../read-sums.js";
import { sha256Of, sumsName, sumsText } from "../sums.js";

/** Files to add to a bundle: path in the bundle → content. All of them are in one folder of the bundle, or in its root. */
export type AddedFiles = ReadonlyMap<string, string>;

/** `previous`: the hash of SHA256SUMS as it was read. `drafts`: a folder on the same file system, outside the bundle. `move`: how a written file gets its name; default: by the file system. */
export type AppendOptions = { readonly previous: string; readonly drafts: string; readonly move?: Rename };

/**
 * Adds files to a bundle and lists them in SHA256SUMS. Everything is written outside the bundle first, then takes its place by renames, the
 * list last; where one fails (a full disk), the files that were moved are removed again, and the bundle is as it was. The lines of the
 * other files stay as they are. Throws a UsageError for a file that is there already, for a folder that is a link, and
 * for a list that has changed since it was read.
 */
export async function appendFiles(bundle: string, files: AddedFiles, options: AppendOptions): Promise<void> {
  const { previous, drafts, move = rename } = options;
  await refusePresent(bundle, files);
  const list = await readFile(join(bundle, sumsName));
  if (sha256Of(list) !== previous) throw new UsageError("the bundle was changed while its requests were asked again");
  const sums = sumsWith(list, files);
  const written: (readonly [draft: string, path: string])[] = [];
  const added: string[] = [];
  try {
    for (const [path, text] of [...files, [sumsName, sums] as const]) {
      const draft = join(drafts, randomUUID());
      written.push([draft, path]);
      await writeFile(draft, text, { flush: true });
    }
    for (const [draft, path] of written) {
      await mkdir(dirname(join(bundle, path)), { recursive: true });
      await move(draft, join(bundle, path));
      added.push(path);
    }
  } catch (error) {
    await takeBack(bundle, files, added);
    throw error;
  } finally {
    for (const [draft] of written) await rm(draft, { force: true });
  }
}

/** Removes what was added, and a folder that it leaves empty. */
async function takeBack(bundle: string, files: AddedFiles, added: readonly string[]): Promise<void> {
  for (const path of added) if (path !== sumsName) await rm(join(bundle, path), { force: true });
  const folders = new Set([...files.keys()].map(dirname).filter((folder) => folder !== "."));
  for (const folder of folders) await rmdir(join(bundle, folder)).catch(() => undefined);
}

async function refusePresent(bundle: string, files: AddedFiles): Promise<void> {
  for (const path of files.keys()) {
    const folder = await lstat(join(bundle, dirname(path))).catch(absent);
    if (folder !== null && !folder.isDirectory()) throw new UsageError(`${dirname(path)} in the bundle is no folder`);
    if ((await lstat(join(bundle, path)).catch(absent)) !== null)
      throw new UsageError(`the bundle already has ${path}`);
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

/** The lines as they are, and one for each file. */
function sumsWith(bytes: Uint8Array, files: AddedFiles): string {
  const sums = readSums(bytes);
  if (sums.kind === "refused") throw new UsageError(sums.problems.map(({ says }) => says).join("\n"));
  return sumsText([...sums.lines, ...[...files].map(([path, content]) => ({ hash: sha256Of(content), path }))]);
}
