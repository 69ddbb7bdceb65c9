import { type Server, ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Door } from "../../../adapters/door.js";
import { doorOf } from "../doors.js";
import { rawRefusal } from "../refusals.js";
import { pathOf } from "../routes.js";

/**
 * Answers clients whose bytes are no HTTP/1.1 request, in the words of the API that the request names, else in OpenAI's: with a status
 * where they can read it, and with GOAWAY (HTTP_1_1_REQUIRED) where they speak HTTP/2. The log has one line for each kind of client that
 * is set up wrongly, since one that retries would fill it. A reply under way is only cut: a second one inside it would be read as part of
 * it.
 */
export function refuseUnreadable(server: Server, log: (line: string) => void): void {
  const said = new Set<string>();
  server.on("clientError", (error: ClientError, socket) => {
    const refusal = refusalOf(error, doorOf(pathIn(socket, error), {}).door);
    if (refusal === null || isReplying(socket) || !socket.writable) return void socket.destroy();
    if (refusal.line !== null && !said.has(refusal.line)) {
      said.add(refusal.line);
      log(refusal.line);
    }
    endWith(socket, refusal.bytes);
  });
}

/**
 * Whether the head of a reply was sent and its end was not. The reply stands in a member of the socket that Node's own handler reads
 * too; a WeakMap of them kept each alive until the next one of its connection, and had to be looked through for every collection.
 */
function isReplying(socket: Duplex): boolean {
  const reply = replyOf(socket);
  return reply?.headersSent === true && !reply.writableFinished;
}

function replyOf(socket: Duplex): ServerResponse | null {
  const reply = "_httpMessage" in socket ? socket._httpMessage : null;
  return reply instanceof ServerResponse ? reply : null;
}

/** The path of the request that broke off, else the one in the bytes that are no request; "": none. */
function pathIn(socket: Duplex, { rawPacket }: ClientError): string {
  const line = /^[A-Z]+ (\S+) HTTP\//.exec(rawPacket?.toString("latin1", 0, 300) ?? "");
  return pathOf(replyOf(socket)?.req.url ?? line?.[1] ?? "");
}

type ClientError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

/** `line`: for the log; null: none. */
type Refusal = { readonly bytes: Uint8Array | string; readonly line: string | null };

/** null: the client has left. */
function refusalOf({ code = "", message, rawPacket }: ClientError, door: Door): Refusal | null {
  const answer = (status: number, said: string) => answerOf(door, status, said);
  switch (code) {
    case "HPE_PAUSED_H2_UPGRADE":
      return { bytes: http11Required, line: http2Line };
    case "HPE_HEADER_OVERFLOW":
      return { bytes: answer(431, "the headers of the request are too large"), line: null };
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return { bytes: answer(413, "the chunk extensions of the request are too large"), line: null };
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return { bytes: answer(408, "the request took too long to arrive"), line: null };
    default:
      if (!code.startsWith("HPE_")) return null;
      // A TLS handshake begins with this byte (RFC 8446, section 5.1).
      if (rawPacket?.[0] === 0x16) return { bytes: answer(400, tlsText), line: `a client began with TLS: ${tlsText}` };
      return { bytes: answer(400, `this is not an HTTP/1.1 request (${message})`), line: null };
  }
}

const tlsText =
  "this port speaks plain HTTP; use http:// in the client's URL, or put a proxy with TLS in front of the router";
const http2Text = "this port speaks HTTP/1.1; set the client to it, or put a proxy in front of the router";
const http2Line = `a client spoke HTTP/2: ${http2Text}`;

function answerOf(door: Door, status: number, message: string): string {
  return rawRefusal({ status, code: "unreadable_request", message }, STATUS_CODES[status] ?? "Refused", door);
}

/** The error code by which an HTTP/2 server asks for HTTP/1.1 (RFC 9113, section 7). */
const http11RequiredCode = 0xd;

/** An empty SETTINGS frame, which a server must send first, and GOAWAY with the reason as debug data (RFC 9113, 6.5 and 6.8). */
const http11Required = Buffer.concat([
  frame(0x4, Buffer.of()),
  frame(0x7, Buffer.concat([Buffer.of(0, 0, 0, 0, 0, 0, 0, http11RequiredCode), Buffer.from(http2Text)])),
]);

/** A frame of stream 0 without flags. */
function frame(type: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  return Buffer.concat([head, payload]);
}

/** How long a refused client may keep its side open, in milliseconds. */
const lingerMs = 1_000;

function endWith(socket: Duplex & { setTimeout?: (ms: number) => unknown }, bytes: Uint8Array | string): void {
  // Node closes a socket of a server that has been idle for so long.
  socket.setTimeout?.(lingerMs);
  socket.end(bytes);
}
