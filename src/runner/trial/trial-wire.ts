import type { Exchange, RecordedExchange } from "../../wire/exchange.js";
import { type RecordClock, recordExchange, systemClock } from "../../wire/transport/record.js";
import { createReplay, type ReplayOptions } from "../../wire/transport/replay.js";
import { type AttemptSignal, attemptSignal } from "./attempt-signal.js";

/** The wire of one trial: it carries the requests and records the exchanges, one attempt at a time. */
export type TrialWire = {
  readonly exchange: Exchange;
  /** Begins an attempt that aborts with `signal`; returns the signal to send it with. */
  readonly begin: (turn: AttemptPlace, signal: AbortSignal) => AbortSignal;
  /** Ends the attempt and resolves with its recording; null when nothing was sent. A body that does not end in time is aborted. */
  readonly end: () => Promise<RecordedExchange | null>;
  /** Milliseconds from the request to the chunk that is being read; null: none has come, or the bytes are replayed. */
  readonly arrivedMs: () => number | null;
  /** The number of exchanges recorded so far. */
  readonly count: () => number;
};

type AttemptPlace = { readonly step: string; readonly attempt: number };

/** One exchange of a live trial, ready to be written as a fixture. */
export type TakenExchange = AttemptPlace & { readonly exchange: RecordedExchange };

/** How long a body may go on after its reader has stopped, before it is aborted, in milliseconds. */
const graceMs = 1_000;

/**
 * A wire to the services that keeps every exchange. It records to the end of the body even when the client stops reading at
 * the terminal event: the evidence is what the service sent, not what a client chose to read.
 */
export function liveWire(
  exchange: Exchange,
  clock: RecordClock = systemClock,
): TrialWire & { readonly taken: () => readonly TakenExchange[] } {
  const taken: TakenExchange[] = [];
  let place: AttemptPlace = { step: "", attempt: 0 };
  let own: AttemptSignal = attemptSignal(new AbortController().signal);
  let pending: Promise<RecordedExchange> | null = null;
  let arrived: number | null = null;
  return {
    exchange: async (request) => {
      const startedMs = clock.now();
      let close: (recorded: RecordedExchange) => void = () => undefined;
      pending = new Promise((resolve) => {
        close = resolve;
      });
      const response = await recordExchange(exchange, (recorded) => close(recorded), clock)(request, own.signal);
      return {
        ...response,
        chunks: drainedToEnd(noted(response.chunks, () => (arrived = Math.round(clock.now() - startedMs)))),
      };
    },
    begin: (next, signal) => {
      place = next;
      own = attemptSignal(signal);
      pending = null;
      arrived = null;
      return own.signal;
    },
    end: async () => {
      const recorded = pending === null ? null : await withinGrace(pending, own.abort);
      own.release();
      if (recorded === null) return null;
      taken.push({ exchange: recorded, ...place });
      return recorded;
    },
    arrivedMs: () => arrived,
    count: () => taken.length,
    taken: () => taken,
  };
}

async function* noted(chunks: AsyncIterable<Uint8Array>, note: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    note();
    yield chunk;
  }
}

async function* drainedToEnd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = await source.next();
      isOver = next.done === true;
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    isOver = true;
    throw error;
  } finally {
    if (!isOver) void drain(source);
  }
}

async function drain(source: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    while ((await source.next()).done !== true);
  } catch {
    // The recording shows how the body broke; no reader is left.
  }
}

async function withinGrace(pending: Promise<RecordedExchange>, abort: () => void): Promise<RecordedExchange> {
  const timer = setTimeout(abort, graceMs);
  try {
    return await pending;
  } finally {
    clearTimeout(timer);
  }
}

/** A wire that answers from the recordings of one trial, in order, and knows which recording answered. */
export function replayWire(
  recordings: readonly RecordedExchange[],
  options: Pick<ReplayOptions, "rechunk" | "speed" | "timers"> & { readonly from: string },
): TrialWire & { readonly leftovers: () => readonly RecordedExchange[] } {
  const replay = createReplay(recordings, options);
  let before: readonly RecordedExchange[] = recordings;
  let used = 0;
  let own: AttemptSignal | null = null;
  return {
    exchange: replay.exchange,
    begin: (_, signal) => {
      before = replay.leftovers();
      own = attemptSignal(signal);
      return own.signal;
    },
    end: () => {
      own?.release();
      const left = new Set(replay.leftovers());
      const answered = before.find((recording) => !left.has(recording)) ?? null;
      if (answered !== null) used += 1;
      return Promise.resolve(answered);
    },
    arrivedMs: () => null,
    count: () => used,
    leftovers: replay.leftovers,
  };
}
