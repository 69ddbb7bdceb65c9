import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { systemTexts } from "../../source/system-texts.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import type { BundleFiles } from "./bundle-sources.js";
import { sumsName, writeSums } from "./sums.js";

/**
 * Writes a bundle and its SHA256SUMS into a folder that is not there yet, or is empty: whole or not at all. Throws UsageError where it
 * cannot be written.
 */
export async function writeBundle(folder: string, files: BundleFiles): Promise<void> {
  requireFree(folder);
  const target = resolve(folder);
  // An empty folder that is there may be a mount, or the one that a shell stands in: it is filled, not replaced.
  const isThere = existsSync(target);
  const part = isThere ? join(target, ".part") : `${target}.part-${randomUUID()}`;
  const made: string[] = [];
  try {
    made.push(...asList(await mkdir(dirname(part), { recursive: true })));
    // Of two programs that fill one folder, only one makes this.
    await mkdir(part);
    made.push(part);
    if (isThere) requireOnly(target, ".part");
    await writeFiles(part, new Map([...files, [sumsName, Buffer.from(writeSums(files))]]));
    await (isThere ? moveInto(target, part) : rename(part, target));
  } catch (error) {
    for (const path of made) await remove(path);
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`${formatPath(folder)} was not written: ${systemTexts[String(error.code)] ?? error.message}`, {
      hint: "Give --out a folder that can be written. Nothing was left behind.",
    });
  }
}

/** The first folder that was made on the way to another; empty: all were there. */
function asList(made: string | undefined): readonly string[] {
  return made === undefined ? [] : [made];
}

function requireOnly(folder: string, name: string): void {
  if (namesIn(folder).some((one) => one !== name)) throw notEmpty(folder);
}

async function writeFiles(folder: string, files: BundleFiles): Promise<void> {
  for (const [path, bytes] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

/** Moves what is in `part`, a folder in `folder`, up into it. Takes back what it moved where it cannot go on. */
async function moveInto(folder: string, part: string): Promise<void> {
  const moved: string[] = [];
  try {
    for (const name of await readdir(part)) {
      await rename(join(part, name), join(folder, name));
      moved.push(join(folder, name));
    }
    await rmdir(part);
  } catch (error) {
    for (const file of moved) await remove(file);
    throw error;
  }
}

/** Removes what is there; what cannot be reached was not made. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

/** Throws UsageError for a folder that holds something: a bundle never mixes with other files. */
export function requireFree(folder: string): void {
  if (!existsSync(folder)) return;
  if (namesIn(folder).length > 0) throw notEmpty(folder);
}

function notEmpty(folder: string): UsageError {
  return new UsageError(`${formatPath(folder)} is not empty`, {
    hint: "Give --out a folder that does not exist yet, so that nothing of another case is mixed in.",
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const what = code === "ENOTDIR" ? "is not a folder" : `cannot be read: ${systemTexts[code] ?? code}`;
    throw new UsageError(`${formatPath(folder)} ${what}`, { hint: "Give --out a folder that does not exist yet." });
  }
}
