import { buildInteraction } from "../build-interaction.js";
import { cassetteOf, firstJsonRequest } from "../cassette.js";
import { exchangeSides } from "../exchange-sides.js";
import { headersOf } from "../foreign-headers.js";
import { type InteractionPlace, RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { countOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { readRecords } from "../records/read-records.js";
import { storedBody } from "../stored-body.js";

/** Cassettes of Ruby's VCR: `http_interactions`, bodies as `string` (also `!binary`) or `base64_string`. */
export const vcrRuby: RecordingFormat = {
  id: "vcr-ruby",
  title: "Ruby VCR cassette (YAML or JSON)",
  detect: (file) =>
    /^http_interactions:/m.test(file.start()) ||
    textOf(memberOf(firstJsonRequest(file, "http_interactions"), "uri")) !== null,
  read: (file) => readCassette(file),
};

function readCassette(file: RecordingFile): Iterable<Interaction | RecordingError> {
  const records = cassetteOf(file, {
    name: "http_interactions",
    last: "recorded_with",
    whole: (one) => memberOf(one, "recorded_at") !== undefined,
  });
  return readRecords(file, records, (one, place) => readInteraction(one, place, records.notes));
}

function readInteraction(one: unknown, place: InteractionPlace, notes: readonly string[]): Interaction {
  const { request, response, url } = exchangeSides(one, place, { url: "uri" });
  const status = countOf(memberOf(response["status"], "code"));
  if (status === null) throw new RecordingError(place, "the response has no status code");
  const sent = storedBody({ stored: bodyOf(request) }, { ...place, of: "request" });
  const received = storedBody({ stored: bodyOf(response) }, { ...place, of: "response" });
  return buildInteraction({
    ...place,
    format: "vcr-ruby",
    request: {
      method: textOf(request["method"]),
      url,
      headers: headersOf(request["headers"]),
      body: sent.bytes,
    },
    response: {
      status,
      headers: headersOf(response["headers"]),
      body: received.bytes ?? new Uint8Array(),
    },
    recordedAt: textOf(memberOf(one, "recorded_at")),
    losses: [...sent.losses, ...received.losses],
    notes: [...notes, ...encodingNotes("request", request), ...encodingNotes("response", response)],
  });
}

/** `body: {encoding, string}`, `body: {encoding, base64_string}`, the text itself in old cassettes, or the JSON that it is. */
function bodyOf(message: Members): unknown {
  const { body } = message;
  const members = objectOf(body);
  if (members === null) return body;
  return "string" in members && !("base64_string" in members) ? members["string"] : members;
}

/** `ASCII-8BIT` means bytes. VCR also writes it for plain text, which is read unchanged. */
function encodingNotes(of: string, message: Members): readonly string[] {
  const encoding = textOf(memberOf(message["body"], "encoding"));
  const text = textOf(memberOf(message["body"], "string"));
  if (encoding === null || text === null || !/[^\x00-\x7f]/.test(text)) return [];
  if (/^(?:UTF-8|US-ASCII|ASCII-8BIT|BINARY)$/i.test(encoding)) return [];
  return [`the body of the ${of} was in ${encoding} and was converted to UTF-8`];
}
