import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { WireHeaders } from "../wire/exchange.js";
import { headerOf } from "../wire/exchange.js";
import type { Loss } from "./interaction.js";

/** How large a body may become when it is decompressed. */
export const maxBodyBytes = 64 * 1024 * 1024;

export type PlainBody = {
  readonly bytes: Uint8Array;
  /** Without `content-encoding`, which no longer says anything about the bytes. */
  readonly headers: WireHeaders;
  readonly losses: readonly Loss[];
};

/**
 * A recorded body without any compression. It is undone where the bytes are compressed, whatever the header says;
 * a header that names a compression of plain bytes is taken out, since the recorder has undone it (loss
 * `content-encoding`). Throws RangeError for a body that cannot be decompressed or grows beyond 64 MiB.
 */
export function plainBody(bytes: Uint8Array, headers: WireHeaders): PlainBody {
  const encoding = headerOf(headers, "content-encoding")?.toLowerCase() ?? null;
  const without = headers.filter(([name]) => name !== "content-encoding");
  const losses: readonly Loss[] = encoding === null || encoding === "identity" ? [] : ["content-encoding"];
  const undo = decoderOf(bytes, encoding);
  return { bytes: undo === null ? bytes : decompressed(bytes, undo), headers: without, losses };
}

type Decompress = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;

/** Brotli and zlib have no mark that tells: the header does, unless the bytes are JSON or SSE text, which neither can be. */
function decoderOf(bytes: Uint8Array, encoding: string | null): Decompress | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync;
  if (Buffer.from(bytes.subarray(0, 4)).toString("hex") === "28b52ffd") {
    throw new RangeError("the body is compressed with zstd, which is not read");
  }
  if (encoding === null || bytes.length === 0 || looksLikeChat(bytes)) return null;
  if (encoding === "br") return brotliDecompressSync;
  return encoding === "deflate" && (bytes[0] ?? 0) % 16 === 8 ? inflateSync : null;
}

/** The start of what chat APIs send: JSON, SSE, white space. */
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

/** UTF-8 without control characters: a page or a message that the recorder has unpacked. */
function isText(bytes: Uint8Array): boolean {
  try {
    return !/[\x00-\x08\x0e-\x1f]/.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
