import type { StopSignal } from "../chat/stop-signal.js";

/** HTTP headers in the order sent, names in lower case. A repeated header has one entry for each value. */
export type WireHeaders = readonly (readonly [name: string, value: string])[];

/** One HTTP request, as bytes. */
export type WireRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: WireHeaders;
  readonly body: Uint8Array | null;
};

/**
 * One HTTP response. `chunks` yields the body as it arrives, after any `content-encoding` is decoded. It ends when the
 * body ends cleanly and throws a {@link TransportError} when the body breaks. It can be read once.
 */
export type WireResponse = {
  readonly status: number;
  readonly headers: WireHeaders;
  readonly chunks: AsyncIterable<Uint8Array>;
};

/**
 * The iterator of a body's chunks. `ready`, which not every one has, returns the next step without waiting; null: nothing has arrived
 * yet, or the body broke, and `next` shows which. Awaiting each chunk of those that arrived together costs more than reading it.
 */
export type ChunkIterator = AsyncIterator<Uint8Array> & {
  readonly ready?: () => IteratorResult<Uint8Array, undefined> | null;
};

/**
 * Sends one request and resolves when the response headers arrive. Rejects only with a {@link TransportError}. Follows
 * no redirect and retries nothing.
 *
 * @example
 * const { status, chunks } = await exchange({ method: "GET", url, headers: [], body: null }, new Stop());
 * for await (const bytes of chunks) parser.push(bytes);
 */
export type Exchange = (request: WireRequest, signal: StopSignal) => Promise<WireResponse>;

/** One transport with two equal interfaces: `exchange`, and a `fetch` for the SDKs and MSW. */
export type Transport = {
  readonly exchange: Exchange;
  readonly fetch: typeof globalThis.fetch;
  readonly close: () => Promise<void>;
};

/** Why an exchange broke, one word each. */
export type TransportErrorKind =
  | "dns" // the name did not resolve
  | "refused" // no listener on the port, or the host or network is unreachable
  | "connect-timeout"
  | "tls"
  | "reset" // the connection broke (RST) before or inside the body
  | "closed" // the other side closed the connection before the response was complete
  | "first-byte-timeout" // our deadline for the response headers
  | "idle-timeout" // our deadline between two chunks
  | "total-timeout" // our deadline for the whole exchange
  | "aborted" // the caller's signal
  | "protocol" // not HTTP, or an encoding that does not decode
  | "too-large" // a body of more bytes than we read
  | "replay-miss" // replay: no recording answers this request
  | "fenced"; // replay: code tried to open a socket beyond loopback

/** The error of a broken exchange. `code`: the system's code (`ECONNRESET`); null when there is none. */
export class TransportError extends Error {
  override name = "TransportError" as const;
  readonly kind: TransportErrorKind;
  readonly code: string | null;
  /** The deadline that was missed, in milliseconds; null for any other kind. */
  readonly deadlineMs: number | null;
  constructor(
    kind: TransportErrorKind,
    message: string,
    options: { code?: string | null; deadlineMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.code = options.code ?? null;
    this.deadlineMs = options.deadlineMs ?? null;
  }
}

/** How an exchange ended. `client-abort`: by our signal or one of our deadlines. */
export type ExchangeEnd = "eof" | "reset" | "connect-error" | "client-abort";

/** One exchange as evidence: request, response and every chunk with its arrival in milliseconds since the request. */
export type RecordedExchange = {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly request: WireRequest;
  /** null: no response headers arrived. */
  readonly response: { readonly status: number; readonly headers: WireHeaders } | null;
  /** Milliseconds to the response headers; null when none arrived. */
  readonly firstByteMs: number | null;
  readonly chunks: readonly (readonly [arrivalMs: number, bytes: Uint8Array])[];
  readonly end: ExchangeEnd;
  /** The error, for `reset`, `connect-error` and `client-abort`; null for `eof`. */
  readonly error: {
    readonly kind: TransportErrorKind;
    readonly code: string | null;
    readonly message: string;
    readonly deadlineMs: number | null;
  } | null;
};

/** The first value of a header; null when it is absent. `name` in lower case. */
export function headerOf(headers: WireHeaders, name: string): string | null {
  const found = headers.find(([key]) => key === name);
  return found === undefined ? null : found[1];
}
