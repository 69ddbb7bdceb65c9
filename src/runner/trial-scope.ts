import { AsyncLocalStorage } from "node:async_hooks";
import { type Exchange, type Transport, TransportError } from "../wire/exchange.js";

/** Lets one client serve many trials: each exchange goes to the transport of the trial that asked. */
export type TrialScope = {
  /** An exchange for a client that outlives a trial; outside of a trial it refuses. */
  readonly exchange: Exchange;
  /** Runs `work`; every exchange it asks for, however deep inside an SDK, goes to `exchange`. */
  readonly during: <T>(exchange: Exchange, work: () => Promise<T>) => Promise<T>;
};

/** One for the process: on Node 20 every further AsyncLocalStorage costs every promise. */
const current = new AsyncLocalStorage<Exchange>();

/** For trials that are under way at once. */
export function createTrialScope(): TrialScope {
  return {
    exchange: (request, signal) => toTrial(current.getStore(), request, signal),
    during: (exchange, work) => current.run(exchange, work),
  };
}

/**
 * For trials one after the other, as a replay makes them: spares every promise the cost of AsyncLocalStorage.
 * Throws a TypeError when a trial begins before the last one is over.
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

/** How a transport is made of an exchange: with the faces of `transportOf`, or in tests with a `fetch` through MSW. */
export type MakeTransport = (exchange: Exchange) => Transport;
