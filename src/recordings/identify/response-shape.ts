import { spokenApis } from "../../adapters/registry.js";
import { signKinds } from "../../adapters/signs.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { namesOf } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import { jsonObjectIn } from "../members.js";
import { type KnownApi, knownApis, type RecordedApi } from "./known-apis.js";

/**
 * Identifies the API of a response without its request: by the members of its JSON, its first SSE event, or the first frame
 * of its event stream; null: unknown. InvokeModel bodies of the families anthropic and nova have their own signs; those of a
 * chat family look like a chat completion, and are identified as one.
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
  const body = jsonObjectIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  return body === null ? null : jsonApi(body, spoken);
}

/** The API of one JSON response; null: unknown. */
export function jsonApi(body: JsonObject, spoken: readonly SpokenApi[] = spokenApis): RecordedApi | null {
  return surest(body, "reply", knownApis(spoken))?.whole ?? null;
}

/** The API of one JSON payload of a stream; null: unknown. */
export function payloadApi(payload: JsonObject, spoken: readonly SpokenApi[] = spokenApis): RecordedApi | null {
  return surest(payload, "payload", knownApis(spoken))?.streaming ?? null;
}

/** The API with the strongest sign; of two equally strong ones, the first. */
function surest(body: JsonObject, of: "reply" | "payload", known: readonly KnownApi[]): KnownApi | null {
  for (const kind of signKinds) {
    const found = known.find(({ signs }) => signs[of][kind]?.(body) === true);
    if (found !== undefined) return found;
  }
  return null;
}

/** Matches the start of our APIs' bodies, for a file whose JSON does not parse: a JSON reply, SSE events, or one payload. */
export function damagedStart(of: "reply" | "events" | "payload", spoken: readonly SpokenApi[] = spokenApis): RegExp {
  const starts = spoken.flatMap(({ signs: { damaged } }) => damaged[of]?.source ?? []);
  return new RegExp(starts.length === 0 ? "(?!)" : starts.join("|"));
}

/** True for a streaming API that uses AWS event-stream frames. */
export function isFramed(api: RecordedApi | null, spoken: readonly SpokenApi[] = spokenApis): boolean {
  return spoken.some((one) => namesOf(one.api)[1] === api && one.api.stream.kind === "aws-event-stream");
}

/** The end mark of an SSE stream with these payloads; null: the API has none, or the reply has not finished. */
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
    const payload = data === undefined ? null : jsonObjectIn(data);
    if (payload !== null) return payloadApi(payload, spoken);
  }
  return null;
}

/** Identifies an API whose events all have one name by the first event's name, which follows its length in the frame. */
function frameApi(bytes: Uint8Array, spoken: readonly SpokenApi[]): RecordedApi | null {
  const start = Buffer.from(bytes.subarray(0, 256)).toString("latin1");
  const framed = spoken.flatMap(({ api }) => (api.stream.kind === "sse" ? [] : [{ api, event: api.stream.onlyEvent }]));
  const found =
    framed.find(({ event }) => event !== null && start.includes(String.fromCharCode(event.length) + event)) ??
    framed.find(({ event }) => event === null);
  return found === undefined ? null : namesOf(found.api)[1];
}
