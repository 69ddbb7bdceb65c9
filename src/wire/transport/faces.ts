import { type Exchange, type Transport, TransportError, type WireRequest, type WireResponse } from "../exchange.js";

/**
 * A transport with both interfaces of one exchange. Its `fetch` differs from the platform's: it follows no redirect, a
 * failure before or inside the body is the {@link TransportError} itself, and the headers that describe bytes on the
 * wire (`content-encoding`, `content-length`, …) are removed, because the body is decoded. An abort rejects, or errors
 * the body, with the signal's reason. Cancelling the body ends the upstream. `close` defaults to nothing.
 */
export function transportOf(exchange: Exchange, close: () => Promise<void> = async () => {}): Transport {
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { request, signal } = await readRequest(input, init);
    try {
      return asResponse(await exchange(request, signal), signal);
    } catch (thrown) {
      throw signal.aborted ? signal.reason : thrown;
    }
  };
  return { exchange, fetch, close };
}

/**
 * A {@link WireResponse} as the platform's `Response`. Reads its body only on demand. Throws `protocol` for a status
 * that `Response` cannot have.
 */
export function asResponse(response: WireResponse, signal: AbortSignal): Response {
  const { status } = response;
  if (status < 200 || status > 599) {
    void leave(response.chunks[Symbol.asyncIterator]());
    throw new TransportError("protocol", `the service answered with status ${status}, which is not an HTTP status`);
  }
  const headers = new Headers();
  for (const [name, value] of response.headers) {
    if (!wireOnly.has(name)) headers.append(name, byteString(value));
  }
  if (bodiless.has(status)) {
    void leave(response.chunks[Symbol.asyncIterator]());
    return new Response(null, { status, headers });
  }
  return new Response(bodyStream(response.chunks, signal), { status, headers });
}

/** The arguments of a `fetch` as a {@link WireRequest}. Without a signal, returns one that never aborts. */
export async function readRequest(
  input: Parameters<typeof globalThis.fetch>[0],
  init: RequestInit | undefined,
): Promise<{ readonly request: WireRequest; readonly signal: AbortSignal }> {
  if (!(input instanceof Request) && isPlainBody(init?.body)) return readPlain(String(input), init ?? {});
  const platform = input instanceof Request && init === undefined ? input : new Request(input, withDuplex(init));
  const body = platform.body === null ? null : new Uint8Array(await platform.arrayBuffer());
  const request = { method: platform.method, url: platform.url, headers: [...platform.headers], body };
  return { request, signal: platform.signal };
}

const wireOnly: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
]);

const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

type PlainBody = string | Uint8Array | null | undefined;

function isPlainBody(body: unknown): body is PlainBody {
  return body === undefined || body === null || typeof body === "string" || body instanceof Uint8Array;
}

/** The form that both SDKs use. Avoids `Request`, which costs more than the rest of the exchange. */
function readPlain(url: string, init: RequestInit): { request: WireRequest; signal: AbortSignal } {
  const headers = new Headers(init.headers);
  const body = isPlainBody(init.body) ? init.body : null;
  if (typeof body === "string" && !headers.has("content-type")) headers.set("content-type", "text/plain;charset=UTF-8");
  const bytes = typeof body === "string" ? Buffer.from(body) : (body ?? null);
  const method = init.method === undefined ? "GET" : init.method.toUpperCase();
  const request = { method, url, headers: [...headers], body: bytes };
  return { request, signal: init.signal ?? new AbortController().signal };
}

function withDuplex(init: RequestInit | undefined): RequestInit | undefined {
  return init?.body instanceof ReadableStream ? { ...init, duplex: "half" } : init;
}

/** A header value beyond Latin-1 as its UTF-8 bytes in Latin-1, which is how the platform represents it. */
function byteString(value: string): string {
  for (let index = 0; index < value.length; index += 1) {
    if (value.charCodeAt(index) > 0xff) return Buffer.from(value).toString("latin1");
  }
  return value;
}

function bodyStream(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let onAbort = () => {};
  const settle = () => signal.removeEventListener("abort", onAbort);
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          settle();
          controller.error(signal.reason);
          void leave(iterator);
        };
        if (signal.aborted) onAbort();
        else signal.addEventListener("abort", onAbort);
      },
      async pull(controller) {
        try {
          const step = await iterator.next();
          if (signal.aborted) return;
          if (step.done !== true) return controller.enqueue(step.value);
          settle();
          controller.close();
        } catch (thrown) {
          settle();
          controller.error(signal.aborted ? signal.reason : thrown);
        }
      },
      cancel() {
        settle();
        void leave(iterator);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Ends the upstream. Ignores errors, because the body is no longer read. */
async function leave(iterator: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    return;
  }
}
