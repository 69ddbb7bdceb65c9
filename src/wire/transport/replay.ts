import { type Exchange, type RecordedExchange, TransportError } from "../exchange.js";
import { abortFault } from "./fault.js";
import { createMatcher } from "./match.js";
import { playBack } from "./play-back.js";
import { systemTimers, type Timers } from "./timers.js";

export type ReplayOptions = {
  /** Cut each body into chunks of this many bytes; default: the chunks as recorded. */
  readonly rechunk?: number;
  /** 1 keeps the recorded pace, 2 is twice as fast; default: no waiting at all. */
  readonly speed?: number;
  /** Where the recordings are from (a file name), for messages. */
  readonly from?: string;
  readonly timers?: Timers;
};

/** Recordings that answer requests in place of a service. */
export type Replay = {
  readonly exchange: Exchange;
  /** The recordings that no request has asked for, in recorded order. */
  readonly leftovers: () => readonly RecordedExchange[];
};

/**
 * Answers each request from the first unused recording with its method, decoded path and query, and canonical JSON body
 * (other bodies byte for byte); each recording answers once. Resets, refusals, deadlines and aborts break where they
 * broke. Opens no socket and changes no recording.
 * A request that nothing answers rejects with `replay-miss`, whose message shows the nearest recording and how it
 * differs.
 */
export function createReplay(recordings: readonly RecordedExchange[], options: ReplayOptions = {}): Replay {
  const matcher = createMatcher(recordings, options.from ?? null);
  const pace = {
    rechunk: positive("rechunk", options.rechunk),
    speed: positive("speed", options.speed),
    timers: options.timers ?? systemTimers,
  };
  const exchange: Exchange = async (request, signal) => {
    if (signal.aborted) throw abortFault(signal);
    return playBack(matcher.take(request), signal, pace);
  };
  return { exchange, leftovers: matcher.leftovers };
}

function positive(name: string, value: number | undefined): number | null {
  if (value === undefined) return null;
  if (value > 0 && Number.isFinite(value)) return value;
  throw new TransportError("protocol", `replay: ${name} must be a positive number, not ${value}`);
}
