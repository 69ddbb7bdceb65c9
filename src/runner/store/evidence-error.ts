import { statfs } from "node:fs/promises";
import { HintedError } from "../../source/hinted-error.js";
import { systemTexts } from "../../source/system-texts.js";
import { LostLockError } from "../journal/lock.js";

/**
 * The evidence of a run cannot be kept, so nothing more is asked. The message names the folder, the reason and, on a full device, the space
 * that is left.
 */
export class EvidenceError extends HintedError {
  override name = "EvidenceError" as const;
}

/** The error of a run that cannot be begun in `folder`. `cause`: the error of the file system. */
export function unkeepable(folder: string, cause: Error): EvidenceError {
  const message = `${folder}: no run can be kept here: ${reasonOf(cause)}`;
  return withCause(new EvidenceError(message, "Name a folder that can be written with --runs."), cause);
}

/** The error of a run whose next trials can no longer be written. What was kept before is whole. */
export async function noLongerKept(path: string, cause: Error): Promise<EvidenceError> {
  const code = codeOf(cause);
  const free = code === "ENOSPC" ? await freeBytes(path) : null;
  const space = free === null ? "" : ` (${free} bytes are free)`;
  const message = `${path}: the run stopped, since its evidence cannot be kept: ${reasonOf(cause)}${space}`;
  const remedy = remedies[code] ?? "Mend that";
  return withCause(new EvidenceError(message, `${remedy}, then continue: llm-parity run --resume ${path}`), cause);
}

/** Errors of the file system become what `describe` makes of them; ours pass. */
export async function orEvidenceError<Result>(
  describe: (error: Error) => EvidenceError | Promise<EvidenceError>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LostLockError)
      throw new EvidenceError(error.message, "Nothing is lost: the other one goes on.");
    if (error instanceof Error && "code" in error) throw await describe(error);
    throw error;
  }
}

const reasons: { readonly [code: string]: string } = {
  ...systemTexts,
  EDQUOT: "the disk quota is used up",
  ENOENT: "the folder is gone",
};

const remedies: { readonly [code: string]: string } = {
  ENOSPC: "Make room",
  EDQUOT: "Make room",
  ENOENT: "Put the folder back",
  EACCES: "Make it writable",
  EPERM: "Make it writable",
  EROFS: "Make it writable",
};

function reasonOf(cause: Error): string {
  const code = codeOf(cause);
  return Object.hasOwn(reasons, code) ? `${reasons[code]} (${code})` : cause.message;
}

function codeOf(cause: Error): string {
  return "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

function withCause(error: EvidenceError, cause: Error): EvidenceError {
  error.cause = cause;
  return error;
}

async function freeBytes(path: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch {
    return null;
  }
}
