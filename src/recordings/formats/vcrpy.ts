import { buildInteraction } from "../build-interaction.js";
import { cassetteOf, firstJsonRequest, startOf } from "../cassette.js";
import { headersOf } from "../foreign-headers.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction, Loss } from "../interaction.js";
import { jsonTextOf } from "../json-text.js";
import { countOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { storedBody } from "../stored-body.js";

/**
 * VCR.py cassettes (`interactions:` with `uri` and `body.string`), and those of pydantic-ai, which keep JSON bodies
 * parsed (`parsed_body`): the same exchange without its wire text.
 */
export const vcrpy: RecordingFormat = {
  id: "vcrpy",
  title: "VCR.py cassette (YAML or JSON)",
  detect: (file) =>
    isYamlCassette(startOf(file)) || textOf(memberOf(firstJsonRequest(file, "interactions"), "uri")) !== null,
  read: (file) => readCassette(file),
};

/** Other recorders' `interactions` come after a version, or begin with other members. */
function isYamlCassette(start: string): boolean {
  const found = /^interactions:\s*(?:#.*\n\s*)*-\s+(?:request|response):/m.exec(start);
  return found !== null && !/^version:/m.test(start.slice(0, found.index));
}

function* readCassette(file: RecordingFile): Generator<Interaction> {
  const { list, notes, damage } = cassetteOf(file, {
    name: "interactions",
    last: "version",
    whole: (one) => isWholeResponse(memberOf(one, "response")),
  });
  for (const [interaction, one] of list.entries()) {
    const [request, response] = [memberOf(one, "request"), memberOf(one, "response")];
    yield vcrpyInteraction({ file: file.name, interaction, format: "vcrpy", request, response, notes });
  }
  if (damage !== null) throw damage;
}

/** VCR.py sorts its members: a status with its message is what a response ends with. */
export function isWholeResponse(response: unknown): boolean {
  return memberOf(memberOf(response, "status"), "message") !== undefined;
}

type Pair = {
  readonly file: string;
  readonly interaction: number;
  readonly format: "vcrpy" | "vcrpy-split";
  readonly request: unknown;
  readonly response: unknown;
  readonly notes: readonly string[];
};

/** One interaction in VCR.py's members; `request` and `response` are as they stand in the file. */
export function vcrpyInteraction({ request, response, ...place }: Pair): Interaction {
  const { file, interaction } = place;
  const asked = objectOf(request);
  const answered = objectOf(response);
  if (asked === null) throw new RecordingError({ file, interaction }, `"request" is no object`);
  if (answered === null) throw new RecordingError({ file, interaction }, `"response" is no object`);
  const url = textOf(memberOf(asked, "uri"));
  if (url === null) throw new RecordingError({ file, interaction }, `the request has no "uri"`);
  const sent = bodyOf(asked, { file, interaction, of: "request" });
  const came = bodyOf(answered, { file, interaction, of: "response" });
  if (came.bytes === undefined) throw new RecordingError({ file, interaction }, "the response has no body");
  return buildInteraction({
    ...place,
    request: {
      method: textOf(memberOf(asked, "method")),
      url,
      headers: headersOf(asked["headers"]),
      body: sent.bytes ?? null,
    },
    response: {
      status: statusOf(answered, place),
      headers: headersOf(answered["headers"]),
      body: came.bytes ?? new Uint8Array(),
    },
    recordedAt: null,
    losses: [...came.losses, ...sent.losses],
  });
}

/** VCR.py always writes it: one that is missing or has no three digits was cut off. */
function statusOf(response: Members, { file, interaction }: Pick<Pair, "file" | "interaction">): number {
  const status = countOf(memberOf(response["status"], "code") ?? response["status_code"]);
  if (status === null || status < 100 || status > 999) {
    throw new RecordingError({ file, interaction }, "the response has no status code");
  }
  return status;
}

type Place = { readonly file: string; readonly interaction: number; readonly of: "request" | "response" };

/** `bytes` undefined: the member is missing; null: it is there, and says that there was no body. */
function bodyOf(
  message: Members,
  place: Place,
): { readonly bytes: Uint8Array | null | undefined; readonly losses: readonly Loss[] } {
  if ("parsed_body" in message) return parsedBody(message["parsed_body"], place);
  // The request's body itself, a response's `body.string`; in old cassettes `body.base64_string`, or for httpx `content`.
  const { body, content } = message;
  const members = objectOf(body);
  const stored = members === null ? (body ?? content) : "string" in members ? members["string"] : body;
  return stored === undefined ? { bytes: undefined, losses: [] } : storedBody({ stored }, place);
}

function parsedBody(value: unknown, place: Place): { readonly bytes: Uint8Array; readonly losses: readonly Loss[] } {
  try {
    return { bytes: new TextEncoder().encode(jsonTextOf(value)), losses: ["wire-text", "key-order"] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new RecordingError(
      { file: place.file, interaction: place.interaction },
      `the parsed body of the ${place.of}: ${error.message}`,
    );
  }
}
