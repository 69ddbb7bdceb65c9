import type OpenAI from "openai";
import type { StopSignal } from "../../chat/stop-signal.js";
import { type Transport, TransportError, type WireHeaders } from "../../wire/exchange.js";
import type { WatchedExchange } from "../../wire/transport/watch.js";
import type { Connection } from "../adapter.js";
import { authorize, scopeOf } from "../bedrock/bedrock-auth.js";
import { endpointOf } from "./endpoint.js";
import type { SdkDoor } from "./sdk-speech.js";

/** The largest delay that a timer accepts: longer than any deadline of ours. */
export const neverMs = 2_147_483_647;

/** OpenAI's SDK (`openai` 6), without its retries and its timeout. It is imported here, on first use. */
export const openAiDoor: SdkDoor<OpenAI> = {
  open: async (connection) => {
    const { default: Client } = await import("openai");
    return openClient(Client, connection, endpointOf(connection));
  },
  authorized,
};

function openClient(
  Client: typeof OpenAI,
  { credentials }: Connection,
  baseURL: string,
): (transport: Transport) => OpenAI {
  const apiKey = credentials.kind === "bearer" ? credentials.token : "recorded";
  return (transport) =>
    new Client({
      apiKey,
      baseURL,
      organization: null,
      project: null,
      maxRetries: 0,
      timeout: neverMs,
      logLevel: "off",
      fetch: transport.fetch,
    });
}

/** Signs below the SDK and replaces its `authorization` header, so the SDK can work with a placeholder key. */
function authorized({ transport, credentials, target }: Connection, added: WireHeaders): Transport {
  return {
    ...transport,
    exchange: async (request, signal) => {
      const headers = [...request.headers.filter(([name]) => name !== "authorization"), ...added];
      const signed = await authorize({ ...request, headers }, scopeOf(target, credentials));
      return transport.exchange(signed, signal);
    },
  };
}

/** The exchange of a call whose response headers have arrived. */
export type Watched = WatchedExchange & { readonly status: number };

export function hasStatus(watched: WatchedExchange): watched is Watched {
  return watched.status !== null;
}

/** Throws TypeError when no headers have arrived: the SDK has answered, so they have. */
export function watchedExchange(watched: WatchedExchange | null): Watched {
  if (watched === null || !hasStatus(watched)) throw new TypeError("the SDK answered without an exchange");
  return watched;
}

export function isIterable(result: unknown): result is AsyncIterable<unknown> {
  return typeof result === "object" && result !== null && Symbol.asyncIterator in result;
}

/** The error object of a stream's event, which the SDK throws in place of the event; null for any other error. */
export function errorObjectIn(error: unknown): unknown {
  return error instanceof Error && "error" in error && "status" in error ? (error.error ?? null) : null;
}

/** The error of a call that its caller has ended; null: it has not. */
export function abortOf(signal: Pick<StopSignal, "aborted">): TransportError | null {
  return signal.aborted ? new TransportError("aborted", "the caller ended the call") : null;
}

/** A recorded body as one chunk, which breaks where the exchange did. */
export async function* replay(body: Uint8Array, error: TransportError | null): AsyncGenerator<Uint8Array> {
  yield body;
  if (error !== null) throw error;
}
