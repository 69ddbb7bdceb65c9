import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import {
  type Exchange,
  headerOf,
  type Transport,
  TransportError,
  type WireHeaders,
  type WireRequest,
  type WireResponse,
} from "../exchange.js";
import type { QueueOptions } from "./chunk-queue.js";
import type { Deadlines } from "./deadline-clock.js";
import { decodeBody, isEncoded } from "./decode-body.js";
import { createDispatchers } from "./dispatchers.js";
import { transportOf } from "./faces.js";
import { abortFault, faultOf } from "./fault.js";
import { queuedChunks } from "./queued-chunks.js";
import { type Received, receive } from "./receive.js";
import { requestTarget } from "./request-target.js";

/** Options of {@link createLiveTransport}. */
export type LiveOptions = {
  /** How long connecting may take, TLS included; default 10,000. */
  readonly connectTimeoutMs?: number;
  /** The largest body, after decoding; default 64 MiB. A larger one is a `too-large` error. */
  readonly maxBodyBytes?: number;
  /** The source of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (either case); default `process.env`. */
  readonly environment?: { readonly [name: string]: string | undefined };
  /** Certificates to trust instead of the built-in authorities, as PEM; default: the built-in ones. */
  readonly certificateAuthority?: string;
};

/**
 * HTTP/1.1 over undici, which is loaded with the first exchange. One request is one attempt: it follows no redirect,
 * retries nothing and sets no time limit but the connect timeout. Decodes gzip, br and deflate. `close` breaks running
 * exchanges.
 *
 * @example
 * const transport = createLiveTransport();
 * const exchange = transport.within({ firstByteMs: 30_000, idleMs: 30_000, totalMs: null });
 * const response = await exchange(request, signal);
 * await transport.close();
 */
export function createLiveTransport(options: LiveOptions = {}): LiveTransport {
  const dispatchers = createDispatchers({
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    environment: options.environment ?? process.env,
    certificateAuthority: options.certificateAuthority ?? null,
  });
  const maxBodyBytes = options.maxBodyBytes ?? 64 * 1024 * 1024;
  const within =
    (deadlines: Deadlines | null): Exchange =>
    async (request, signal) => {
      const options = { signal, maxBodyBytes, deadlines };
      try {
        const origin = originOf(request.url);
        const dispatcher = dispatchers.known(origin) ?? (await dispatchers.forOrigin(origin));
        if (signal.aborted) throw abortFault(signal);
        return responseOf(await receive(dispatcher, dispatchOptions(request, origin), options), options);
      } catch (thrown) {
        throw faultOf(thrown, signal);
      }
    };
  return { ...transportOf(within(null), dispatchers.close), within };
}

/** `within`: the same exchange with deadlines. A missed deadline ends it and is its error, with `deadlineMs`. */
export type LiveTransport = Transport & { readonly within: (deadlines: Deadlines) => Exchange };

function dispatchOptions({ method, url, headers, body }: WireRequest, origin: string): Dispatcher.DispatchOptions {
  return { origin, path: requestTarget(url), method: methodOf(method), headers: sentHeaders(headers), body };
}

function responseOf({ status, headers: raw, chunks }: Received, options: QueueOptions): WireResponse {
  const headers = receivedHeaders(raw);
  const encoding = headerOf(headers, "content-encoding");
  if (!isEncoded(encoding)) return { status, headers, chunks };
  const close = () => void chunks.return?.();
  try {
    const body = decodeBody(Readable.from(chunks), encoding);
    return {
      status,
      headers: headers.filter(([name]) => !ofEncoding.has(name)),
      // The deadlines apply to the bytes on the wire, not to the decoded ones.
      chunks: queuedChunks(body, { ...options, deadlines: null, close }),
    };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** The origins of the URLs so far, which are few. Parsing a URL takes as long as the rest of preparing a request. */
const origins = new Map<string, string>();

function originOf(url: string): string {
  const origin = origins.get(url) ?? readOrigin(url);
  if (origins.size < 1_000) origins.set(url, origin);
  return origin;
}

function readOrigin(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new TransportError("protocol", `not an HTTP address: ${JSON.stringify(url.slice(0, 200))}`);
  }
  return parsed.origin;
}

function methodOf(method: string): Dispatcher.HttpMethod {
  const found = methods.find((known) => known === method.toUpperCase());
  if (found !== undefined) return found;
  throw new TransportError("protocol", `method ${JSON.stringify(method)} is not supported`);
}

const methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"] as const;

/** Headers of the connection, which undici sets itself. */
const ofConnection: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** Headers that no longer hold after the body is decoded. */
const ofEncoding: ReadonlySet<string> = new Set(["content-encoding", "content-length"]);

function sentHeaders(headers: WireHeaders): string[] {
  const flat: string[] = [];
  for (const [name, value] of headers) if (!ofConnection.has(name)) flat.push(name, value);
  return flat;
}

function receivedHeaders(headers: { readonly [name: string]: string | string[] | undefined }): WireHeaders {
  const pairs: [string, string][] = [];
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (typeof value === "string") pairs.push([name, value]);
    else if (value !== undefined) for (const each of value) pairs.push([name, each]);
  }
  return pairs;
}
