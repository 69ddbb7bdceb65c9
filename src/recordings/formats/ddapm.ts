import { buildInteraction } from "../build-interaction.js";
import { exchangeSides } from "../exchange-sides.js";
import { headersOf } from "../foreign-headers.js";
import type { BodyPlace, RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { countOf, memberOf, textOf } from "../members.js";
import { looksRecorded, recordedJson } from "../recorded-json.js";
import type { RecordingFile } from "../recording-file.js";
import { decodeBase64, type ReadBody, storedBody } from "../stored-body.js";

/** Cassettes of Datadog's APM test agent: one JSON object with `request` and `response`; binary bodies as `base64:…`. */
export const ddapm: RecordingFormat = {
  id: "ddapm",
  title: "Datadog APM test agent cassette (JSON)",
  detect: (file) =>
    looksRecorded(file, {
      start: /^\s*\{\s*"request": ?\{\s*"method": ?"[A-Z]+",\s*"url": ?"/,
      shape: (value) =>
        textOf(memberOf(memberOf(value, "request"), "url")) !== null &&
        textOf(memberOf(memberOf(value, "response"), "body")) !== null &&
        memberOf(memberOf(memberOf(value, "response"), "status"), "code") !== undefined,
    }),
  read: (file) => [readExchange(file)],
};

function readExchange(file: RecordingFile): Interaction {
  const place = { file: file.name, interaction: 0 };
  const { request, response, url } = exchangeSides(recordedJson(file), place);
  const sent = bodyOf(request["body"], { ...place, of: "request" });
  const received = bodyOf(response["body"], { ...place, of: "response" });
  return buildInteraction({
    ...place,
    format: "ddapm",
    request: {
      method: textOf(request["method"]),
      url,
      headers: headersOf(request["headers"]),
      body: sent.bytes,
    },
    response: {
      status: countOf(memberOf(response["status"], "code")),
      headers: headersOf(response["headers"]),
      body: received.bytes ?? new Uint8Array(),
    },
    recordedAt: null,
    losses: [...sent.losses, ...received.losses],
    notes: [],
  });
}

function bodyOf(body: unknown, place: BodyPlace): ReadBody {
  const text = textOf(body);
  if (text?.startsWith("base64:") === true) return { bytes: decodeBase64(text.slice(7), place), losses: [] };
  return storedBody({ stored: body }, place);
}
