import { headerOf, type WireHeaders } from "../../../wire/exchange.js";
import { buildInteraction } from "../../build-interaction.js";
import { headersOf } from "../../foreign-headers.js";
import { type InteractionPlace, RecordingError, type RecordingFormat } from "../../format.js";
import { providerAtHost } from "../../identify/recorded-providers.js";
import type { Interaction } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import type { RecordingFile } from "../../recording-file.js";
import { askedTurns, socketInteraction } from "../../socket/socket-records.js";
import { beginsFlow, netFlows } from "./net-flows.js";

/**
 * Flows of mitmproxy (`.mitm`, `.flow`): one tnetstring a flow, with `request`, `response` and their times in seconds
 * (mitmproxy/mitmproxy mitmproxy/http.py, read 2026-11-28). A WebSocket on which replies were asked for is one exchange a question; another one with a model's
 * provider is named as not read. Flows of other protocols are left out.
 */
export const mitmproxy: RecordingFormat = {
  id: "mitmproxy",
  title: "mitmproxy flows (tnetstrings)",
  detect: (file) => beginsFlow(file.bytes),
  read: (file) => readFlows(file),
};

function* readFlows(file: RecordingFile): Generator<Interaction | RecordingError> {
  // The questions on a socket count as interactions of their own.
  let more = 0;
  for (const [index, flow] of netFlows(file.bytes).entries()) {
    const place = { file: file.name, interaction: index + more };
    if ("fault" in flow) {
      yield new RecordingError(place, flow.fault);
      continue;
    }
    const turns = askedTurns(socketRecord(flow.value)) ?? [];
    for (const [offset, turn] of turns.entries()) {
      yield socketInteraction(turn, { ...place, interaction: place.interaction + offset, format: "mitmproxy" });
    }
    more += Math.max(0, turns.length - 1);
    const found = turns.length > 0 ? null : attempt(() => readFlow(flow.value, place));
    if (found !== null) yield found;
  }
}

/** The messages of a flow's WebSocket as others write them: `[opcode, from the client, content, seconds, …]` each; null: it has none. */
function socketRecord(value: unknown): Members | null {
  const messages = listOf(memberOf(memberOf(value, "websocket"), "messages"));
  const request = objectOf(memberOf(value, "request"));
  if (messages === null || request === null) return null;
  return { url: urlOf(request), messages: messages.map(messageOf) };
}

function messageOf(value: unknown): Members {
  const [, isFromClient, content, time] = listOf(value) ?? [];
  const direction = typeof isFromClient === "boolean" ? (isFromClient ? "client" : "server") : null;
  return { direction, text: wordOf(content), time };
}

function attempt(read: () => Interaction | null): Interaction | RecordingError | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RecordingError) return error;
    throw error;
  }
}

/** null: a flow of another protocol. */
function readFlow(value: unknown, place: InteractionPlace): Interaction | null {
  const flow = objectOf(value);
  if (flow === null) throw new RecordingError(place, "not a flow");
  if (wordOf(flow["type"]) !== "http") return null;
  const request = objectOf(flow["request"]);
  if (request === null) throw new RecordingError(place, `"request" is not an object`);
  const started = secondsOf(request["timestamp_start"]);
  const { response, notes } = responseOf(flow, started);
  const url = urlOf(request);
  if (isSocketOfProvider(flow, url))
    throw new RecordingError(place, "a WebSocket connection: its messages are not read");
  return buildInteraction({
    ...place,
    format: "mitmproxy",
    request: {
      method: wordOf(request["method"]),
      url,
      headers: headersIn(request),
      body: bytesOf(request["content"]),
    },
    response,
    recordedAt: started === null ? null : new Date(started * 1000).toISOString(),
    losses: [
      ...(response !== null && !(response.body instanceof Uint8Array) ? (["chunk-boundaries"] as const) : []),
      ...(request["content"] === null ? (["request-body"] as const) : []),
    ],
    notes,
  });
}

type Answer = {
  readonly response: Parameters<typeof buildInteraction>[0]["response"];
  readonly notes: readonly string[];
};

function responseOf(flow: Members, startedS: number | null): Answer {
  const response = objectOf(flow["response"]);
  const error = textOf(memberOf(flow["error"], "msg"));
  const broke = error === null ? [] : [`mitmproxy reports an error: ${error}`];
  if (response === null) return { response: null, notes: broke };
  const status = countOf(response["status_code"]);
  const headers = headersIn(response);
  if (status === 101) return { response: null, notes: broke };
  const body = bytesOf(response["content"]);
  // mitmproxy keeps no content of a body that it streamed.
  if (body === null) {
    const notes = [`the body of the response, status ${status ?? "unknown"}, is not in the recording`, ...broke];
    const isError = status !== null && status >= 400;
    return { response: isError ? { status, headers, body: new Uint8Array() } : null, notes };
  }
  const endedS = secondsOf(response["timestamp_end"]);
  const tookMs = startedS === null || endedS === null ? null : (endedS - startedS) * 1000;
  const isTimed = tookMs !== null && tookMs >= 0 && body.length > 0;
  return { response: { status, headers, body: isTimed ? [[tookMs, body]] : body }, notes: broke };
}

/** A proxy sees the connections of every page; only those of a model's provider are missed. */
function isSocketOfProvider(flow: Members, url: string): boolean {
  const isSocket = objectOf(flow["websocket"]) !== null || memberOf(flow["response"], "status_code") === 101;
  return isSocket && URL.canParse(url) && providerAtHost(new URL(url).hostname) !== null;
}

/** The host as the client named it; `host` may be the address that a transparent proxy saw. */
function urlOf(request: Members): string {
  const path = wordOf(request["path"]) ?? "/";
  if (/^https?:\/\//.test(path)) return path;
  const scheme = wordOf(request["scheme"]) ?? "https";
  const port = countOf(request["port"]);
  const authority = wordOf(request["authority"]) ?? "";
  const named = authority === "" ? headerOf(headersIn(request), "host") : authority;
  const isUsual = port === null || port === (scheme === "https" ? 443 : 80);
  const host = named ?? `${wordOf(request["host"]) ?? ""}${isUsual ? "" : `:${port}`}`;
  return `${scheme}://${host}${path}`;
}

function headersIn({ headers }: Members): WireHeaders {
  const pairs = listOf(headers)?.map((pair) => [wordOf(listOf(pair)?.[0]), listOf(pair)?.[1]]);
  return headersOf(pairs);
}

/** Words are bytes or text, as the version of mitmproxy has it. */
function wordOf(value: unknown): string | null {
  return value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : textOf(value);
}

function bytesOf(value: unknown): Uint8Array | null {
  return value instanceof Uint8Array ? value : typeof value === "string" ? new TextEncoder().encode(value) : null;
}

function secondsOf(value: unknown): number | null {
  return typeof value === "number" && value > 0 && value < 1e11 ? value : null;
}
