import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { syncFolder } from "../../../runner/journal/journal-files.js";
import { takeLock } from "../../../runner/journal/lock.js";
import { readTrials } from "../../../runner/store/read-journal-run.js";
import { runFiles } from "../../../runner/store/run-files.js";
import type { Transcript } from "../../../transcript/transcript.js";

/** Whether a trial stays. */
export type Stays = (transcript: Transcript) => boolean;

/** What thinning a run did. */
export type Thinned = { readonly kept: number; readonly of: number; readonly freedBytes: number };

/**
 * Leaves of the journal of a run the trials that stay, packed, byte for byte as they were, and removes the exchanges that were made from it.
 * At every moment the run has one whole journal: the new one is on the disk before the old one goes. Rejects with LockedError where a process
 * writes there.
 */
export async function thinRun(path: string, stays: Stays): Promise<Thinned> {
  const lock = await takeLock(path);
  try {
    const [whole, packed] = [join(path, runFiles.journal), join(path, runFiles.thinned)];
    const before = (await stat(whole)).size + (await exchangeBytes(path));
    const { trials } = readTrials(whole);
    const kept = trials.filter(({ transcript }) => stays(transcript));
    const bytes = await readFile(whole);
    const lines = kept.map(({ place }) => bytes.subarray(place.offset, place.offset + place.sizeBytes));
    const draft = `${packed}.tmp`;
    const text = gzipSync(Buffer.concat(lines));
    await writeFile(draft, text, { flush: true });
    await rename(draft, packed);
    await syncFolder(path);
    await rm(whole);
    await rm(join(path, exchangesFolder), { recursive: true, force: true });
    return { kept: kept.length, of: trials.length, freedBytes: before - text.length };
  } finally {
    await lock.release();
  }
}

/** Where `report --har` writes by default. */
const exchangesFolder = "exchanges";

/** What thinning a run can free at most, in bytes; 0: it has no whole journal. */
export async function thinnableBytes(path: string): Promise<number> {
  const whole = join(path, runFiles.journal);
  return existsSync(whole) ? (await stat(whole)).size + (await exchangeBytes(path)) : 0;
}

async function exchangeBytes(path: string): Promise<number> {
  const folder = join(path, exchangesFolder);
  return existsSync(folder) ? folderBytes(folder) : 0;
}

/** The size of all files below a folder, in bytes. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
