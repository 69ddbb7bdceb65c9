import { createHash } from "node:crypto";
import { type Api, wholeOf } from "../../chat/api.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import type { ViewedStream } from "../../verdict/client-views/client-views.js";
import { visibleTextOf } from "../../verdict/visible-text.js";
import type { RecordedExchange, WireHeaders } from "../../wire/exchange.js";
import { vendorWord } from "../private/digest-text.js";

/** One recorded reply that clients are given. */
export type RecordedStream = {
  readonly facts: Omit<ViewedStream, "views" | "findings">;
  /** The tools that it calls. */
  readonly tools: readonly string[];
  /** True: nothing of its content may be shown. */
  readonly isPrivate: boolean;
  readonly headers: WireHeaders;
  readonly chunks: readonly Uint8Array[];
  /** Of a broken body, by whom; null: not known. */
  readonly error: RecordedExchange["error"];
};

export type StreamParts = {
  readonly name: string;
  readonly api: Api;
  readonly source: ViewedStream["source"];
  readonly response: { readonly status: number; readonly headers: WireHeaders };
  readonly chunks: readonly Uint8Array[];
  readonly end: RecordedExchange["end"];
  readonly error: RecordedExchange["error"];
  readonly losses: readonly string[];
  readonly isPrivate: boolean;
  /** What our own decoder reads in it. */
  readonly reply: Reply;
};

/** A recorded reply as clients are given it. */
export function recordedStream(parts: StreamParts): RecordedStream {
  const { name, api, source, response, chunks, losses, isPrivate, reply, error } = parts;
  const body = Buffer.concat(chunks);
  const end = parts.end === "eof" ? "eof" : parts.end === "client-abort" ? "stall" : "reset";
  const headers = response.headers.filter(([header]) => !framing.has(header));
  const hasType = headers.some(([header]) => header === "content-type");
  const calls = toolCallsOf(reply);
  const finish = reply.finish?.raw ?? null;
  return {
    facts: {
      ...{ name, api, source, status: response.status, sizeBytes: body.length, end },
      sha256: createHash("sha256").update(body).digest("hex"),
      changed: losses.filter((loss) => changing.has(loss)),
      read: {
        completeness: reply.completeness,
        finish: isPrivate && finish !== null ? vendorWord(finish) : finish,
        outputTokens: reply.usage?.outputTokens ?? null,
        isBlank: calls.length === 0 && visibleTextOf(reply).trim() === "",
      },
    },
    tools: [...new Set(calls.flatMap((call) => call.name ?? []))],
    ...{ isPrivate, chunks, error },
    headers: hasType ? headers : [...headers, ["content-type", typeOf(api)]],
  };
}

/** Headers of one connection, which the server writes itself; a recorded body has no `content-encoding` any more. */
const framing = new Set([
  ...["connection", "content-encoding", "content-length", "keep-alive", "proxy-connection", "trailer"],
  ...["transfer-encoding", "upgrade"],
]);

/** What a recording may have lost so that clients do not get the very reply. */
const changing = new Set([
  "status",
  "response-headers",
  "wire-text",
  "key-order",
  "frames",
  "chunk-boundaries",
  "envelope",
]);

function typeOf(api: Api): string {
  if (!api.endsWith("-stream")) return "application/json";
  return wholeOf(api) === "chat-completions" ? "text/event-stream" : "application/vnd.amazon.eventstream";
}
