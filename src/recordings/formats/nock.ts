import { headerOf, type WireHeaders } from "../../wire/exchange.js";
import { buildInteraction } from "../build-interaction.js";
import { headersOf } from "../foreign-headers.js";
import { type InteractionPlace, RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction, Loss } from "../interaction.js";
import { countOf, listOf, memberOf, textOf } from "../members.js";
import { looksRecorded } from "../recorded-json.js";
import { jsonRecords } from "../records/json-records.js";
import { readRecords } from "../records/read-records.js";
import { storedBody } from "../stored-body.js";

/** Recordings of nock: a JSON list of objects with `scope`, `path`, `body`, `status`, `response`. JSON bodies are parsed. */
export const nock: RecordingFormat = {
  id: "nock",
  title: "nock recording (JSON)",
  detect: (file) =>
    looksRecorded(file, {
      start: /^\s*\[\s*\{\s*"scope": ?"https?:/,
      shape: (value) => {
        const first = listOf(value)?.[0];
        return textOf(memberOf(first, "scope")) !== null && textOf(memberOf(first, "path")) !== null;
      },
    }),
  read: (file) => readRecords(file, jsonRecords(file, []), readInteraction),
};

function readInteraction(one: unknown, place: InteractionPlace): Interaction {
  const scope = textOf(memberOf(one, "scope"));
  const path = textOf(memberOf(one, "path"));
  if (scope === null || path === null) throw new RecordingError(place, `"scope" or "path" is missing`);
  const sent = requestBody(memberOf(one, "body"), place);
  const received = responseBody(one, place);
  return buildInteraction({
    ...place,
    format: "nock",
    request: {
      method: textOf(memberOf(one, "method")),
      // nock writes the default port, which clients leave out.
      url: scope.replace(/^(https:\/\/[^/]+):443$/, "$1").replace(/^(http:\/\/[^/]+):80$/, "$1") + path,
      headers: headersOf(memberOf(one, "reqheaders")),
      body: sent.bytes,
    },
    response: {
      status: countOf(memberOf(one, "status")),
      headers: headersIn(one),
      body: received.bytes,
    },
    recordedAt: null,
    losses: [...sent.losses, ...received.losses],
    notes: [],
  });
}

function headersIn(one: unknown): WireHeaders {
  return headersOf(memberOf(one, "rawHeaders") ?? memberOf(one, "headers"));
}

function requestBody(
  body: unknown,
  place: InteractionPlace,
): { readonly bytes: Uint8Array | null; readonly losses: readonly Loss[] } {
  const of = "request";
  if (body === undefined || body === null || body === "") return { bytes: null, losses: [] };
  return storedBody(typeof body === "string" ? { stored: body } : { parsed: body }, { ...place, of });
}

function responseBody(
  one: unknown,
  place: InteractionPlace,
): { readonly bytes: Uint8Array; readonly losses: readonly Loss[] } {
  const response = memberOf(one, "response");
  const pieces = listOf(response);
  // A compressed body is a list of hex texts, one per chunk; a binary body is a single hex text.
  const isCompressed = headerOf(headersIn(one), "content-encoding") !== null;
  if (memberOf(one, "responseIsBinary") === true || (isCompressed && pieces?.every(isHex) === true)) {
    const hex = pieces?.every(isHex) === true ? pieces.join("") : textOf(response);
    return { bytes: decodeHex(hex, place), losses: [] };
  }
  if (typeof response === "string") return { bytes: new TextEncoder().encode(response), losses: [] };
  if (response === undefined) return { bytes: new Uint8Array(), losses: [] };
  const { bytes, losses } = storedBody({ parsed: response }, { ...place, of: "response" });
  return { bytes: bytes ?? new Uint8Array(), losses };
}

function isHex(value: unknown): value is string {
  return typeof value === "string" && /^(?:[0-9a-f]{2})+$/i.test(value);
}

function decodeHex(text: string | null, place: InteractionPlace): Uint8Array {
  if (text !== "" && !isHex(text)) throw new RecordingError(place, "the body of the response is not valid hex");
  return new Uint8Array(Buffer.from(text, "hex"));
}
