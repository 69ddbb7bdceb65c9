import { headerOf } from "../../wire/exchange.js";
import { buildInteraction } from "../build-interaction.js";
import { cassetteOf } from "../cassette.js";
import { exchangeSides } from "../exchange-sides.js";
import { headersOf } from "../foreign-headers.js";
import type { InteractionPlace, RecordingError, RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { countOf, type Members, memberOf, textOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { readRecords } from "../records/read-records.js";
import { storedBody } from "../stored-body.js";

/**
 * Cassettes of go-vcr: `interactions` with `request.url` and `response.code`, behind `version: 2` or, before its third release,
 * `version: 1` (dnaeon/go-vcr `cassette/cassette.go`, read 2026-11-29).
 */
export const goVcr: RecordingFormat = {
  id: "go-vcr",
  title: "go-vcr cassette (YAML)",
  detect: (file) => {
    const start = file.start();
    const isSecond = /^version: 2$/m.test(start) && /^interactions:/m.test(start) && /^ +proto: HTTP\//m.test(start);
    return isSecond || isFirstVersion(file);
  },
  read: (file) => readCassette(file),
};

/** VCR.py writes its version last, but for cassettes that a person sorted: those have a `uri`. */
function isFirstVersion(file: RecordingFile): boolean {
  if (!/^(?:---\s*)?version: 1\s+interactions:\s/.test(file.start())) return false;
  return /^ {4,8}(ur[il]): /m.exec(file.textWithSpoilt())?.[1] !== "uri";
}

function readCassette(file: RecordingFile): Iterable<Interaction | RecordingError> {
  const records = cassetteOf(file, {
    name: "interactions",
    last: null,
    whole: (one) => isWholeResponse(memberOf(one, "response"), file),
  });
  return readRecords(file, records, (one, place) => readInteraction(one, place, records.notes));
}

/** The duration comes last; the oldest cassettes have none, and end with the code. */
function isWholeResponse(response: unknown, file: RecordingFile): boolean {
  const last = isFirstVersion(file) ? "code" : "duration";
  return response === undefined || memberOf(response, last) !== undefined;
}

function readInteraction(one: unknown, place: InteractionPlace, notes: readonly string[]): Interaction {
  const { request, response, url } = exchangeSides(one, place);
  const isUncompressed = response["uncompressed"] === true;
  const sent = storedBody({ stored: request["body"] }, { ...place, of: "request" });
  const received = storedBody({ stored: response["body"] }, { ...place, of: "response" });
  const body = received.bytes ?? new Uint8Array();
  return buildInteraction({
    ...place,
    format: "go-vcr",
    request: {
      method: textOf(request["method"]),
      url,
      headers: headersOf(request["headers"]),
      body: sent.bytes,
    },
    response: {
      status: countOf(response["code"]) ?? leadingCount(textOf(response["status"])),
      headers: headersOf(response["headers"]),
      body,
    },
    recordedAt: null,
    losses: [...sent.losses, ...received.losses, ...(isUncompressed ? (["content-encoding"] as const) : [])],
    notes: isUncompressed || received.losses.length > 0 ? notes : [...notes, ...lengthNotes(response, body)],
  });
}

/** Go stores a body's length separately from the headers; -1: unknown. */
function lengthNotes(response: Members, body: Uint8Array): readonly string[] {
  const declared = countOf(response["content_length"]);
  const isInHeaders = headerOf(headersOf(response["headers"]), "content-length") !== null;
  if (declared === null || isInHeaders || declared === body.length) return [];
  return [`content_length says ${declared}, the stored body has ${body.length} bytes`];
}

/** The status in `status: 200 OK`, for cassettes without `code`. */
function leadingCount(status: string | null): number | null {
  return countOf(/^\d{3}/.exec(status ?? "")?.[0]);
}
