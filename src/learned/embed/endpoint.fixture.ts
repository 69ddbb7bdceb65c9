import type { Exchange, WireRequest } from "../../wire/exchange.js";

/** An endpoint that answers what `reply` makes of a request's JSON, cut into chunks of seven bytes. */
export function endpoint(
  reply: (body: unknown, request: WireRequest) => { readonly status?: number; readonly body: unknown },
): {
  readonly exchange: Exchange;
  readonly requests: readonly WireRequest[];
} {
  const requests: WireRequest[] = [];
  const exchange: Exchange = async (request) => {
    requests.push(request);
    const { status = 200, body } = reply(JSON.parse(Buffer.from(request.body ?? []).toString()), request);
    const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    return { status, headers: [["content-type", "application/json"]], chunks: inPieces(bytes) };
  };
  return { exchange, requests };
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += 7) yield bytes.subarray(offset, offset + 7);
}
