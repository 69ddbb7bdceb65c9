import { type Exchange, type Transport, TransportError, type WireRequest, type WireResponse } from "../exchange.js";

/**
 * Both faces of one exchange. The `fetch` face differs from the platform's in this: it follows no redirect, a failure
 * before or inside the body is the {@link TransportError} itself, and the headers that describe bytes on the wire
 * (`content-encoding`, `content-length`, …) are gone, since the body is decoded. An abort rejects, or errors the body,
 * with the signal's reason; cancelling the body ends the upstream.
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
 * A response of ours as the platform's, its body read on demand only. Throws `protocol` for a status fetch cannot
 * carry.
 */
export function asResponse(response: WireResponse, signal: AbortSignal): Response {
  const { status } = response;
  if (status < 200 || status > 599) {
    void leave(response.chunks[Symbol.asyncIterator]());
    throw new TransportError("protocol", `the service answered with status ${status}, which is none of HTTP`);
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

/** What a `fetch` was asked for, as one of our requests; without a signal, one that never aborts. */
export async function readRequest(
  input: Parameters<typeof globalThis.fetch>[0],
  init: RequestInit | undefined,
): Promise<{ readonly request: WireRequest; readonly signal: AbortSignal }> {
  if (!(input instanceof Request) && isPlainBody(init?.body)) return readPlain(String(input), init ?? {});
  const asked = input instanceof Request && init === undefined ? input : new Request(input, withDuplex(init));
  const body = asked.body === null ? null : new Uint8Array(await asked.arrayBuffer());
  const request = { method: asked.method, url: asked.url, headers: [...asked.headers], body };
  return { request, signal: asked.signal };
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

/** The shape both SDKs use; goes around `Request`, which costs more than the rest of the exchange. */
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

/** A header value beyond Latin-1 as the bytes it came in, which is how the platform shows it. */
function byteString(value: string): string {
  for (let at = 0; at < value.length; at += 1) {
    if (value.charCodeAt(at) > 0xff) return Buffer.from(value).toString("latin1");
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

/** Ends the upstream. How a body that nobody wants any more ends is nobody's concern. */
async function leave(iterator: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    return;
  }
}
