import { buildInteraction } from "../build-interaction.js";
import { cassetteOf, firstJsonRequest } from "../cassette.js";
import { exchangeSides } from "../exchange-sides.js";
import { headersOf } from "../foreign-headers.js";
import { type BodyPlace, type InteractionPlace, RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction, Loss } from "../interaction.js";
import { countOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { readRecords } from "../records/read-records.js";
import { jsonBody, storedBody } from "../stored-body.js";

/**
 * VCR.py cassettes (`interactions:` with `uri` and `body.string`), and those of pydantic-ai, which store JSON bodies parsed
 * (`parsed_body`), without the wire text.
 */
export const vcrpy: RecordingFormat = {
  id: "vcrpy",
  title: "VCR.py cassette (YAML or JSON)",
  detect: (file) =>
    isYamlCassette(file.start()) || textOf(memberOf(firstJsonRequest(file, "interactions"), "uri")) !== null,
  read: (file) => readCassette(file),
};

/** In the files of other recorders, `interactions` follows a version and has a `url`, or begins with other members. */
function isYamlCassette(start: string): boolean {
  const found = /^interactions:\s*(?:#.*\n\s*)*-\s+(?:request|response):/m.exec(start);
  if (found === null) return false;
  return !/^version:/m.test(start.slice(0, found.index)) || (/^ {2,}uri:/m.test(start) && !/^ {2,}url:/m.test(start));
}

function readCassette(file: RecordingFile): Iterable<Interaction | RecordingError> {
  const records = cassetteOf(file, {
    name: "interactions",
    last: "version",
    whole: (one) => isWholeResponse(memberOf(one, "response")),
  });
  return readRecords(file, records, (one, place) => {
    const [request, response] = [memberOf(one, "request"), memberOf(one, "response")];
    return vcrpyInteraction({ ...place, format: "vcrpy", request, response, notes: records.notes });
  });
}

/** VCR.py sorts members, so that a complete response ends with its status, and the status with its message. */
export function isWholeResponse(response: unknown): boolean {
  return memberOf(memberOf(response, "status"), "message") !== undefined;
}

type Pair = InteractionPlace & {
  readonly format: "vcrpy" | "vcrpy-split";
  readonly request: unknown;
  readonly response: unknown;
  readonly notes: readonly string[];
};

/** One interaction with VCR.py's members. `request` and `response` are the values from the file. */
export function vcrpyInteraction({ file, interaction, format, notes, ...record }: Pair): Interaction {
  const place = { file, interaction };
  const { request, response, url } = exchangeSides(record, place, { url: "uri" });
  const sent = bodyOf(request, { ...place, of: "request" });
  const received = bodyOf(response, { ...place, of: "response" });
  if (received.bytes === undefined) throw new RecordingError(place, "the response has no body");
  return buildInteraction({
    ...place,
    format,
    request: {
      method: textOf(request["method"]),
      url,
      headers: headersOf(request["headers"]),
      body: sent.bytes ?? null,
    },
    response: {
      status: statusOf(response, place),
      headers: headersOf(response["headers"]),
      body: received.bytes ?? new Uint8Array(),
    },
    recordedAt: null,
    losses: [...received.losses, ...sent.losses],
    notes,
  });
}

/** VCR.py always writes the status: one that is missing or does not have three digits was cut off. */
function statusOf(response: Members, place: InteractionPlace): number {
  const status = countOf(memberOf(response["status"], "code") ?? response["status_code"]);
  if (status === null || status < 100 || status > 999) {
    throw new RecordingError(place, "the response has no status code");
  }
  return status;
}

/** `bytes` undefined: the member is missing. null: the member is there and records that there was no body. */
function bodyOf(
  message: Members,
  place: BodyPlace,
): { readonly bytes: Uint8Array | null | undefined; readonly losses: readonly Loss[] } {
  if ("parsed_body" in message) return jsonBody(message["parsed_body"], place);
  // The request has the body itself, a response `body.string`; old cassettes `body.base64_string`, or for httpx `content`.
  const { body, content } = message;
  const members = objectOf(body);
  const stored = members === null ? (body ?? content) : "string" in members ? members["string"] : body;
  return stored === undefined ? { bytes: undefined, losses: [] } : storedBody({ stored }, place);
}
