import { mkdir, realpath, rmdir } from "node:fs/promises";
import { takeLock } from "../../../runner/journal/lock.js";

/** `folder`: beside the bundle, on the same file system, for files that are not part of it yet. */
export type BundleLock = { readonly folder: string; readonly release: () => Promise<void> };

/**
 * Lets one process at a time add to a bundle. The lock stands beside the bundle, so that the bundle has no file that SHA256SUMS does not list.
 * Throws LockedError where another process has it; what a process left that has ended is taken over.
 */
export async function lockBundle(bundle: string): Promise<BundleLock> {
  const folder = `${await realpath(bundle)}.recheck`;
  await mkdir(folder, { recursive: true });
  const lock = await takeLock(folder);
  return {
    folder,
    release: async () => {
      await lock.release();
      // Another process may have put its own lock there in the meantime.
      await rmdir(folder).catch(() => undefined);
    },
  };
}
