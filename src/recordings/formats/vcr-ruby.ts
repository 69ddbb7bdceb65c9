import { buildInteraction } from "../build-interaction.js";
import { cassetteOf, firstJsonRequest, startOf } from "../cassette.js";
import { headersOf } from "../foreign-headers.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { countOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { storedBody } from "../stored-body.js";

/** Cassettes of Ruby's VCR: `http_interactions`, bodies as `string` (also `!binary`) or `base64_string`. */
export const vcrRuby: RecordingFormat = {
  id: "vcr-ruby",
  title: "Ruby VCR cassette (YAML or JSON)",
  detect: (file) =>
    /^http_interactions:/m.test(startOf(file)) ||
    textOf(memberOf(firstJsonRequest(file, "http_interactions"), "uri")) !== null,
  read: (file) => readCassette(file),
};

function* readCassette(file: RecordingFile): Generator<Interaction> {
  const { list, notes, damage } = cassetteOf(file, {
    name: "http_interactions",
    last: "recorded_with",
    whole: (one) => memberOf(one, "recorded_at") !== undefined,
  });
  for (const [interaction, one] of list.entries()) yield readInteraction(one, { file: file.name, interaction, notes });
  if (damage !== null) throw damage;
}

type Place = { readonly file: string; readonly interaction: number; readonly notes: readonly string[] };

function readInteraction(one: unknown, { notes, ...place }: Place): Interaction {
  const { file, interaction } = place;
  const request = objectOf(memberOf(one, "request"));
  const response = objectOf(memberOf(one, "response"));
  const url = textOf(memberOf(request, "uri"));
  if (request === null || url === null) throw new RecordingError({ file, interaction }, `the request has no "uri"`);
  if (response === null) throw new RecordingError({ file, interaction }, `"response" is no object`);
  const status = countOf(memberOf(response["status"], "code"));
  if (status === null) throw new RecordingError({ file, interaction }, "the response has no status code");
  return buildInteraction({
    ...place,
    format: "vcr-ruby",
    request: {
      method: textOf(memberOf(request, "method")),
      url,
      headers: headersOf(request["headers"]),
      body: storedBody({ stored: bodyOf(request) }, { ...place, of: "request" }).bytes,
    },
    response: {
      status,
      headers: headersOf(response["headers"]),
      body: storedBody({ stored: bodyOf(response) }, { ...place, of: "response" }).bytes ?? new Uint8Array(),
    },
    recordedAt: textOf(memberOf(one, "recorded_at")),
    losses: [],
    notes: [...notes, ...encodingNotes("request", request), ...encodingNotes("response", response)],
  });
}

/** `body: {encoding, string}`, `body: {encoding, base64_string}`, or in old cassettes the text itself. */
function bodyOf(message: Members): unknown {
  const { body } = message;
  const kept = objectOf(body);
  if (kept === null) return body;
  return "base64_string" in kept ? kept : kept["string"];
}

/** `ASCII-8BIT` means bytes: VCR writes it also over plain text, which then is what it looks like. */
function encodingNotes(of: string, message: Members): readonly string[] {
  const encoding = textOf(memberOf(message["body"], "encoding"));
  const text = textOf(memberOf(message["body"], "string"));
  if (encoding === null || text === null || !/[^\x00-\x7f]/.test(text)) return [];
  if (/^(?:UTF-8|US-ASCII|ASCII-8BIT|BINARY)$/i.test(encoding)) return [];
  return [`the body of the ${of} was in ${encoding} and is given in UTF-8`];
}
