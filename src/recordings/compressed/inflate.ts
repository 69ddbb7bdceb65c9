import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  type InputType,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
} from "node:zlib";
import { TooLargeError } from "./limits.js";
import { unzstd } from "./zstd.js";

/** The compressions of HTTP bodies; `deflate` is that of zlib, `deflate-raw` the same without its header and checksum. */
export type Compression = "gzip" | "deflate" | "deflate-raw" | "br" | "zstd";

/** `cut`: the data ends too early; `bytes` are what could be decompressed before. */
export type Inflated = { readonly bytes: Uint8Array; readonly cut: boolean };

/**
 * Decompresses one layer of a body. Throws {@link TooLargeError} for more than `limit` bytes, without holding more, and
 * RangeError with the reason for damaged data.
 */
export function inflate(bytes: Uint8Array, compression: Compression, limit: number): Inflated {
  if (compression === "zstd") return unzstd(bytes, limit);
  const strict = attempt(bytes, compression, { maxOutputLength: limit });
  if (strict instanceof Uint8Array) return { bytes: strict, cut: false };
  if (strict.code !== "Z_BUF_ERROR") throw refused(strict, bytes, limit);
  const bare = withoutWrapper(bytes, compression);
  const whole = bare === null ? null : attempt(bare, "deflate-raw", { maxOutputLength: limit });
  if (whole instanceof Uint8Array) return { bytes: whole, cut: false };
  const finishFlush = compression === "br" ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH;
  const prefix = attempt(bytes, compression, { maxOutputLength: limit, finishFlush });
  if (prefix instanceof Uint8Array) return { bytes: prefix, cut: true };
  throw refused(prefix, bytes, limit);
}

type Decompress = (bytes: InputType, options: ZlibOptions) => Uint8Array;

const zlib: { readonly [compression in Exclude<Compression, "zstd">]: Decompress } = {
  gzip: gunzipSync,
  deflate: inflateSync,
  "deflate-raw": inflateRawSync,
  br: brotliDecompressSync,
};

/** The deflate data inside of gzip or zlib: it is whole if only the checksum behind it is cut. */
function withoutWrapper(bytes: Uint8Array, compression: Compression): Uint8Array | null {
  if (compression === "deflate") return bytes.subarray(2);
  if (compression !== "gzip" || bytes.length < 10) return null;
  const flags = bytes[3] ?? 0;
  let start = 10;
  if ((flags & 4) !== 0) start += 2 + (bytes[start] ?? 0) + 256 * (bytes[start + 1] ?? 0);
  // A name, then a comment, each ended by a zero (RFC 1952, 2.3).
  for (const flag of [8, 16]) {
    if ((flags & flag) !== 0) start = bytes.indexOf(0, start) + 1;
  }
  return bytes.subarray(start + ((flags & 2) !== 0 ? 2 : 0));
}

type ZlibFault = { readonly code: string; readonly message: string };

function attempt(
  bytes: Uint8Array,
  compression: Exclude<Compression, "zstd">,
  options: ZlibOptions,
): Uint8Array | ZlibFault {
  try {
    return new Uint8Array(zlib[compression](bytes, options));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { code: "code" in error ? String(error.code) : "", message: error.message };
  }
}

function refused({ code, message }: ZlibFault, bytes: Uint8Array, limit: number): RangeError {
  return code === "ERR_BUFFER_TOO_LARGE" ? new TooLargeError(bytes.length, limit) : new RangeError(message);
}
