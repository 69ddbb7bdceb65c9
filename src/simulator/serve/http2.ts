import {
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import { TransportError, type TransportErrorKind, type WireHeaders } from "../../wire/exchange.js";
import { type Call, headerPairs, valuesByName } from "./answer-call.js";
import type { Served } from "./http1.js";

/** Serves HTTP/2 on a connection; gives what ends it, with GOAWAY and an error for the streams that have no end yet. */
export function serveHttp2(socket: Socket, { answer, log, silentMs }: Served): () => void {
  socket.setTimeout(0);
  // A client that closes its side of an HTTP/2 connection has left it.
  socket.allowHalfOpen = false;
  const session = performServerHandshake(socket);
  const streams = new Set<ServerHttp2Stream>();
  session.once("close", () => socket.destroy());
  endWhenSilent(session, streams, silentMs);
  session.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code?.startsWith("ERR_HTTP2")) log(`an HTTP/2 connection broke the protocol: ${error.message}`);
  });
  session.on("stream", (...[stream, headers, , raw]: Opening) => {
    streams.add(stream);
    stream.once("close", () => streams.delete(stream));
    // A stream that the client cancels fails too: what matters of it is its close.
    stream.on("error", () => undefined);
    if (headers.expect === "100-continue" && !stream.destroyed) stream.additionalHeaders({ ":status": 100 });
    answer(callOf({ stream, headers, raw, socket }));
  });
  return () => endSession(session, streams);
}

type Opening = [stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number, raw: string[]];

/**
 * Ends a session that is silent for so long without a request, or that then does not answer a PING: Node reads no further once it has
 * refused a frame, and so never learns that the client has left.
 */
function endWhenSilent(session: ServerHttp2Session, streams: ReadonlySet<ServerHttp2Stream>, silentMs: number): void {
  let isAsked = false;
  session.setTimeout(silentMs);
  session.on("timeout", () => {
    if (streams.size === 0 || isAsked) return session.destroy();
    isAsked = true;
    session.ping(() => {
      isAsked = false;
    });
    // Any activity starts the time anew; where a client is gone, there is none.
    session.setTimeout(silentMs);
  });
}

function endSession(session: ServerHttp2Session, streams: ReadonlySet<ServerHttp2Stream>): void {
  for (const stream of streams) resetStream(stream);
  session.close();
}

/** Sends RST_STREAM with INTERNAL_ERROR. `close` would end the body cleanly before it. */
function resetStream(stream: ServerHttp2Stream): void {
  stream.destroy(new Error("the reply is broken on purpose"));
}

type Opened = {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly raw: readonly string[];
  readonly socket: Socket;
};

function callOf({ stream, headers, raw, socket }: Opened): Call {
  const authority = headers[":authority"];
  return {
    method: String(headers[":method"] ?? "GET"),
    target: String(headers[":path"] ?? "/"),
    host: authority ?? headers.host ?? null,
    headers: authority === undefined ? headerPairs(raw) : withHost(headerPairs(raw), authority),
    incoming: stream,
    outgoing: stream,
    writeHead: (status, replied) => {
      if (!stream.destroyed) stream.respond({ ":status": status, ...withoutConnection(replied) });
    },
    breakOff: (error) => {
      if (!(error instanceof TransportError) || !ofConnection.has(error.kind)) {
        resetStream(stream);
      } else if (error.kind === "closed") socket.destroy();
      else socket.resetAndDestroy();
    },
  };
}

/** `:authority` becomes the `host` header, and replaces one that was sent (RFC 9113, section 8.3.1). */
function withHost(headers: WireHeaders, authority: string): WireHeaders {
  return [["host", authority], ...headers.filter(([name]) => name !== "host")];
}

/** The faults that end the connection with every stream on it. Any other, such as `reset`, ends its stream alone. */
const ofConnection: ReadonlySet<TransportErrorKind> = new Set(["closed", "refused", "dns", "connect-timeout", "tls"]);

/** Headers that HTTP/2 does not have (RFC 9113, section 8.2.2). */
const connectionHeaders = new Set(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"]);

function withoutConnection(headers: WireHeaders): { readonly [name: string]: string[] } {
  return Object.fromEntries([...valuesByName(headers)].filter(([name]) => !connectionHeaders.has(name)));
}
