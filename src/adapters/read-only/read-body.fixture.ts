import type { Api } from "../../chat/api.js";
import { foldAsync } from "../../chat/fold.js";
import type { Reply } from "../../chat/reply.js";
import type { Target } from "../../chat/target.js";
import { noQuirks, unknownCapabilities } from "../../chat/unset.js";
import { noAliases, type Reader } from "../adapter.js";

type Body = { readonly body: string; readonly type?: string; readonly status?: number };

/** The reply that a reader makes of a body. Default: JSON with status 200. */
export function readBody(
  reader: Reader,
  api: Api,
  { body, type = "application/json", status = 200 }: Body,
): Promise<Reply> {
  const response = {
    status,
    headers: [["content-type", type]] as const,
    chunks: (async function* () {
      yield new TextEncoder().encode(body);
    })(),
  };
  const target: Target = {
    ...{ id: "m/p/a", model: "m", provider: "p", api, providerModelId: "m", region: null, upstreamPin: null },
    ...{ upstreamName: null, baseUrl: null, keyVariable: null, auth: "none", signingName: null, extra: {} },
    ...{ capabilities: unknownCapabilities, quirks: noQuirks, price: null, sources: [] },
  };
  return foldAsync(reader.read(response, { target, aliases: noAliases }));
}

/** The events of a stream as SSE, named by their type where they have one. */
export function sse(...events: readonly object[]): string {
  return events
    .map((event) => {
      const name = "type" in event ? `event: ${event.type}\n` : "";
      return `${name}data: ${JSON.stringify(event)}\n\n`;
    })
    .join("");
}
