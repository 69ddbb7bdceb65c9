import { headerOf, type WireHeaders } from "../../../wire/exchange.js";
import { buildInteraction } from "../../build-interaction.js";
import { headersOf } from "../../foreign-headers.js";
import { type InteractionPlace, RecordingError, type RecordingFormat } from "../../format.js";
import type { Interaction, Loss } from "../../interaction.js";
import { countOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { readRecords } from "../../records/read-records.js";
import { isAskedTurn, socketInteraction } from "../../socket/socket-records.js";
import { holdsPairs, storedPairs } from "./find-pairs.js";
import { pairBody } from "./pair-body.js";
import { chunkList, pairChunks } from "./pair-chunks.js";
import { dateNames, delayNames, firstOf, headerNames, membersOf, methodNames, statusNames } from "./pair-names.js";
import { sidesOf } from "./pair-sides.js";
import { chunkTimes, clockOf } from "./pair-times.js";
import { pairUrl } from "./pair-url.js";

/**
 * Recordings of home-made recorders, and of php-vcr: pairs of a request and its response in JSON or YAML, in a list or mapping
 * under any name, alone, or one a line.
 */
export const jsonPairs: RecordingFormat = {
  id: "json-pairs",
  title: "pairs of request and response (JSON or YAML of home-made recorders)",
  detect: holdsPairs,
  read: (file) => readRecords(file, storedPairs(file), readPair),
};

function readPair(record: unknown, place: InteractionPlace): Interaction {
  if (isAskedTurn(record)) return socketInteraction(record, { ...place, format: "json-pairs" });
  const sides = sidesOf(record);
  if (sides === null) throw new RecordingError(place, "not a pair of a request and its response");
  const { request, response } = sides;
  const { url, losses: lost } = pairUrl(request);
  const sent = pairBody(request, { ...place, of: "request" });
  const startedMs = clockOf(firstOf(request, dateNames));
  const reply = response === null ? null : replyOf(response, startedMs, place);
  const method = textOf(firstOf(request, methodNames));
  const isBodyLost = sent.bytes === null && method?.toUpperCase() !== "GET";
  return buildInteraction({
    ...place,
    format: "json-pairs",
    request: {
      method,
      url,
      headers: headersIn(request),
      body: sent.bytes?.length === 0 ? null : sent.bytes,
    },
    response: reply,
    recordedAt: dateOf(record, request),
    losses: [...lost, ...sent.losses, ...(isBodyLost ? (["request-body"] as const) : []), ...(reply?.losses ?? [])],
    notes: reply?.notes ?? [],
  });
}

type Reply = {
  readonly status: number | null;
  readonly headers: WireHeaders;
  readonly body: Uint8Array | readonly (readonly [number | null, Uint8Array])[];
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

function replyOf(response: Members, startedMs: number | null, place: InteractionPlace): Reply {
  const headers = headersIn(response);
  const status = statusOf(response);
  const body = { ...place, of: "response" } as const;
  const list = chunkList(response, headers);
  if (list === null) {
    const { bytes, losses } = pairBody(response, body);
    const whole = bytes ?? new Uint8Array();
    const delay = firstOf(response, delayNames);
    const arrivalMs = typeof delay === "number" && Number.isFinite(delay) && delay >= 0 ? delay : null;
    if (arrivalMs === null || whole.length === 0) return { status, headers, body: whole, losses, notes: [] };
    return { status, headers, body: [[arrivalMs, whole]], losses: [...losses, "chunk-boundaries"], notes: [] };
  }
  const { pieces, contentType, losses, notes } = pairChunks(list, { response, headers }, body);
  const times = chunkTimes(response, list, startedMs);
  const timed = pieces.map((bytes, index) => [arrivalAt(times.arrivals, index), bytes] as const);
  return {
    status,
    headers: contentType === null ? headers : withType(headers, contentType),
    body: timed,
    losses: [...losses, ...(times.arrivals === null ? (["arrival-times"] as const) : [])],
    notes: [...notes, ...times.notes],
  };
}

/** An end mark that was added comes with the last recorded chunk. */
function arrivalAt(arrivals: readonly number[] | null, index: number): number | null {
  return arrivals === null ? null : (arrivals[index] ?? arrivals.at(-1) ?? null);
}

function withType(headers: WireHeaders, contentType: string): WireHeaders {
  if (headerOf(headers, "content-type")?.startsWith(contentType) === true) return headers;
  return [...headers.filter(([name]) => name !== "content-type"), ["content-type", contentType]];
}

/** Headers, also in an object of the message's head. */
function headersIn(message: Members): WireHeaders {
  const value = firstOf(message, headerNames);
  return headersOf(memberOf(value, "firstLine") === undefined ? value : memberOf(value, "headers"));
}

function statusOf(response: Members): number | null {
  const value = firstOf(response, statusNames);
  const plain = objectOf(value) === null ? value : memberOf(membersOf(value), "code");
  return countOf(/^\d{3}(?= |$)/.exec(String(plain))?.[0]);
}

function dateOf(record: unknown, request: Members): string | null {
  const value = firstOf(membersOf(record) ?? {}, dateNames) ?? firstOf(request, dateNames);
  const time = clockOf(value);
  if (time === null || time < 1e11 || time > 1e14) return textOf(value);
  return new Date(time).toISOString();
}
