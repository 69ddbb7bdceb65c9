import type { Writable } from "node:stream";
import type { Exchange, WireHeaders, WireRequest } from "../../wire/exchange.js";

/** One request and the means to reply to it, whatever the version of HTTP. */
export type Call = {
  readonly method: string;
  /** The request's target: a path with its query, as sent. */
  readonly target: string;
  /** The host that the client asked for; null: it named none. */
  readonly host: string | null;
  readonly headers: WireHeaders;
  readonly incoming: AsyncIterable<Uint8Array>;
  readonly outgoing: Writable;
  /** Sends status and headers at once, so that the client sees a stall in the body as one. */
  readonly writeHead: (status: number, headers: WireHeaders) => void;
  /** Ends the reply as a broken one, in the way that the error says. */
  readonly breakOff: (error: unknown) => void;
};

/** Answers a call by the exchange. Never rejects: an error breaks the call off. */
export async function answerCall(exchange: Exchange, call: Call): Promise<void> {
  const gone = new AbortController();
  call.outgoing.once("close", () => gone.abort());
  if (call.outgoing.destroyed) gone.abort();
  try {
    const { status, headers, chunks } = await exchange(await readRequest(call), gone.signal);
    call.writeHead(status, headers);
    for await (const bytes of chunks) {
      // HTTP/2 ends a reply that has no body, such as one to HEAD, with its headers.
      if (gone.signal.aborted || call.outgoing.writableEnded) return;
      await sent(call.outgoing, bytes);
    }
    call.outgoing.end();
  } catch (error) {
    call.breakOff(error);
  }
}

async function readRequest({ method, target, host, headers, incoming }: Call): Promise<WireRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return { method, url: urlOf(host, target), headers, body: chunks.length === 0 ? null : Buffer.concat(chunks) };
}

/** A host or a target that makes no URL, such as `*`, is replaced: the path decides who answers. */
function urlOf(host: string | null, target: string): string {
  const url = target.startsWith("/") ? `http://${host ?? "localhost"}${target}` : target;
  if (URL.canParse(url)) return url;
  return `http://localhost${target.startsWith("/") ? target : "/"}`;
}

/** Resolves when the bytes have been written to the socket, so that a break cannot overtake them. */
function sent(outgoing: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    outgoing.write(bytes, () => resolve());
  });
}

/** The values of each header, in the order of their first one. */
export function valuesByName(headers: WireHeaders): ReadonlyMap<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}

/** Header pairs of a list in which names and values alternate; HTTP/2's own members, such as `:path`, are left out. */
export function headerPairs(raw: readonly string[]): WireHeaders {
  const pairs: [string, string][] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] ?? "";
    if (!name.startsWith(":")) pairs.push([name.toLowerCase(), raw[at + 1] ?? ""]);
  }
  return pairs;
}
