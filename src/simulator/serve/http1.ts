import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import { TransportError } from "../../wire/exchange.js";
import { type Call, headerPairs, valuesByName } from "./answer-call.js";

/** What both versions of HTTP do with a request and with a line for the log, and how long a connection may be silent. */
export type Served = {
  readonly answer: (call: Call) => void;
  readonly log: (line: string) => void;
  readonly silentMs: number;
};

/**
 * Serves HTTP/1.1 on the connections that it is given. `Upgrade: h2c` is not taken up: such a request is answered in HTTP/1.1,
 * as RFC 9110, section 7.8, allows.
 */
export function http1Door({ answer, log, silentMs }: Served): (socket: Socket) => void {
  const replies = new WeakMap<object, ServerResponse>();
  // Node's default of 5 s closes a connection in the moment in which a busy client takes it for its next request.
  const server = createServer({ keepAliveTimeout: silentMs }, (request, response) => {
    // The time limit of the first bytes holds until the first request. A reply may stall for longer.
    if (!replies.has(request.socket)) request.socket.setTimeout(0);
    replies.set(request.socket, response);
    answer(callOf(request, response));
  });
  server.on("clientError", (error: ClientError, socket) => {
    const reply = replies.get(socket);
    const isReplying = reply?.headersSent === true && !reply.writableFinished;
    if (!error.code?.startsWith("HPE_") || !socket.writable || isReplying) return void socket.destroy();
    const said = refusalOf(error);
    log(said.text);
    // One that keeps its side open for longer is closed.
    if (socket instanceof Socket) socket.setTimeout(1_000);
    socket.end(textReply(said));
  });
  return (socket) => {
    server.emit("connection", socket);
    // It was paused while its first bytes were read.
    socket.resume();
  };
}

function callOf(request: IncomingMessage, response: ServerResponse): Call {
  return {
    method: request.method ?? "GET",
    target: request.url ?? "/",
    host: request.headers.host ?? null,
    headers: headerPairs(request.rawHeaders),
    incoming: request,
    outgoing: response,
    writeHead: (status, headers) => {
      for (const [name, values] of valuesByName(headers)) response.setHeader(name, values);
      response.statusCode = status;
      response.flushHeaders();
    },
    breakOff: (error) => {
      const { socket } = response;
      if (socket === null || socket.destroyed) return;
      if (error instanceof TransportError && error.kind === "closed") socket.destroy();
      else socket.resetAndDestroy();
    },
  };
}

type ClientError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

type Said = { readonly status: number; readonly text: string };

/** The first byte of a TLS handshake record (RFC 8446, section 5.1). */
const handshake = 0x16;

function refusalOf({ code, message, rawPacket }: ClientError): Said {
  if (code === "HPE_HEADER_OVERFLOW")
    return { status: 431, text: "the headers of a request are too large (limit: 16 KiB)" };
  if (rawPacket?.[0] === handshake) {
    return { status: 400, text: "a client began with TLS, and this port speaks plain HTTP: use http:// in its URL" };
  }
  return {
    status: 400,
    text: `a client sent something that is not HTTP (${message}): use HTTP/1.1, or HTTP/2 without TLS`,
  };
}

function textReply({ status, text }: Said): string {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: text/plain; charset=utf-8",
    `content-length: ${Buffer.byteLength(text)}`,
    "connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${text}`;
}
