import { spokenApis } from "../../adapters/registry.js";
import { signKinds } from "../../adapters/signs.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { namesOf } from "../../chat/api.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import { type KnownApi, knownApis, type RecordedApi } from "./known-apis.js";

/**
 * Tells a response's API where there is no request: by the members of its JSON, by its first SSE event, or by its event
 * stream's first frame; null: no shape that we know. An InvokeModel body of the families anthropic and nova has its own signs;
 * one of a chat family looks like any chat completion, and is called that.
 */
export function apiOfResponse(
  bytes: Uint8Array,
  contentType: string | null,
  spoken: readonly SpokenApi[] = spokenApis,
): RecordedApi | null {
  if (contentType?.includes("vnd.amazon.eventstream") === true) return frameApi(bytes, spoken);
  const start = Buffer.from(bytes.subarray(0, 64 * 1024))
    .toString("utf8")
    .replace(/^\ufeff/, "");
  if (/^\s*(?::|data:|event:|id:)/.test(start)) return sseApi(start, spoken);
  const body = objectIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  return body === null ? null : jsonApi(body, spoken);
}

/** The API of one JSON response; null: no shape that we know. */
export function jsonApi(body: JsonObject, spoken: readonly SpokenApi[] = spokenApis): RecordedApi | null {
  return surest(body, "reply", knownApis(spoken))?.whole ?? null;
}

/** The API of one JSON payload of a stream; null: no shape that we know. */
export function payloadApi(payload: JsonObject, spoken: readonly SpokenApi[] = spokenApis): RecordedApi | null {
  return surest(payload, "payload", knownApis(spoken))?.streaming ?? null;
}

/** The API with the surest sign; of two that are as sure, the first. */
function surest(body: JsonObject, of: "reply" | "payload", known: readonly KnownApi[]): KnownApi | null {
  for (const kind of signKinds) {
    const found = known.find(({ signs }) => signs[of][kind]?.(body) === true);
    if (found !== undefined) return found;
  }
  return null;
}

/** How the bodies of our APIs begin, for a file whose JSON does not parse: as a JSON reply, as SSE events, as one payload. */
export function damagedStart(of: "reply" | "events" | "payload", spoken: readonly SpokenApi[] = spokenApis): RegExp {
  const starts = spoken.flatMap(({ signs: { damaged } }) => damaged[of]?.source ?? []);
  return new RegExp(starts.length === 0 ? "(?!)" : starts.join("|"));
}

/** True for a stream's API whose events are frames of AWS. */
export function isFramed(api: RecordedApi | null, spoken: readonly SpokenApi[] = spokenApis): boolean {
  return spoken.some((one) => namesOf(one.api)[1] === api && one.api.stream.kind === "aws-event-stream");
}

/** What ends an SSE stream after these payloads; null: nothing does, or the reply has not finished. */
export function endMarkAfter(
  payloads: readonly JsonObject[],
  spoken: readonly SpokenApi[] = spokenApis,
): string | null {
  const marks = spoken.flatMap(({ signs: { endMark } }) => (endMark === null ? [] : [endMark]));
  return marks.find(({ follows }) => payloads.some(follows))?.text ?? null;
}

function sseApi(text: string, spoken: readonly SpokenApi[]): RecordedApi | null {
  for (const line of text.split(/\r?\n/)) {
    const data = /^data: ?(.*)$/.exec(line)?.[1];
    const payload = data === undefined ? null : objectIn(data);
    if (payload !== null) return payloadApi(payload, spoken);
  }
  return null;
}

/** The name of the first event tells an API whose events all have the same one; it stands behind its length. */
function frameApi(bytes: Uint8Array, spoken: readonly SpokenApi[]): RecordedApi | null {
  const start = Buffer.from(bytes.subarray(0, 256)).toString("latin1");
  const framed = spoken.flatMap(({ api }) => (api.stream.kind === "sse" ? [] : [{ api, event: api.stream.onlyEvent }]));
  const found =
    framed.find(({ event }) => event !== null && start.includes(String.fromCharCode(event.length) + event)) ??
    framed.find(({ event }) => event === null);
  return found === undefined ? null : namesOf(found.api)[1];
}

function objectIn(text: string): JsonObject | null {
  const parsed = parseJson(text);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
}
