/** The largest size of a decompressed body, in bytes. */
export const maxBodyBytes = 64 * 1024 * 1024;

/** The largest growth of a body by decompression. The steepest of real streams, of keep-alive comments, stays below it. */
export const maxRatio = 200;

/** Up to this size, growth is not limited: a short reply of spaces is no bomb. */
export const freeBytes = 4 * 1024 * 1024;

/** How many encodings may lie on one another. */
export const maxEncodings = 4;

/** The size at which the decompression of a body of so many bytes ends. */
export function limitFor(storedBytes: number): number {
  return Math.min(maxBodyBytes, Math.max(freeBytes, storedBytes * maxRatio));
}

/** Thrown for a body that decompresses to more than its limit. */
export class TooLargeError extends RangeError {
  override name = "TooLargeError" as const;
  constructor(storedBytes: number, limit: number) {
    super(`the body is too large: its ${storedBytes} bytes decompress to more than ${limit}`);
  }
}
