import { statfs } from "node:fs/promises";
import { HintedError } from "../../source/hinted-error.js";

/** The evidence of a run cannot be kept, so that nothing more is asked. The message names the file and the free space; the hint, how to go on. */
export class EvidenceError extends HintedError {
  override name = "EvidenceError" as const;
}

/** The error for a run whose trials can no longer be written. `cause`: the error of the file system. */
export async function evidenceError(path: string, cause: unknown): Promise<EvidenceError> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const free = await freeBytes(path);
  const error = new EvidenceError(
    `${path}: the run stopped, since its evidence cannot be kept: ${reason}${free === null ? "" : ` (${free} bytes are free)`}`,
    `What was kept is whole. Make room, then continue: llm-parity run --resume ${path}`,
  );
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
