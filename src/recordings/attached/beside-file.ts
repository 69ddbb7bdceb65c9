import { closeSync, constants, fstatSync, lstatSync, openSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { readBytes } from "./read-bytes.js";

/** The largest file that a recording may name for a body, in bytes. */
export const maxAttachedBytes = 64 * 1024 * 1024;

/** A file that a recording names for a body; `missing`: why it cannot be read, as the end of a sentence about it. */
export type Attached = { readonly bytes: Uint8Array } | { readonly missing: string };

/**
 * Reads a file beside a recording. `path`: as the recording names it, relative to `folder`. `folder`: where the format keeps
 * such files, relative to the recording's own folder; default: that folder. Never throws, and never reads outside `folder`.
 */
export type BesideFile = (path: string, folder?: string) => Attached;

/** For recordings that are not in a folder: in memory, or packed. */
export const nothingBeside: BesideFile = () => ({ missing: "is not in the recording" });

/** The files beside the recording at this path of the file system. */
export function filesBeside(recording: string): BesideFile {
  return (path, folder = ".") => {
    const parts = innerParts(path);
    if (parts === null) return { missing: "is outside the folder of the recording" };
    try {
      return readInside(rootOf(dirname(recording), folder), parts);
    } catch {
      return { missing: "is not there" };
    }
  };
}

/** The parts of a relative path that stays inside its folder; null: another path, or one of a hidden file. */
export function innerParts(path: string): readonly string[] | null {
  const parts = path.split(/[/\\]/).filter((part) => part !== "." && part !== "");
  const isRelative = !/^(?:[/\\]|[a-z]:)/i.test(path) && !path.includes("\0");
  return isRelative && parts.length > 0 && !parts.some((part) => part.startsWith(".")) ? parts : null;
}

/** The real path of the folder. A folder of the format that is a link is not followed: it could lead anywhere. */
function rootOf(own: string, folder: string): string {
  const root = join(own, folder);
  if (folder !== "." && lstatSync(root).isSymbolicLink()) throw new Error("a link");
  return realpathSync(root);
}

function readInside(root: string, parts: readonly string[]): Attached {
  const real = realpathSync(join(root, ...parts));
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) {
    return { missing: "is a link that leads out of the folder of the recording" };
  }
  // Without O_NONBLOCK, opening a pipe blocks until a writer opens it.
  const descriptor = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { missing: "is not a regular file" };
    if (stat.size > maxAttachedBytes)
      return { missing: `is too large: ${stat.size} bytes, the limit is ${maxAttachedBytes}` };
    return { bytes: readBytes(descriptor, stat.size) };
  } finally {
    closeSync(descriptor);
  }
}
