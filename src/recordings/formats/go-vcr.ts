import { headerOf } from "../../wire/exchange.js";
import { buildInteraction } from "../build-interaction.js";
import { cassetteOf } from "../cassette.js";
import { headersOf } from "../foreign-headers.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { countOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { storedBody } from "../stored-body.js";

/** Cassettes of go-vcr, version 2: `version: 2`, `interactions` with `id`, `request.url`, `response.code`. */
export const goVcr: RecordingFormat = {
  id: "go-vcr",
  title: "go-vcr cassette, version 2 (YAML)",
  detect: (file) => {
    const start = Buffer.from(file.bytes.subarray(0, 4096)).toString("utf8");
    return /^version: 2$/m.test(start) && /^interactions:/m.test(start) && /^ +proto: HTTP\//m.test(start);
  },
  read: (file) => readCassette(file),
};

function* readCassette(file: RecordingFile): Generator<Interaction> {
  const { list, notes, damage } = cassetteOf(file, {
    name: "interactions",
    last: null,
    whole: (one) =>
      memberOf(memberOf(one, "response"), "duration") !== undefined || memberOf(one, "response") === undefined,
  });
  for (const [interaction, one] of list.entries()) {
    yield readInteraction({ file: file.name, interaction, one, notes });
  }
  if (damage !== null) throw damage;
}

function readInteraction({
  file,
  interaction,
  one,
  notes,
}: {
  readonly file: string;
  readonly interaction: number;
  readonly one: unknown;
  readonly notes: readonly string[];
}): Interaction {
  const request = objectOf(memberOf(one, "request"));
  const response = objectOf(memberOf(one, "response"));
  const url = textOf(memberOf(request, "url"));
  if (request === null || url === null) throw new RecordingError({ file, interaction }, `the request has no "url"`);
  if (response === null) throw new RecordingError({ file, interaction }, `"response" is no object`);
  const place = { file, interaction };
  const isUncompressed = response["uncompressed"] === true;
  const body = storedBody({ stored: response["body"] }, { ...place, of: "response" }).bytes ?? new Uint8Array();
  return buildInteraction({
    file,
    format: "go-vcr",
    interaction,
    request: {
      method: textOf(memberOf(request, "method")),
      url,
      headers: headersOf(request["headers"]),
      body: storedBody({ stored: request["body"] }, { ...place, of: "request" }).bytes,
    },
    response: {
      status: countOf(memberOf(response, "code")) ?? leadingCount(textOf(response["status"])),
      headers: headersOf(response["headers"]),
      body,
    },
    recordedAt: null,
    losses: isUncompressed ? ["content-encoding"] : [],
    notes: isUncompressed ? notes : [...notes, ...lengthNotes(response, body)],
  });
}

/** Go notes a body's length apart from the headers, -1 for unknown. */
function lengthNotes(response: Members, body: Uint8Array): readonly string[] {
  const said = countOf(response["content_length"]);
  const isInHeaders = headerOf(headersOf(response["headers"]), "content-length") !== null;
  if (said === null || isInHeaders || said === body.length) return [];
  return [`content_length says ${said}, the stored body has ${body.length} bytes`];
}

/** `status: 200 OK`, where there is no `code`. */
function leadingCount(status: string | null): number | null {
  return countOf(/^\d{3}/.exec(status ?? "")?.[0]);
}
