import { type ServedSimulator, serveSimulator } from "../../simulator/serve.js";
import { TransportError } from "../../wire/exchange.js";
import type { RecordedStream } from "./recorded-stream.js";

/** A server that answers every request with one recorded reply. */
export type ServedStream = ServedSimulator & {
  readonly requests: () => number;
  /** Resolves when the server has sent all that it will. */
  readonly sent: Promise<void>;
};

/**
 * Serves a recorded reply on a free loopback port, over HTTP/1.1 and HTTP/2, whatever is asked: its status, its headers without those
 * of the connection, and its chunks as they were cut, with a short pause between them, so that they are not joined. A reply that stalled keeps its connection.
 */
export async function serveStream(stream: RecordedStream): Promise<ServedStream> {
  let requests = 0;
  let tellSent = (): void => undefined;
  const sent = new Promise<void>((resolve) => {
    tellSent = resolve;
  });
  const served = await serveSimulator(
    async (_, signal) => {
      requests += 1;
      return { status: stream.facts.status, headers: stream.headers, chunks: played(stream, signal, tellSent) };
    },
    { port: 0, host: "127.0.0.1" },
  );
  return { ...served, requests: () => requests, sent };
}

/** The pauses of one reply are no longer than this together, in milliseconds. */
const longestMs = 2_000;

/** How long a client has to read the bytes before a break, in milliseconds. */
const readingMs = 250;

type Signal = { readonly aborted: boolean; addEventListener: (type: "abort", listener: () => void) => void };

async function* played({ chunks, facts, error }: RecordedStream, signal: Signal, tellSent: () => void) {
  const betweenMs = Math.min(20, Math.floor(longestMs / Math.max(1, chunks.length)));
  for (const [at, bytes] of chunks.entries()) {
    if (at > 0) await pause(betweenMs);
    yield bytes;
  }
  tellSent();
  if (facts.end === "stall") await aborted(signal);
  if (facts.end === "reset") {
    // A reset overtakes bytes that the client has not read yet.
    await pause(readingMs);
    throw new TransportError(
      error?.kind === "closed" ? "closed" : "reset",
      error?.message ?? "the recorded reply breaks here",
    );
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function aborted(signal: Signal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", resolve);
  });
}
