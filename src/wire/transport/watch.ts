import {
  type Exchange,
  type ExchangeEnd,
  headerOf,
  type Transport,
  type TransportError,
  type WireHeaders,
  type WireResponse,
} from "../exchange.js";
import { type FrameTracker, frameTracker } from "../frames/open-frame.js";
import { transportOf } from "./faces.js";
import { faultOf, isOurs } from "./fault.js";
import { readerLeft } from "./record.js";
import { type ChunksEnd, tapChunks } from "./tap-chunks.js";

/** Facts about an exchange that an SDK does not report. A live view, updated while the body is read. */
export type WatchedExchange = {
  /** null: no response headers have arrived. */
  readonly status: number | null;
  readonly headers: WireHeaders;
  /** The service's request id, from its headers; null when there is none. */
  readonly requestId: string | null;
  /** null: not ended yet. */
  readonly end: ExchangeEnd | null;
  /** The error that broke it; null: none. */
  readonly error: TransportError | null;
  /** Body bytes so far, after content decoding. */
  readonly bodyBytes: number;
  /** The first 64 MiB of the body; empty for an AWS event stream with a success status. */
  readonly body: () => Uint8Array;
  /** True while the body so far ends inside an event-stream frame or a server-sent event. */
  readonly openFrame: boolean;
};

/**
 * The same transport, with a view of its latest exchange. `last` returns null before the first exchange. For one call
 * at a time. `onChunk`: gets every piece of the body as it arrives.
 */
export function watchTransport(
  transport: Transport,
  onChunk: (bytes: Uint8Array) => void = () => {},
): {
  readonly transport: Transport;
  readonly last: () => WatchedExchange | null;
} {
  let latest: Watch | null = null;
  const exchange: Exchange = async (request, signal) => {
    const watch = new Watch();
    latest = watch;
    let response: WireResponse;
    try {
      response = await transport.exchange(request, signal);
    } catch (thrown) {
      watch.broken(faultOf(thrown, signal));
      throw thrown;
    }
    watch.begin(response);
    const chunks = tapChunks(response.chunks, signal, {
      onChunk: (bytes) => {
        watch.add(bytes);
        onChunk(bytes);
      },
      onEnd: (end) => watch.finish(end),
    });
    return { status: response.status, headers: response.headers, chunks };
  };
  return { transport: transportOf(exchange, transport.close), last: () => latest };
}

const maxKeptBytes = 64 * 1024 * 1024;
const requestIdHeaders = ["x-amzn-requestid", "x-request-id", "x-generation-id"];

class Watch implements WatchedExchange {
  status: number | null = null;
  headers: WireHeaders = [];
  end: ExchangeEnd | null = null;
  error: TransportError | null = null;
  bodyBytes = 0;
  private tracker: FrameTracker = frameTracker(null);
  private keeps = false;
  private readonly kept: Uint8Array[] = [];
  private keptBytes = 0;

  get requestId(): string | null {
    for (const name of requestIdHeaders) {
      const value = headerOf(this.headers, name);
      if (value !== null) return value;
    }
    return null;
  }

  get openFrame(): boolean {
    return this.tracker.isOpen();
  }

  body(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.kept));
  }

  begin(response: WireResponse): void {
    const contentType = headerOf(response.headers, "content-type");
    this.status = response.status;
    this.headers = response.headers;
    this.tracker = frameTracker(contentType);
    this.keeps = response.status >= 300 || !/^application\/vnd\.amazon\.eventstream/i.test(contentType ?? "");
  }

  add(bytes: Uint8Array): void {
    this.bodyBytes += bytes.length;
    this.tracker.push(bytes);
    const room = maxKeptBytes - this.keptBytes;
    if (!this.keeps || room <= 0) return;
    this.kept.push(bytes.subarray(0, room));
    this.keptBytes += Math.min(bytes.length, room);
  }

  finish(end: ChunksEnd): void {
    if (end.kind === "eof") this.end = "eof";
    else this.broken(end.kind === "broken" ? end.error : readerLeft());
  }

  broken(error: TransportError): void {
    this.error = error;
    this.end = isOurs(error.kind) ? "client-abort" : this.status === null ? "connect-error" : "reset";
  }
}
