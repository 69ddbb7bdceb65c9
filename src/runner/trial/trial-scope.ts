import { AsyncLocalStorage } from "node:async_hooks";
import { type Exchange, type Transport, TransportError } from "../../wire/exchange.js";

/** Lets one client serve many trials: each exchange goes to the transport of the trial that asks. */
export type TrialScope = {
  /** An exchange for a client that outlives a trial; outside a trial it rejects. */
  readonly exchange: Exchange;
  /** Runs `work`; each of its exchanges, however deep inside an SDK, goes to `exchange`. */
  readonly during: <T>(exchange: Exchange, work: () => Promise<T>) => Promise<T>;
};

/** One for the whole process: on Node 20 each further AsyncLocalStorage slows every promise. */
const current = new AsyncLocalStorage<Exchange>();

/** A scope for trials that run at the same time. */
export function createTrialScope(): TrialScope {
  return {
    exchange: (request, signal) => toTrial(current.getStore(), request, signal),
    during: (exchange, work) => current.run(exchange, work),
  };
}

/**
 * A scope for trials one after the other, as in a replay: spares every promise the cost of AsyncLocalStorage. `during` rejects
 * with a TypeError when a trial begins before the last one has ended.
 */
export function createSerialScope(): TrialScope {
  let underWay: Exchange | undefined;
  return {
    exchange: (request, signal) => toTrial(underWay, request, signal),
    during: async (exchange, work) => {
      if (underWay !== undefined) throw new TypeError("a trial began before the last one was over");
      underWay = exchange;
      try {
        return await work();
      } finally {
        underWay = undefined;
      }
    },
  };
}

function toTrial(exchange: Exchange | undefined, ...[request, signal]: Parameters<Exchange>): ReturnType<Exchange> {
  if (exchange !== undefined) return exchange(request, signal);
  return Promise.reject(new TransportError("protocol", `a request to ${request.url} belongs to no trial`));
}

/** Makes a transport of an exchange: with the faces of `transportOf`, or in tests with a `fetch` through MSW. */
export type MakeTransport = (exchange: Exchange) => Transport;
