import type { JsonValue } from "../../chat/json.js";
import { headerOf, type RecordedExchange, type WireHeaders } from "../exchange.js";
import { isDeeperThan, maxJsonDepth } from "../json.js";
import { storedHeaders } from "../secrets/stored-headers.js";
import { storeBody } from "./har-body.js";
import type { DescribeExchange, HarEntry, HarFile } from "./har-file.js";

type Written = { readonly [member: string]: unknown };

/** The JSON document of a recording, its members in the order of the file. `describe` null: no decoded views. */
export function encodeHar({ meta, entries }: HarFile, describe: DescribeExchange | null): Written {
  return {
    log: {
      version: "1.2",
      creator: { name: "llm-parity", version: meta.versions["llm-parity"] ?? "unknown" },
      _parity: {
        formatVersion: meta.formatVersion,
        source: meta.source,
        recordedAt: meta.recordedAt,
        after: meta.after,
        scenario: meta.scenario,
        scenarioVersion: meta.scenarioVersion,
        target: meta.target,
        note: meta.note,
        endpoint: meta.endpoint,
        region: meta.region,
        versions: Object.fromEntries(Object.entries(meta.versions).sort(([a], [b]) => (a < b ? -1 : 1))),
        ...(meta.imported === undefined ? {} : { imported: meta.imported }),
      },
      entries: entries.map((entry) => encodeEntry(entry, describe)),
    },
  };
}

/** The JSON of one entry, as it stands in the list of a recording. `describe` null: no decoded view. */
export function encodeEntry(
  { exchange, trial, step, attempt, client }: HarEntry,
  describe: DescribeExchange | null,
): Written {
  const { startedAt, request, firstByteMs, chunks, end, error } = exchange;
  const time = Math.max(firstByteMs ?? 0, chunks.at(-1)?.[0] ?? 0);
  const wait = Math.min(firstByteMs ?? time, time);
  const events = shallow(describe?.(exchange) ?? null);
  return {
    startedDateTime: startedAt,
    time,
    request: encodeRequest(request),
    response: encodeResponse(exchange),
    cache: {},
    timings: { send: 0, wait, receive: Math.round((time - wait) * 1000) / 1000 },
    _trial: trial,
    _step: step,
    _attempt: attempt,
    _client: client,
    _firstByteMs: firstByteMs,
    _chunks: chunks.map(([arrivalMs, bytes]) => [arrivalMs, bytes.length]),
    _end: end,
    _error:
      error === null
        ? null
        : { kind: error.kind, code: error.code, message: error.message, deadlineMs: error.deadlineMs },
    ...(events === null ? {} : { _events: events }),
  };
}

/** Replaces a view that is nested too deeply to be read again by a remark. The bytes are stored either way. */
function shallow(events: readonly JsonValue[] | null): readonly JsonValue[] | null {
  return isDeeperThan(events, maxJsonDepth - 8) ? ["nested too deeply to be shown"] : events;
}

function encodeRequest({ method, url, headers, body }: RecordedExchange["request"]): Written {
  return {
    method,
    url,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: encodeHeaders(headers),
    queryString: URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [],
    ...(body === null ? {} : { postData: encodePostData(body, headerOf(headers, "content-type")) }),
    headersSize: -1,
    bodySize: body === null ? 0 : body.length,
  };
}

function encodePostData(body: Uint8Array, contentType: string | null): Written {
  const { text, isBase64 } = storeBody(body, contentType);
  const mimeType = contentType ?? "application/octet-stream";
  return { mimeType, text, ...(isBase64 ? { _encoding: "base64" } : {}) };
}

function encodeResponse({ response, chunks }: RecordedExchange): Written {
  const body = Buffer.concat(chunks.map(([, bytes]) => bytes));
  const contentType = response === null ? null : headerOf(response.headers, "content-type");
  const { text, isBase64 } = storeBody(body, contentType);
  return {
    // As browsers write a request without a response. The standard does not define it.
    status: response === null ? 0 : response.status,
    statusText: "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: response === null ? [] : encodeHeaders(response.headers),
    content: {
      size: body.length,
      mimeType: contentType ?? "x-unknown",
      text,
      ...(isBase64 ? { encoding: "base64" } : {}),
    },
    redirectURL: "",
    headersSize: -1,
    bodySize: response === null ? -1 : body.length,
  };
}

function encodeHeaders(headers: WireHeaders): readonly Written[] {
  return storedHeaders(headers).map(([name, value]) => ({ name, value }));
}
