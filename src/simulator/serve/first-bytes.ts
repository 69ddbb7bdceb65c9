import type { Socket } from "node:net";

/** What a client speaks, by its first bytes. TLS and anything else that is not HTTP/2 goes to HTTP/1.1, which refuses it. */
export type Protocol = "http/1.1" | "http/2";

/** How an HTTP/2 client with prior knowledge begins (RFC 9113, section 3.4). */
const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** The protocol that the first bytes of a connection announce; null: they are too few to tell. */
export function protocolOf(bytes: Uint8Array): Protocol | null {
  const length = Math.min(bytes.length, preface.length);
  for (let at = 0; at < length; at++) if (bytes[at] !== preface[at]) return "http/1.1";
  return length === preface.length ? "http/2" : null;
}

/** Gives a connection and its protocol, once that is known. The bytes that were read are put back. */
export type HandOver = (socket: Socket, protocol: Protocol) => void;

/**
 * Reads the first bytes of a connection. One that ends, or stays silent for `silentMs` milliseconds, before its protocol is
 * known is closed. The socket keeps this time limit.
 */
export function readFirstBytes(socket: Socket, silentMs: number, handOver: HandOver): void {
  let seen: Uint8Array = new Uint8Array();
  const close = () => socket.destroy();
  const read = (bytes: Buffer) => {
    seen = seen.length === 0 ? bytes : Buffer.concat([seen, bytes]);
    const protocol = protocolOf(seen);
    if (protocol === null) return;
    socket.off("data", read).off("end", close).off("timeout", close);
    socket.pause();
    socket.unshift(seen);
    handOver(socket, protocol);
  };
  socket.on("data", read).on("end", close).on("timeout", close).setTimeout(silentMs);
}
