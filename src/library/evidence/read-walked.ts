import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { type Problem, problemOf } from "./problem.js";
import { reasonOf, type WalkedFile } from "./walk-bundle.js";

/**
 * The bytes of a file that was listed, read once through one descriptor. A problem where it is no longer the file that was listed: gone,
 * another one, a link, larger, smaller, or written to while it was read. Never waits for a pipe, never throws.
 */
export function readWalked(file: WalkedFile): Uint8Array | Problem {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file.absolute, flags);
    const opened = fstatSync(descriptor, { bigint: true });
    if (!opened.isFile() || !isSame(opened, file.stats)) return changed(file.path);
    const bytes = readExactly(descriptor, Number(opened.size));
    return bytes === null || !isSame(fstatSync(descriptor, { bigint: true }), opened) ? changed(file.path) : bytes;
  } catch (error) {
    return problemOf(file.path, `cannot be read: ${reasonOf(error)}`);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Windows has only the first of them. Without O_NONBLOCK, opening a pipe waits for a writer. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function isSame(one: BigIntStats, other: BigIntStats): boolean {
  return one.dev === other.dev && one.ino === other.ino && one.size === other.size && one.mtimeNs === other.mtimeNs;
}

function changed(path: string): Problem {
  return problemOf(path, "changed while the bundle was read: copy the bundle to a place where nothing writes to it");
}

/** Null: the file has more or fewer bytes than that. */
function readExactly(descriptor: number, size: number): Uint8Array | null {
  const bytes = new Uint8Array(size + 1);
  let count = 0;
  for (let more = -1; more !== 0 && count <= size; count += more) {
    more = readSync(descriptor, bytes, count, bytes.length - count, null);
  }
  return count === size ? bytes.subarray(0, size) : null;
}
