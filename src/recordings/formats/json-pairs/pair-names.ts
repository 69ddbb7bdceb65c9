import { type Members, memberOf, objectOf } from "../../members.js";

/**
 * The members in which home-made recorders keep a pair, the usual ones first. Read 2026-11-28 in the recordings of
 * anomalyco/opencode (packages/llm/test/fixtures/recordings) and mastra-ai/mastra (packages/_llm-recorder), and in recorders
 * for C#, Go and Swift, which write names with a capital: those are read as if they had none.
 */
export const sideNames: readonly (readonly [request: string, response: string])[] = [
  ["request", "response"],
  ["req", "res"],
  ["req", "resp"],
  ["httpRequest", "httpResponse"],
  ["http_request", "http_response"],
  ["input", "output"],
];

/** The lists of pairs, to find them in a file whose JSON is damaged; in a whole one, they are found under any name. */
export const listNames = [
  "interactions",
  "recordings",
  "entries",
  "exchanges",
  "calls",
  "requests",
  "log",
  "logs",
  "records",
  "pairs",
  "tapes",
  "fixtures",
];

/** The address of a request: a whole URL, or a path. */
export const addressNames = [
  "absoluteUrl",
  "fullUrl",
  "full_url",
  "url",
  "uri",
  "href",
  "endpoint",
  "path",
  "pathname",
  "target",
];

/** The host of a request that keeps its path apart. */
export const hostNames = ["baseUrl", "base_url", "baseURL", "origin", "host", "hostname"];

export const methodNames = ["method", "verb", "httpMethod", "http_method"];

export const statusNames = ["status", "statusCode", "status_code", "code", "httpStatus", "http_status"];

export const headerNames = ["headers", "rawHeaders", "raw_headers", "header"];

/** Bodies as text, as a JSON value, or in the encoding that stands beside them. */
export const bodyNames = [
  "body",
  "rawBody",
  "raw_body",
  "bodyText",
  "body_text",
  "bodyJson",
  "body_json",
  "postData",
  "payload",
  "data",
  "json",
  "text",
  "content",
];

/** Bodies that are always base64. */
export const base64Names = [
  "bodyBase64",
  "body_base64",
  "bodyAsBase64",
  "base64Body",
  "body_b64",
  "bodyBytes",
  "base64",
  "b64",
];

/** The name of the encoding of a body, beside it. */
export const encodingNames = ["bodyEncoding", "body_encoding", "encoding", "bodyFormat", "body_format"];

/** True beside a body: the body is base64. */
export const base64Flags = ["isBase64", "is_base64", "isBase64Encoded", "bodyIsBase64", "base64Encoded"];

/** The pieces of a streamed body, in order. */
export const chunkNames = ["chunks", "events", "streamChunks", "stream_chunks", "stream", "sse", "frames", "parts"];

/** Milliseconds since the piece before it; mastra's `chunkTimings` count from the response's headers. */
export const gapNames = [
  "chunkTimings",
  "chunk_timings",
  "timings",
  "delays",
  "chunkDelays",
  "chunk_delays",
  "intervals",
];

/** Milliseconds since the request. */
export const arrivalNames = ["arrivals", "arrivalTimes", "offsets", "chunkTimes", "chunk_times", "times", "elapsed"];

/** Points in time: ISO 8601, or milliseconds of the Unix clock. */
export const clockNames = ["timestamps", "chunkTimestamps", "chunk_timestamps"];

/** When the exchange was recorded. */
export const dateNames = [
  "recordedAt",
  "recorded_at",
  "timestamp",
  "startedDateTime",
  "createdAt",
  "loggedDate",
  "created_at",
  "time",
];

/** The time that a whole response took, in milliseconds. */
export const delayNames = ["delay", "delayMs", "delay_ms", "latencyMs", "latency_ms", "durationMs", "duration_ms"];

/** The members of an object, with names in capitals (`Request`, `URL`) as others write them; null: it is none. */
export function membersOf(value: unknown): Members | null {
  const object = objectOf(value);
  if (object === null || !Object.keys(object).some((name) => /^[A-Z]/.test(name))) return object;
  const plain = Object.entries(object).map(([name, one]) => [plainName(name), one] as const);
  return { ...Object.fromEntries(plain), ...object };
}

function plainName(name: string): string {
  return /^[A-Z]+$/.test(name) ? name.toLowerCase() : name.replace(/^[A-Z]/, (first) => first.toLowerCase());
}

/** The first of these members that is there and not null; undefined: none. */
export function firstOf(message: Members, names: readonly string[]): unknown {
  const name = names.find((one) => (memberOf(message, one) ?? null) !== null);
  return name === undefined ? undefined : message[name];
}
