import { existsSync, readdirSync } from "node:fs";
import { mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemTexts } from "../../source/system-texts.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import type { BundleFiles } from "./bundle-sources.js";
import { sumsName, writeSums } from "./sums.js";

/**
 * Writes a bundle and its SHA256SUMS into a folder that is not there yet, or is empty: whole or not at all. Throws UsageError where it cannot be written.
 */
export async function writeBundle(folder: string, files: BundleFiles): Promise<void> {
  requireFree(folder);
  const part = `${folder.replace(/\/+$/, "")}.part-${process.pid}`;
  try {
    const listed: BundleFiles = new Map([...files, [sumsName, Buffer.from(writeSums(files))]]);
    for (const [path, bytes] of listed) {
      const file = join(part, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    if (existsSync(folder)) await rmdir(folder);
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`${formatPath(folder)} was not written: ${systemTexts[String(error.code)] ?? error.message}`, {
      hint: "Give --out a folder that can be written. Nothing was left behind.",
    });
  }
}

/** Throws UsageError for a folder that holds something: a bundle never mixes with other files. */
export function requireFree(folder: string): void {
  if (!existsSync(folder)) return;
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    throw new UsageError(`${formatPath(folder)} is not a folder`, {
      hint: "Give --out a folder that does not exist yet.",
    });
  }
  if (names.length === 0) return;
  throw new UsageError(`${formatPath(folder)} is not empty`, {
    hint: "Give --out a folder that does not exist yet, so that nothing of another case is mixed in.",
  });
}
