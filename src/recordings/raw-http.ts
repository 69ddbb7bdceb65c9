import type { WireHeaders } from "../wire/exchange.js";
import { headersOf } from "./foreign-headers.js";

/** An HTTP message as it was on the wire. `start`: its first line. `body`: with the chunks of a chunked body joined. */
export type RawMessage = {
  readonly start: string;
  readonly headers: WireHeaders;
  readonly body: Uint8Array;
  /**
   * `chunked`: all chunks were complete. `plain`: not chunked. `unframed`: announced as chunked, but the recorder stored only
   * the body. `cut`: the last chunk is missing.
   */
  readonly framing: "chunked" | "plain" | "unframed" | "cut";
};

/** Parses one message that fills all of `bytes`, with CRLF or LF line endings; null when its headers do not end. */
export function readRawMessage(bytes: Uint8Array): RawMessage | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headEnd = endOfHead(buffer);
  if (headEnd === null) return null;
  const [start = "", ...lines] = buffer.toString("latin1", 0, headEnd).trimEnd().split(/\r?\n/);
  const headers = headersOf(lines.map(headerIn));
  const body = buffer.subarray(headEnd);
  const isChunked = headers.some(([name, value]) => name === "transfer-encoding" && /\bchunked\b/i.test(value));
  const { body: joined, framing } = isChunked ? joinChunks(body) : { body, framing: "plain" as const };
  return { start, headers, body: new Uint8Array(joined), framing };
}

/** The offset of the body. */
function endOfHead(buffer: Buffer): number | null {
  const ends = [buffer.indexOf("\r\n\r\n"), buffer.indexOf("\n\n")];
  const [crlf = -1, lf = -1] = ends;
  if (crlf !== -1 && (lf === -1 || crlf < lf)) return crlf + 4;
  return lf === -1 ? null : lf + 2;
}

function headerIn(line: string): readonly [string, string] {
  const colon = Math.max(line.indexOf(":"), 0);
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** Decodes the chunked transfer coding (RFC 9112, 7.1). Ignores extensions and trailers. */
function joinChunks(bytes: Buffer): { readonly body: Buffer; readonly framing: RawMessage["framing"] } {
  const pieces: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    const line = bytes.toString("latin1", at, lineEnd === -1 ? at : Math.min(lineEnd, at + 256));
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
    if (size === undefined && at === 0) return { body: bytes, framing: "unframed" };
    if (size === undefined) return { body: Buffer.concat(pieces), framing: "cut" };
    const length = Number.parseInt(size, 16);
    if (length === 0) return { body: Buffer.concat(pieces), framing: "chunked" };
    const end = lineEnd + 2 + length;
    pieces.push(bytes.subarray(lineEnd + 2, end));
    if (bytes.toString("latin1", end, end + 2) !== "\r\n") return { body: Buffer.concat(pieces), framing: "cut" };
    at = end + 2;
  }
}
