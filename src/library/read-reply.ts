import { noAliases } from "../adapters/adapter.js";
import { readerFor, spokenApi } from "../adapters/registry.js";
import { type Api, apis, isStreaming } from "../chat/api.js";
import type { ChatEvent } from "../chat/event.js";
import { startFold } from "../chat/fold.js";
import type { Reply } from "../chat/reply.js";
import type { Target } from "../chat/target.js";
import { recordedTarget } from "../recordings/identify/recorded-target.js";
import { suggestion } from "../source/suggest.js";
import { TransportError, type WireHeaders } from "../wire/exchange.js";
import { UsageError } from "./usage-error.js";

/** A response as it came from the wire, free of any `content-encoding`; the `Response` of `fetch` is one. It is read once. */
export type ResponseToRead = {
  readonly status: number;
  readonly headers: Iterable<readonly [name: string, value: string]>;
  /** null: there is no body. An iterable that throws is a connection that broke. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | null;
};

export type ReadOptions = {
  /** The wire API that answers. */
  readonly api: Api;
  /** The provider's id of the model that was asked. InvokeModel needs it for a stream: the shape of the body follows from it. */
  readonly model?: string;
  /** Called for each event as its bytes arrive. */
  readonly onEvent?: (event: ChatEvent) => void;
};

/** Reads a response into chat words. */
export async function readReply({ status, headers, body }: ResponseToRead, options: ReadOptions): Promise<Reply> {
  const { api, model, onEvent } = options;
  if (!apis.includes(api)) {
    throw new UsageError(`there is no wire API ${JSON.stringify(api)}`, {
      hint: suggestion(String(api), apis, "APIs"),
    });
  }
  const isGuessed = spokenApi(api).familyOf !== null && model === undefined && !isStreaming(api);
  const whole = isGuessed ? await allOf(chunksOf(body)) : null;
  const target = targetOf(options, () => whole?.text ?? "");
  const chunks = whole === null ? chunksOf(body) : whole.again();
  const reader = await readerFor(api);
  const folding = startFold();
  const response = { status, headers: lowerCased(headers), chunks };
  for await (const event of reader.read(response, { target, aliases: noAliases })) {
    folding.add(event);
    onEvent?.(event);
  }
  return folding.reply();
}

function targetOf(
  { api, model = null }: Pick<ReadOptions, "api"> & { model?: string | null },
  text: () => string,
): Target {
  const identity = { provider: null, providerFrom: null, api, model, region: null, body: null };
  return recordedTarget(identity, { answered: null, responseBody: text, modelName: (id) => id });
}

function lowerCased(headers: ResponseToRead["headers"]): WireHeaders {
  return [...headers].map(([name, value]) => [name.toLowerCase(), value]);
}

async function* chunksOf(body: ResponseToRead["body"]): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  if (typeof body === "string" || body instanceof Uint8Array) {
    yield Buffer.from(body);
    return;
  }
  try {
    yield* body;
  } catch (error) {
    if (error instanceof TransportError) throw error;
    throw new TransportError("reset", error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** A body read to its end, to be read again with the fault that ended it. */
async function allOf(chunks: AsyncIterable<Uint8Array>): Promise<{
  readonly text: string;
  readonly again: () => AsyncIterable<Uint8Array>;
}> {
  const pieces: Uint8Array[] = [];
  let fault: unknown = null;
  try {
    for await (const piece of chunks) pieces.push(piece);
  } catch (error) {
    fault = error;
  }
  return {
    text: Buffer.concat(pieces).toString(),
    again: async function* () {
      yield* pieces;
      if (fault !== null) throw fault;
    },
  };
}
