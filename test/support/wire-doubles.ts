import type { StopSignal } from "../../src/chat/stop-signal.js";
import type { Exchange, RecordedExchange, WireHeaders, WireRequest, WireResponse } from "../../src/wire/exchange.js";
import type { Timers } from "../../src/wire/transport/timers.js";

/** A request with a JSON body. */
export function jsonPost(url: string, body: unknown, headers: WireHeaders = []): WireRequest {
  return { method: "POST", url, headers, body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)) };
}

/** A complete recording of a 200, with the given changes. */
export function recording(change: Partial<RecordedExchange> = {}): RecordedExchange {
  return {
    startedAt: "2026-02-10T00:00:00.000Z",
    request: jsonPost("https://service.test/v1/chat", { a: 1 }),
    response: { status: 200, headers: [["content-type", "application/json"]] },
    firstByteMs: 5,
    chunks: [[10, Buffer.from("whole")]],
    end: "eof",
    error: null,
    ...change,
  };
}

/** An exchange that answers 200 with these chunks, and then ends, throws, or hangs until its signal aborts. `left`: the body was cancelled. */
export function scriptedExchange(
  chunks: readonly string[],
  options: { readonly after?: Error | "hang"; readonly headers?: WireHeaders; readonly status?: number } = {},
): Exchange & { readonly left: () => boolean } {
  let left = false;
  const exchange: Exchange = async (_request, signal): Promise<WireResponse> => {
    const waiting = chunks.map((text) => Buffer.from(text, "latin1"));
    const iterator: AsyncIterableIterator<Uint8Array> = {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        const value = waiting.shift();
        if (value !== undefined) return { done: false, value };
        if (options.after === "hang") return hang(signal);
        if (options.after !== undefined) throw options.after;
        return { done: true, value: undefined };
      },
      async return() {
        left = true;
        return { done: true, value: undefined };
      },
    };
    return { status: options.status ?? 200, headers: options.headers ?? [], chunks: iterator };
  };
  return Object.assign(exchange, { left: () => left });
}

/** Waits for the signal and rejects with its reason. */
export function hang(signal: StopSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason));
  });
}

/** A clock that the test advances. */
export type ManualTimers = Timers & {
  readonly advance: (ms: number) => Promise<void>;
  /** The number of timers that neither ran nor were cancelled. */
  readonly pending: () => number;
};

export function manualTimers(): ManualTimers {
  let now = 0;
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  return {
    now: () => now,
    after: (delayMs, run) => {
      const timer = { dueMs: now + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pending: () => timers.size,
    advance: async (ms) => {
      now += ms;
      for (const timer of [...timers].sort((one, other) => one.dueMs - other.dueMs)) {
        if (timer.dueMs > now || !timers.delete(timer)) continue;
        timer.run();
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** Reads a body: its text, and the error that broke it; null for a clean end. */
export async function readBody(response: WireResponse): Promise<{ readonly text: string; readonly error: unknown }> {
  const parts: Uint8Array[] = [];
  try {
    for await (const chunk of response.chunks) parts.push(chunk);
    return { text: Buffer.concat(parts).toString("latin1"), error: null };
  } catch (error) {
    return { text: Buffer.concat(parts).toString("latin1"), error };
  }
}
