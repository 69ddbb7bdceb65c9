import { type Api, isStreaming } from "../../chat/api.js";
import type { ChatEvent } from "../../chat/event.js";
import { headerOf, TransportError, type WireHeaders, type WireResponse } from "../../wire/exchange.js";
import type { ReadOptions } from "../adapter.js";
import { classifyResponse, classifyTransport, localFailure, truncatedFailure } from "../classify.js";
import { requestIdOf } from "../request-id.js";
import { readWhole } from "./decode.js";
import { outerEvents, readStream } from "./decode-stream.js";
import type { Family } from "./family.js";
import { familyOf } from "./family-of.js";
import { textOf } from "./wire.js";

/** Our own reading of one response of InvokeModel, whatever its status. Never throws; ends with the reply's end. */
export async function* readResponse(response: WireResponse, options: ReadOptions): AsyncIterable<ChatEvent> {
  if (response.status < 200 || response.status > 299) {
    // A refusal is the service's own body, whatever the family: also of a model that nobody knows.
    yield await refusal(response, options.target.api);
    return;
  }
  const family = familyOf(options.target);
  if (typeof family === "string") {
    yield { kind: "reply-failed", failure: localFailure("harness-fault", family) };
    return;
  }
  const { api } = options.target;
  if (isStreaming(api) && isEventStream(response.headers)) {
    const { status, headers } = response;
    const context = { family, aliases: options.aliases, api, status, requestId: requestIdOf(headers) };
    yield* readStream(outerEvents(response.chunks), context);
    return;
  }
  yield* readBody(response, options, family);
}

async function refusal({ status, headers, chunks }: WireResponse, api: Api): Promise<ChatEvent> {
  const { text } = await collect(chunks);
  return { kind: "reply-failed", failure: classifyResponse({ status, headers, body: text, api }) };
}

/** An event stream by its content type, or a response that does not say what it is. */
export function isEventStream(headers: WireHeaders): boolean {
  const type = headerOf(headers, "content-type");
  return type === null || type.toLowerCase().startsWith("application/vnd.amazon.eventstream");
}

/** A body of a success that is no event stream. */
async function* readBody(response: WireResponse, options: ReadOptions, family: Family): AsyncIterable<ChatEvent> {
  const { status, headers } = response;
  const { target, aliases } = options;
  const requestId = requestIdOf(headers);
  const { text, error } = await collect(response.chunks);
  if (error === null && !isStreaming(target.api)) {
    yield* readWhole({ family, aliases, api: target.api, status, headers, body: text });
    return;
  }
  yield { kind: "reply-start", status, requestId };
  if (error !== null) {
    const where = { phase: "body", afterFinish: false, status, requestId } as const;
    yield { kind: "reply-failed", failure: classifyTransport(error, where) };
  } else if (text === "") {
    const message = "an empty body in place of a stream";
    const failure = truncatedFailure({ afterFinish: false, message, status, requestId, raw: null });
    yield { kind: "reply-failed", failure };
  } else {
    yield { kind: "reply-failed", failure: classifyResponse({ status, headers, body: text, api: target.api }) };
  }
}

/** What came of a body; an error status is read from what there is of it. At most 16 MiB are kept. */
async function collect(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly text: string; readonly error: TransportError | null }> {
  const kept: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > maxBodyBytes) throw new TransportError("protocol", `a reply of more than ${maxBodyBytes} bytes`);
      kept.push(chunk);
    }
  } catch (error) {
    return { text: textOf(Buffer.concat(kept)), error: transportError(error) };
  }
  return { text: textOf(Buffer.concat(kept)), error: null };
}

const maxBodyBytes = 16 * 1024 * 1024;

function transportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  return new TransportError("closed", error instanceof Error ? error.message : String(error), { cause: error });
}
