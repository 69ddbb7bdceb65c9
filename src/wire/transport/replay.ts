import { type Exchange, type RecordedExchange, TransportError } from "../exchange.js";
import { abortFault } from "./fault.js";
import { createMatcher } from "./match.js";
import { playBack } from "./play-back.js";
import { systemTimers, type Timers } from "./timers.js";

/** Options of {@link createReplay}. */
export type ReplayOptions = {
  /** Cut each body into chunks of this many bytes; default: the chunks as recorded. */
  readonly rechunk?: number;
  /** 1 keeps the recorded pace, 2 is twice as fast; default: no waiting at all. */
  readonly speed?: number;
  /** The name of the recordings in messages, such as a file name; default: `the recordings`. */
  readonly from?: string;
  /** Clock and timers for `speed`; default: those of the process. */
  readonly timers?: Timers;
};

/** Recordings that answer requests in place of a service. */
export type Replay = {
  readonly exchange: Exchange;
  /** The recordings that have answered no request, in recorded order. */
  readonly leftovers: () => readonly RecordedExchange[];
};

/**
 * Answers each request from the first unused recording with the same method, decoded path and query, and canonical JSON
 * body (other bodies byte for byte). Each recording answers once. Resets, refusals, deadlines and aborts happen where
 * they were recorded. Opens no socket and changes no recording.
 * A request without a recording rejects with `replay-miss`. Its message has the nearest recording and the differences.
 * Throws `protocol` for a `rechunk` or `speed` that is not a positive number.
 *
 * @example
 * const { entries } = readHar(readFileSync(file, "utf8"), file);
 * const replay = createReplay(entries.map(({ exchange }) => exchange), { from: file });
 * const response = await replay.exchange(request, signal);
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
