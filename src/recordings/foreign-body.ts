import type { WireHeaders } from "../wire/exchange.js";
import { type Compression, inflate } from "./compressed/inflate.js";
import { limitFor, maxEncodings, TooLargeError } from "./compressed/limits.js";
import { beginsZlib, isText, looksLikeChat, signedCompression } from "./compressed/sniff.js";
import type { Loss } from "./interaction.js";

export type PlainBody = {
  readonly bytes: Uint8Array;
  /** Without `content-encoding`, which no longer describes the bytes. */
  readonly headers: WireHeaders;
  readonly losses: readonly Loss[];
  /** The compression whose data ends too early, so that `bytes` are only a beginning; null: the body is whole. */
  readonly cutIn: Compression | null;
};

/**
 * A recorded body without compression. Bytes that are compressed are decompressed, whatever the header says, up to four layers.
 * The header is removed, also from plain bytes, which the recorder has decompressed (loss `content-encoding`). Compressed data
 * that ends too early gives what it holds. Throws RangeError for a body that is damaged, gives nothing, is compressed in a way
 * that is not supported, or grows beyond 64 MiB, or beyond 4 MiB and 200 times its size.
 */
export function plainBody(bytes: Uint8Array, headers: WireHeaders): PlainBody {
  const encodings = encodingsIn(headers);
  const without = headers.filter(([name]) => name !== "content-encoding");
  const losses: readonly Loss[] = encodings.length === 0 ? [] : ["content-encoding"];
  const limit = limitFor(bytes.length);
  const left = [...encodings];
  let [plain, cutIn]: [Uint8Array, Compression | null] = [bytes, null];
  for (let layer = 0; ; layer += 1) {
    const outer = outerLayer(plain, left, limit);
    if (outer === null) break;
    if (layer === maxEncodings) throw new RangeError(`the body is compressed more than ${maxEncodings} times`);
    plain = outer.bytes;
    if (outer.cut) cutIn = outer.compression;
  }
  if (cutIn !== null && plain.length === 0) {
    throw new RangeError(`the body cannot be decompressed: its ${cutIn} data ends before it holds anything`);
  }
  return { bytes: plain, headers: without, losses, cutIn };
}

/** The encodings that headers name, in the order in which they were applied. */
function encodingsIn(headers: WireHeaders): readonly string[] {
  return headers
    .flatMap(([name, value]) => (name === "content-encoding" ? value.split(",") : []))
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== "" && word !== "identity");
}

type Layer = { readonly bytes: Uint8Array; readonly cut: boolean; readonly compression: Compression };

/**
 * Removes the outer compression, and its name from `left`; null: there is none. Brotli and deflate have no signature, so that
 * the last name decides, unless the bytes are the start of a chat body or text.
 */
function outerLayer(bytes: Uint8Array, left: string[], limit: number): Layer | null {
  const signed = signedCompression(bytes);
  if (signed !== null) {
    const place = left.findLastIndex((name) => name.replace(/^x-/, "") === signed);
    if (place !== -1) left.splice(place, 1);
    return decompressed(bytes, [signed], limit);
  }
  const encoding = left.pop();
  if (encoding === undefined || bytes.length === 0 || looksLikeChat(bytes)) return null;
  if (encoding === "br") return unlessText(bytes, ["br"], limit);
  if (encoding === "zstd") return unlessText(bytes, ["zstd"], limit);
  // RFC 9110 means zlib's format; some servers send the bare one.
  if (encoding === "deflate")
    return unlessText(bytes, beginsZlib(bytes) ? ["deflate", "deflate-raw"] : ["deflate-raw"], limit);
  if (!["compress", "x-compress", "dcb", "dcz"].includes(encoding) || isText(bytes)) return null;
  throw new RangeError(`the body is compressed with ${encoding}, which is not supported`);
}

function unlessText(bytes: Uint8Array, candidates: readonly Compression[], limit: number): Layer | null {
  try {
    const layer = decompressed(bytes, candidates, limit);
    return layer.cut && isText(bytes) ? null : layer;
  } catch (error) {
    if (isText(bytes)) return null;
    throw error;
  }
}

/** Reads the bytes as the first of the compressions that they are. The first one's fault is the reason if there is none. */
function decompressed(bytes: Uint8Array, [first, ...others]: readonly Compression[], limit: number): Layer {
  if (first === undefined) throw new RangeError("no compression is given");
  try {
    return { ...inflate(bytes, first, limit), compression: first };
  } catch (error) {
    if (!(error instanceof RangeError) || error instanceof TooLargeError) throw error;
    for (const other of others) {
      try {
        return { ...inflate(bytes, other, limit), compression: other };
      } catch {
        // Its fault says less than that of the compression that the bytes seem to have.
      }
    }
    throw new RangeError(`the body cannot be decompressed (${first}): ${error.message}`, { cause: error });
  }
}
