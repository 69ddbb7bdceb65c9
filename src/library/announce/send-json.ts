import { setTimeout as pause } from "node:timers/promises";
import { Stop } from "../../chat/stop-signal.js";
import { headerOf, TransportError, type WireHeaders } from "../../wire/exchange.js";
import { createLiveTransport } from "../../wire/transport/live.js";

/** A request with a JSON body, or none. */
export type JsonRequest = {
  readonly method: "GET" | "POST" | "PATCH";
  readonly url: string;
  readonly headers: WireHeaders;
  readonly body: unknown;
};

export type Answered = { readonly status: number; readonly headers: WireHeaders; readonly text: string };

/** `wait`: how a pause is made, for tests; default: time passes. */
export type SendOptions = {
  readonly environment: { readonly [name: string]: string | undefined };
  readonly wait?: (ms: number) => Promise<void>;
};

const tries = 3;
const firstPauseMs = 500;
const longestPauseMs = 60_000;
const deadlines = { firstByteMs: 20_000, idleMs: 20_000, totalMs: 60_000 };

/**
 * Sends a request; three tries where the other side says that it did nothing, or where asking twice does no harm. Throws the last
 * TransportError where no try was answered. Follows no redirect, and goes through the proxy of the environment.
 */
export async function sendJson(request: JsonRequest, { environment, wait = sleep }: SendOptions): Promise<Answered> {
  const transport = createLiveTransport({ environment, maxBodyBytes: 32 * 1024 * 1024 });
  const exchange = transport.within(deadlines);
  try {
    for (let attempt = 1; ; attempt++) {
      const answered = await once(request, exchange).catch((error: unknown) => faultOf(error));
      const pauseMs = pauseAfter(request, answered, attempt);
      if (pauseMs === null || attempt === tries) {
        if (answered instanceof TransportError) throw answered;
        return answered;
      }
      await wait(pauseMs);
    }
  } finally {
    await transport.close();
  }
}

async function once(
  { method, url, headers, body }: JsonRequest,
  exchange: ReturnType<ReturnType<typeof createLiveTransport>["within"]>,
): Promise<Answered> {
  const bytes = body === null ? null : new TextEncoder().encode(JSON.stringify(body));
  const of: WireHeaders = bytes === null ? [] : [["content-type", "application/json; charset=utf-8"]];
  const response = await exchange(
    { method, url, headers: [["user-agent", "llm-parity"], ...of, ...headers], body: bytes },
    new Stop(),
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.chunks) chunks.push(chunk);
  return { status: response.status, headers: response.headers, text: Buffer.concat(chunks).toString("utf8") };
}

function faultOf(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  throw error;
}

/** How long to wait before another try, in milliseconds; null: there is none. */
function pauseAfter({ method }: JsonRequest, answered: Answered | TransportError, attempt: number): number | null {
  const usual = firstPauseMs * 2 ** (attempt - 1);
  if (answered instanceof TransportError) return didNotArrive.has(answered.kind) || method !== "POST" ? usual : null;
  const { status, headers } = answered;
  const retryAfter = headerOf(headers, "retry-after");
  // 403 with it is GitHub's secondary limit (docs.github.com, *Rate limits for the REST API*, read 2026-11-29).
  const didNothing = status === 429 || status === 503 || (status === 403 && retryAfter !== null);
  return didNothing || (status >= 500 && method !== "POST") ? pauseOf(retryAfter, usual) : null;
}

/** Faults before the request could have an effect: to send it again makes no second message. */
const didNotArrive = new Set<TransportError["kind"]>(["dns", "refused", "connect-timeout", "tls"]);

function pauseOf(retryAfter: string | null, usual: number): number | null {
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  if (!Number.isFinite(seconds) || seconds < 0) return usual;
  return seconds * 1_000 > longestPauseMs ? null : seconds * 1_000;
}

async function sleep(ms: number): Promise<void> {
  await pause(ms);
}
