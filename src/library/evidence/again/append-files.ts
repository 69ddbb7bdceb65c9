import { createHash, randomUUID } from "node:crypto";
import { lstat, mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Rename } from "../../../runner/store/atomic-write.js";
import { UsageError } from "../../usage-error.js";

/** Files to add to a bundle: path in the bundle → content. All of them are in one folder of the bundle, or in its root. */
export type AddedFiles = ReadonlyMap<string, string>;

/** `drafts`: a folder on the same file system, outside the bundle. `move`: how a written file gets its name; default: by the file system. */
export type AppendOptions = { readonly drafts: string; readonly move?: Rename };

const sumsName = "SHA256SUMS";

/** The hash of the list of a bundle's hashes, as it is now. */
export async function hashOfSums(bundle: string): Promise<string> {
  return sha256Of(await readFile(join(bundle, sumsName)));
}

/**
 * Adds files to a bundle and lists them in SHA256SUMS. Everything is written outside the bundle first, then takes its place by renames, the
 * list last; where one fails (a full disk), the files that were moved are removed again, and the bundle is as it was. The lines of the
 * other files stay as they are. Throws a UsageError for a file that is there already, and for a folder that is a link.
 */
export async function appendFiles(bundle: string, files: AddedFiles, options: AppendOptions): Promise<void> {
  const { drafts, move = rename } = options;
  await refusePresent(bundle, files);
  const sums = sumsWith(await readFile(join(bundle, sumsName), "utf8"), files);
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
      throw new UsageError(`the bundle has ${path} already`);
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

/** The lines as they are, and one for each file, sorted by the bytes of the path, as `LC_ALL=C sort` does. */
function sumsWith(text: string, files: AddedFiles): string {
  const lines = text.split("\n").filter((line) => line !== "");
  const faulty = lines.find((line) => !/^[0-9a-f]{64} {2}./.test(line));
  if (faulty !== undefined) throw new UsageError(`${sumsName}: a line has not the form that sha256sum writes`);
  const added = [...files].map(([path, content]) => `${sha256Of(content)}  ${path}`);
  const pathOf = (line: string) => Buffer.from(line.slice(66));
  const sorted = [...lines, ...added].sort((one, other) => Buffer.compare(pathOf(one), pathOf(other)));
  return `${sorted.join("\n")}\n`;
}

function sha256Of(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}
