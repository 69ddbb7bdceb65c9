import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { WireHeaders } from "../wire/exchange.js";
import { headerOf } from "../wire/exchange.js";
import type { Loss } from "./interaction.js";

/** The largest size of a decompressed body, in bytes. */
export const maxBodyBytes = 64 * 1024 * 1024;

export type PlainBody = {
  readonly bytes: Uint8Array;
  /** Without `content-encoding`, which no longer describes the bytes. */
  readonly headers: WireHeaders;
  readonly losses: readonly Loss[];
};

/**
 * A recorded body without compression. Bytes that are compressed are decompressed, whatever the header says. The header is
 * removed, also from plain bytes, which the recorder has decompressed (loss `content-encoding`). Throws RangeError for a
 * body that cannot be decompressed or is larger than 64 MiB.
 */
export function plainBody(bytes: Uint8Array, headers: WireHeaders): PlainBody {
  const encoding = headerOf(headers, "content-encoding")?.toLowerCase() ?? null;
  const without = headers.filter(([name]) => name !== "content-encoding");
  const losses: readonly Loss[] = encoding === null || encoding === "identity" ? [] : ["content-encoding"];
  const undo = decoderOf(bytes, encoding);
  return { bytes: undo === null ? bytes : decompressed(bytes, undo), headers: without, losses };
}

type Decompress = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;

/**
 * Brotli and zlib data has no signature, so the header decides, unless the bytes are JSON or SSE text, which is never the
 * start of either.
 */
function decoderOf(bytes: Uint8Array, encoding: string | null): Decompress | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync;
  if (Buffer.from(bytes.subarray(0, 4)).toString("hex") === "28b52ffd") {
    throw new RangeError("the body is compressed with zstd, which is not supported");
  }
  if (encoding === null || bytes.length === 0 || looksLikeChat(bytes)) return null;
  if (encoding === "br") return brotliDecompressSync;
  return encoding === "deflate" && (bytes[0] ?? 0) % 16 === 8 ? inflateSync : null;
}

/** True for the start of a chat API's body: JSON, SSE or white space. */
function looksLikeChat(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1").trimStart();
  return start === "" || /^(?:[{["]|data:|event:|id:|:)/.test(start);
}

function decompressed(bytes: Uint8Array, undo: Decompress): Uint8Array {
  try {
    return undo(bytes, { maxOutputLength: maxBodyBytes });
  } catch (error) {
    if (undo !== gunzipSync && isText(bytes)) return bytes;
    throw new RangeError(`the body cannot be decompressed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** UTF-8 without control characters: a page or message that the recorder has already decompressed. */
function isText(bytes: Uint8Array): boolean {
  try {
    return !/[\x00-\x08\x0e-\x1f]/.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
