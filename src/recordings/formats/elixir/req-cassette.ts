import { buildInteraction } from "../../build-interaction.js";
import { exchangeSides } from "../../exchange-sides.js";
import { headersOf } from "../../foreign-headers.js";
import { type BodyPlace, type InteractionPlace, RecordingError, type RecordingFormat } from "../../format.js";
import type { Interaction, Loss } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, textOf } from "../../members.js";
import { looksRecorded } from "../../recorded-json.js";
import { jsonRecords } from "../../records/json-records.js";
import { readRecords } from "../../records/read-records.js";
import { decodeBase64, storedBody } from "../../stored-body.js";

/**
 * Cassettes of Elixir's ReqCassette, version 1.0: bodies by `body_type`, as `body_json`, `body` or `body_blob` (base64). See
 * `ReqCassette.Cassette` and `ReqCassette.BodyType` on hexdocs.pm, v0.6.0, read 2026-11-28.
 */
export const reqCassette: RecordingFormat = {
  id: "req-cassette",
  title: "ReqCassette cassette (JSON)",
  detect: (file) =>
    looksRecorded(file, {
      start: /"interactions"\s*:\s*\[[\s\S]*"body_type"\s*:/,
      shape: (root) => cassetteIn(root) !== null,
    }),
  read: (file) => readRecords(file, jsonRecords(file, ["interactions"]), readInteraction),
};

function cassetteIn(root: unknown): readonly unknown[] | null {
  const list = listOf(memberOf(root, "interactions"));
  const isKnown = list?.some((one) => textOf(memberOf(memberOf(one, "response"), "body_type")) !== null) === true;
  return isKnown ? list : null;
}

function readInteraction(one: unknown, place: InteractionPlace): Interaction {
  const { request, response, url } = exchangeSides(one, place, { url: "uri" });
  const sent = bodyOf(request, { ...place, of: "request" });
  const received = bodyOf(response, { ...place, of: "response" });
  const query = textOf(request["query_string"]) ?? "";
  return buildInteraction({
    ...place,
    format: "req-cassette",
    request: {
      method: textOf(request["method"]),
      url: query === "" || url.includes("?") ? url : `${url}?${query}`,
      headers: headersOf(request["headers"]),
      body: sent.bytes,
    },
    response: {
      status: countOf(response["status"]),
      headers: headersOf(response["headers"]),
      body: received.bytes ?? new Uint8Array(),
    },
    recordedAt: textOf(memberOf(one, "recorded_at")),
    losses: [...sent.losses, ...received.losses],
    notes: [],
  });
}

function bodyOf(
  message: Members,
  place: BodyPlace,
): { readonly bytes: Uint8Array | null; readonly losses: readonly Loss[] } {
  const { body_type: type, body, body_json: json, body_blob: blob } = message;
  if (type === "json") return storedBody({ parsed: json }, place);
  if (type === "blob" && typeof blob === "string") return { bytes: decodeBase64(blob, place), losses: [] };
  if (type !== "text" && type !== undefined)
    throw new RecordingError(place, `body_type ${JSON.stringify(type)} of the ${place.of} is not known`);
  return storedBody({ stored: body === "" && place.of === "request" ? null : body }, place);
}
