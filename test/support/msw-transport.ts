import { randomUUID } from "node:crypto";
import type { HttpHandler } from "msw";
// Not from "msw", which also loads the GraphQL parser; that takes as long as the rest of MSW.
import { http } from "msw/core/http";
import { type Transport, TransportError } from "../../src/wire/exchange.js";
import { asResponse, readRequest, transportOf } from "../../src/wire/transport/faces.js";
import type { Replay } from "../../src/wire/transport/replay.js";

/**
 * MSW handlers (one, for every request) that answer from a replay, for `setupServer(...replayHandlers(replay))`.
 * Bodies keep their recorded chunks, break where they broke, and end at once when the request aborts. A recorded refusal
 * or reset before the headers is a network error. A request without a recording throws a `replay-miss` inside the handler:
 * MSW prints it and answers 500.
 * MSW 2 sees neither HTTP/2 (the AWS SDK's default) nor npm's own undici: give such clients another handler.
 */
export function replayHandlers(replay: Replay): HttpHandler[] {
  return [
    answerAll(replay, (fault) => {
      if (fault.kind === "replay-miss") throw fault;
      return Response.error();
    }),
  ];
}

/**
 * A replay as a transport whose `fetch` face goes through MSW (its handler is run directly; nothing global is patched) and whose
 * `exchange` face reads the replay itself. The `fetch` face rejects with the recorded {@link TransportError}, and with
 * the signal's reason once that is aborted.
 */
export function mswTransport(replay: Replay): Transport {
  const handler = answerAll(replay, (fault) => {
    throw fault;
  });
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init?.body instanceof ReadableStream ? { ...init, duplex: "half" } : init);
    try {
      const answer = await handler.run({ request, requestId: randomUUID() });
      if (answer?.response !== undefined) return answer.response;
    } catch (thrown) {
      throw request.signal.aborted ? request.signal.reason : thrown;
    }
    throw new TransportError("replay-miss", `MSW gave no response to ${request.method} ${request.url}`);
  };
  const { exchange, close } = transportOf(replay.exchange);
  return { exchange, fetch, close };
}

/** The handler for every request; `refuse` gives the response for a request without a recorded response. */
function answerAll(replay: Replay, refuse: (fault: TransportError) => Response): HttpHandler {
  return http.all(
    () => true,
    async ({ request: incoming }) => {
      const { request, signal } = await readRequest(incoming, undefined);
      try {
        return asResponse(await replay.exchange(request, signal), signal);
      } catch (thrown) {
        if (thrown instanceof TransportError) return refuse(thrown);
        throw thrown;
      }
    },
  );
}
