import { createHash } from "node:crypto";
import type { FrameFact, WireFacts } from "../../../verdict/evidence/material.js";
import type { RecordedExchange } from "../../../wire/exchange.js";
import { framePayload } from "../../../wire/frames/frame-payload.js";
import { framePlaces } from "../../../wire/frames/frame-places.js";
import { isAwsEventStream } from "../../../wire/frames/is-aws-event-stream.js";
import { utf8Text } from "../../../wire/utf8-text.js";

/** One recorded call as facts, its reply decoded anew into frames. */
export function wireFacts(exchange: RecordedExchange): WireFacts {
  const { request, response, startedAt, chunks, end } = exchange;
  const url = new URL(request.url);
  const body = replyBytes(exchange);
  const last = chunks.at(-1)?.[0] ?? exchange.firstByteMs;
  return {
    method: request.method,
    url: `${url.origin}${url.pathname}`,
    host: url.host,
    startedAt,
    endedAt: last === null ? null : new Date(Date.parse(startedAt) + last).toISOString(),
    status: response?.status ?? null,
    headers: response?.headers ?? [],
    end,
    request: factsOf(request.body ?? new Uint8Array()),
    reply: factsOf(body),
    frames: framesOf(body, exchange),
  };
}

/** The whole body of a reply, as far as it arrived. */
export function replyBytes({ chunks }: Pick<RecordedExchange, "chunks">): Buffer {
  return Buffer.concat(chunks.map(([, bytes]) => bytes));
}

function factsOf(bytes: Uint8Array): WireFacts["request"] {
  return { sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function framesOf(body: Buffer, { response }: RecordedExchange): readonly FrameFact[] {
  const headers = response?.headers ?? [];
  const isAws = isAwsEventStream(headers);
  return framePlaces(body, headers).map(({ offset, length, name }) => {
    const bytes = body.subarray(offset, offset + length);
    return { offset, length, name, payload: isAws ? framePayload(bytes) : utf8Text(bytes) };
  });
}
