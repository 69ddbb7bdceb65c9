import { EventStreamCodec } from "@smithy/core/event-streams";
import type { RecordedExchange, WireHeaders } from "../../wire/exchange.js";
import type { AskedExchange } from "./answer.js";

type Ended = Pick<RecordedExchange, "response" | "chunks" | "end" | "error">;

const request = { method: "POST", url: "https://a.test/", headers: [], body: null } as const;

function ended(rest: Ended): AskedExchange {
  const exchange = { startedAt: "2026-11-28T00:00:00.000Z", request, firstByteMs: 1, ...rest };
  return { exchange, isSigned: false };
}

/** An answer with a body. */
export function http(status: number, body: unknown, headers: WireHeaders = []): AskedExchange {
  return ended({
    response: { status, headers: [["content-type", "application/json"], ...headers] },
    chunks: [[1, Buffer.from(typeof body === "string" ? body : JSON.stringify(body))]],
    end: "eof",
    error: null,
  });
}

/** The same answer to a request that was signed. */
export function signed(asked: AskedExchange): AskedExchange {
  return { ...asked, isSigned: true };
}

/** The same answer, broken off. */
export function cut({ exchange, isSigned }: AskedExchange): AskedExchange {
  const error = { kind: "reset", code: "ECONNRESET", message: "the connection broke", deadlineMs: null } as const;
  return { exchange: { ...exchange, end: "reset", error }, isSigned };
}

/** No answer at all. */
export const silent: AskedExchange = ended({
  response: null,
  chunks: [],
  end: "connect-error",
  error: { kind: "refused", code: "ECONNREFUSED", message: "nothing listens", deadlineMs: null },
});

/** A stream of server-sent events. */
export function sse(...data: readonly unknown[]): AskedExchange {
  const text = data.map((one) => `data: ${typeof one === "string" ? one : JSON.stringify(one)}\n\n`).join("");
  return ended({
    response: { status: 200, headers: [["content-type", "text/event-stream"]] },
    chunks: [[1, Buffer.from(text)]],
    end: "eof",
    error: null,
  });
}

const codec = new EventStreamCodec(
  (raw) => Buffer.from(raw as Uint8Array).toString("utf8"),
  (text) => Buffer.from(text, "utf8"),
);

/** An AWS event stream, written by the AWS codec. A type that ends in `Exception` is an exception. */
export function aws(...events: readonly (readonly [type: string, payload: unknown])[]): AskedExchange {
  const frames = events.map(([type, payload]) => {
    const kind = type.endsWith("Exception") ? "exception" : "event";
    return codec.encode({
      headers: {
        ":message-type": { type: "string", value: kind },
        [`:${kind}-type`]: { type: "string", value: type },
      },
      body: Buffer.from(JSON.stringify(payload)),
    });
  });
  return ended({
    response: { status: 200, headers: [["content-type", "application/vnd.amazon.eventstream"]] },
    chunks: [[1, Buffer.concat(frames)]],
    end: "eof",
    error: null,
  });
}
