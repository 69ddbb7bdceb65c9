import { buildInteraction } from "../../build-interaction.js";
import { exchangeSides } from "../../exchange-sides.js";
import { headersOf } from "../../foreign-headers.js";
import { type BodyPlace, type InteractionPlace, RecordingError, type RecordingFormat } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, textOf } from "../../members.js";
import { looksRecorded } from "../../recorded-json.js";
import { jsonRecords } from "../../records/json-records.js";
import { readRecords } from "../../records/read-records.js";
import { decodeBase64, storedBody } from "../../stored-body.js";

/**
 * Cassettes of Elixir's ExVCR: a JSON list of `request` (with `request_body` or `body`) and `response` (with `status_code` and
 * `type`); a body that is not UTF-8 is an Erlang term in base64 (parroty/exvcr lib/exvcr/json.ex, read 2026-11-28).
 */
export const exvcr: RecordingFormat = {
  id: "exvcr",
  title: "ExVCR cassette (JSON)",
  detect: (file) =>
    looksRecorded(file, {
      start: /^\s*\[\s*\{\s*"request"\s*:\s*\{[\s\S]*"(?:request_body|options)"\s*:/,
      shape: (root) => listOf(root)?.some(isRecord) === true,
    }),
  read: (file) => readRecords(file, jsonRecords(file, []), readInteraction),
};

function isRecord(one: unknown): boolean {
  const [request, response] = [memberOf(one, "request"), memberOf(one, "response")];
  return (
    textOf(memberOf(request, "url")) !== null &&
    (memberOf(request, "options") !== undefined || memberOf(request, "request_body") !== undefined) &&
    memberOf(response, "status_code") !== undefined
  );
}

function readInteraction(one: unknown, place: InteractionPlace): Interaction {
  const { request, response, url } = exchangeSides(one, place);
  const failed = textOf(response["type"]) === "error";
  const body = [request["body"], request["request_body"]].find((stored) => typeof stored === "string" && stored !== "");
  return buildInteraction({
    ...place,
    format: "exvcr",
    request: {
      method: textOf(request["method"]),
      url,
      headers: headersOf(request["headers"]),
      body: storedBody({ stored: body }, { ...place, of: "request" }).bytes,
    },
    response: failed
      ? null
      : {
          status: statusOf(response["status_code"]),
          headers: headersOf(response["headers"]),
          body: responseBody(response, { ...place, of: "response" }),
        },
    recordedAt: null,
    losses: [],
    notes: failed ? [`no response: ${textOf(response["body"]) ?? "an error of the client"}`] : [],
  });
}

/** A number, or, as `httpc` has it, the list of the status line. */
function statusOf(value: unknown): number | null {
  return countOf(listOf(value)?.[1] ?? value);
}

function responseBody({ body, binary }: Members, place: BodyPlace): Uint8Array {
  const text = textOf(body);
  const term = text === null || binary !== true ? null : binaryTerm(text, place);
  if (term !== null) return term;
  if (binary === true) throw new RecordingError(place, "the body of the response is not an Erlang binary in base64");
  return storedBody({ stored: body }, place).bytes ?? new Uint8Array();
}

/** The bytes of a binary in the external term format of Erlang: 131, 109, its length in four bytes, itself. null: another term. */
function binaryTerm(text: string, place: BodyPlace): Uint8Array | null {
  const bytes = decodeBase64(text, place);
  const isBinary = bytes[0] === 131 && bytes[1] === 109 && bytes.length >= 6;
  const length = isBinary ? Buffer.from(bytes).readUInt32BE(2) : -1;
  return bytes.length === 6 + length ? bytes.subarray(6) : null;
}
