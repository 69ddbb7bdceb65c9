import { request as ask, type IncomingMessage } from "node:http";
import { HttpResponse } from "@smithy/core/protocols";
import type { HttpRequest } from "@smithy/types";

/**
 * Has the AWS SDK send over HTTP/1.1 with Node's own client. `fetch` would not do: once a file of the same process has loaded undici
 * 7.30, Node 20.20 refuses the SDK's content-length (2026-11-29).
 */
export const http1Handler = {
  metadata: { handlerProtocol: "http/1.1" },
  handle: async ({ method, hostname, port, path, headers, body }: HttpRequest) => {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = ask({ method, hostname, path, headers, ...(port === undefined ? {} : { port }) }, resolve);
      sent.once("error", reject);
      sent.end(body);
    });
    const named = Object.entries(reply.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const { statusCode = 0 } = reply;
    return { response: new HttpResponse({ statusCode, headers: Object.fromEntries(named), body: reply }) };
  },
};
