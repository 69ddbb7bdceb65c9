import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../chat/json.js";
import { decide } from "../../router/choose/decide.js";
import { type Answer, complete } from "../../router/serve/complete.js";
import { type RouterServer, serveRouter } from "../../router/serve/http-server.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { shippedFile } from "../shipped-file.js";
import { type RouterOptions as MadeOf, makeRouter, withAddress } from "./make-router.js";

export type RouterOptions = Pick<MadeOf, "config" | "simulator"> & {
  /** The file of models, targets and facts; default: `scenarios/models.yaml`, or the shipped one. */
  readonly models?: string;
  /** Where keys and proxies are read from; default: `process.env`. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Gets a sentence for each thing that may surprise, such as a matrix that is not there; default: they are lost. */
  readonly onWarning?: (sentence: string) => void;
};

/** Whom a question would go to: `order` is asked until one answers. `excluded`: who is left out, and why. */
export type Route = {
  readonly order: readonly string[];
  readonly reason: string;
  readonly excluded: readonly { readonly model: string; readonly why: string }[];
};

export type RouterHandle = {
  /** The names of its models, in the order of the file. */
  readonly models: readonly string[];
  /**
   * Answers a chat completion request as the server does: whole, or as pieces of server-sent events with `stream: true`. Never
   * rejects for what a client or a service does: that is a status and an error body.
   */
  readonly complete: (body: JsonObject, options?: { readonly signal?: AbortSignal }) => Promise<Answer>;
  /** Whom `auto` would be for a text. Asks no model, except the judge or the embedder of a strategy that has one. */
  readonly route: (text: string, options?: { readonly signal?: AbortSignal }) => Promise<Route>;
  /** Serves it over HTTP, at the address of its file unless another is given. Rejects where the address cannot be had. */
  readonly listen: (options?: ListenOptions) => Promise<RouterServer>;
  /** Ends the connections to the services. Drain its servers first. */
  readonly close: () => Promise<void>;
};

/** `port` 0: any free one. `log`: gets a line for each fault of the router itself. */
export type ListenOptions = {
  readonly host?: string;
  readonly port?: number;
  readonly log?: (line: string) => void;
};

/** Opens a router of its file. */
export function openRouter(given: RouterOptions): RouterHandle {
  const { models = shippedFile("scenarios/models.yaml"), environment = process.env, onWarning = ignore } = given;
  const live = createLiveTransport({ environment });
  const router = makeRouter({ ...given, models, environment, onWarning }, live);
  return {
    models: router.config.models.map(({ name }) => name),
    complete: (body, { signal = never() } = {}) => complete(body, { router, id: randomUUID(), signal }),
    route: async (text, { signal = never() } = {}) => {
      const asked = { named: null, text, streaming: false, exercises: ["chat"] } as const;
      const decided = await decide(asked, router.deciding, signal);
      if ("unknown" in decided) throw new TypeError("no model was named");
      const { order, reason, excluded } = decided;
      return { order, reason, excluded };
    },
    listen: async ({ log = ignore, ...address } = {}) => {
      const served = { ...router, config: withAddress(router.config, address) };
      return serveRouter(() => served, { log });
    },
    close: () => live.close(),
  };
}

function ignore(): void {}

function never(): AbortSignal {
  return new AbortController().signal;
}
