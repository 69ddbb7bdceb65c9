import { buildInteraction } from "../build-interaction.js";
import { headersOf } from "../foreign-headers.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { countOf, memberOf, objectOf, textOf } from "../members.js";
import { looksRecorded, recordedJson } from "../recorded-json.js";
import type { RecordingFile } from "../recording-file.js";
import { decodeBase64, storedBody } from "../stored-body.js";

/** Cassettes of Datadog's APM test agent: one JSON object of `request` and `response`, binary bodies as `base64:…`. */
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
  const value = recordedJson(file);
  const request = memberOf(value, "request");
  const response = memberOf(value, "response");
  const url = textOf(memberOf(request, "url"));
  if (url === null) throw new RecordingError({ file: file.name, interaction: 0 }, `the request has no "url"`);
  if (objectOf(response) === null)
    throw new RecordingError({ file: file.name, interaction: 0 }, `"response" is no object`);
  return buildInteraction({
    file: file.name,
    format: "ddapm",
    interaction: 0,
    request: {
      method: textOf(memberOf(request, "method")),
      url,
      headers: headersOf(memberOf(request, "headers")),
      body: bodyOf(memberOf(request, "body"), file.name, "request"),
    },
    response: {
      status: countOf(memberOf(memberOf(response, "status"), "code")),
      headers: headersOf(memberOf(response, "headers")),
      body: bodyOf(memberOf(response, "body"), file.name, "response") ?? new Uint8Array(),
    },
    recordedAt: null,
    losses: [],
    notes: [],
  });
}

function bodyOf(body: unknown, file: string, of: "request" | "response"): Uint8Array | null {
  const text = textOf(body);
  if (text?.startsWith("base64:") === true) return decodeBase64(text.slice(7), { file, interaction: 0, of });
  return storedBody({ stored: body }, { file, interaction: 0, of }).bytes;
}
