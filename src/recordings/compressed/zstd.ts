import { createRequire } from "node:module";
import { createContext, runInContext } from "node:vm";
import { maxBodyBytes, TooLargeError } from "./limits.js";
import { type ZstdFrame, zstdFrames } from "./zstd-frames.js";

type Library = typeof import("fzstd");

let loaded: Library | null = null;

/** Node 20 has no zstd. The library is loaded for the first body that needs it; reading is synchronous, so `import()` cannot. */
function library(): Library {
  const found: Library = loaded ?? createRequire(import.meta.url)("fzstd");
  loaded = found;
  return found;
}

/** How long one body may take: damaged data can make the decoder run without end (fzstd 0.1.1, read 2026-11-28). */
const usualDeadlineMs = 10_000;

/**
 * Decompresses zstd data. `cut`: the data ends within a frame, and `bytes` are what its whole blocks hold. Throws
 * {@link TooLargeError} for more than `limit` bytes, and RangeError for data that is no zstd, is damaged, or takes longer than
 * `deadlineMs`. Checksums are not checked.
 */
export function unzstd(
  bytes: Uint8Array,
  limit: number,
  deadlineMs = usualDeadlineMs,
): { readonly bytes: Uint8Array; readonly cut: boolean } {
  const frames = zstdFrames(bytes);
  if (frames === null) throw new RangeError("its beginning is not that of zstd data");
  const pieces: Uint8Array[] = [];
  let size = 0;
  const take = (piece: Uint8Array) => {
    size += piece.length;
    if (size > limit) throw new TooLargeError(bytes.length, limit);
    pieces.push(piece);
  };
  for (const frame of frames) {
    if (frame.windowBytes > maxBodyBytes) throw new TooLargeError(bytes.length, limit);
  }
  withDeadline(deadlineMs, () => {
    for (const frame of frames) readFrame(frame, take);
  });
  return { bytes: new Uint8Array(Buffer.concat(pieces)), cut: frames.at(-1)?.whole === false };
}

/** The flag for a checksum is cleared, since the frame comes without it. */
function readFrame({ bytes, whole }: ZstdFrame, take: (piece: Uint8Array) => void): void {
  const { Decompress } = library();
  const unchecked = bytes.slice();
  unchecked[4] = (unchecked[4] ?? 0) & ~4;
  new Decompress(take).push(unchecked, whole);
}

const timedOut = "ERR_SCRIPT_EXECUTION_TIMEOUT";

/** A script can be stopped after a time, a call cannot. */
let box: { [name: string]: unknown } | null = null;

function withDeadline(timeout: number, run: () => void): void {
  box ??= createContext({ run });
  box["run"] = run;
  try {
    runInContext("run()", box, { timeout });
  } catch (error) {
    if (error instanceof TooLargeError) throw error;
    // The error of a timeout is one of the other context, and so is its class.
    if (typeof error === "object" && error !== null && "code" in error && error.code === timedOut) {
      throw new RangeError(`it takes longer than ${timeout} ms`, { cause: error });
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new RangeError(why, { cause: error });
  }
}
