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

export function createTrialScope(): TrialScope {
  return {
    exchange: (request, signal) => {
      const exchange = current.getStore();
      if (exchange === undefined) {
        return Promise.reject(new TransportError("protocol", `a request to ${request.url} belongs to no trial`));
      }
      return exchange(request, signal);
    },
    during: (exchange, work) => current.run(exchange, work),
  };
}

/** How a transport is made of an exchange: plain faces, or a `fetch` through MSW. */
export type MakeTransport = (exchange: Exchange) => Transport;
