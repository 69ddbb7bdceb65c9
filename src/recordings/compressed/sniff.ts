import { crc32 } from "node:zlib";
import type { Compression } from "./inflate.js";

/** The compression that bytes show by their own signature; null: none that has one. */
export function signedCompression(bytes: Uint8Array): Compression | null {
  const [first, second, third, fourth] = bytes;
  if (first === 0x1f && second === 0x8b) return "gzip";
  if (second === 0xb5 && first === 0x28 && third === 0x2f && fourth === 0xfd) return "zstd";
  return null;
}

/**
 * True for the start of a chat API's body: JSON, SSE, white space, or the frame of an AWS event stream. Brotli data may begin
 * with a bracket too, so that more of the text is looked at.
 */
export function looksLikeChat(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1").trimStart();
  const isStart = start === "" || /^(?:[{["]|data:|event:|id:|retry:|:)/.test(start);
  return (isStart && isText(bytes.subarray(0, 256), true)) || beginsFrame(bytes);
}

/** The first twelve bytes of a frame: two lengths and their checksum. */
function beginsFrame(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12);
  return view.getUint32(8) === crc32(bytes.subarray(0, 8));
}

/**
 * UTF-8 without control characters: a page or message that the recorder has already decompressed. `isStart`: the bytes may end
 * within a character.
 */
export function isText(bytes: Uint8Array, isStart = false): boolean {
  try {
    return !/[\x00-\x08\x0e-\x1f]/.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isStart }));
  } catch {
    return false;
  }
}

/** The header of zlib: deflate with a window of up to 32 KiB, and a check of both bytes (RFC 1950, 2.2). */
export function beginsZlib([first = 0, second = 0]: Uint8Array): boolean {
  return first % 16 === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0;
}
