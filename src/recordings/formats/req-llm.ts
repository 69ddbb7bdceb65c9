import { buildInteraction } from "../build-interaction.js";
import { exchangeSides } from "../exchange-sides.js";
import { headersOf } from "../foreign-headers.js";
import { type BodyPlace, RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction, Loss } from "../interaction.js";
import { countOf, listOf, type Members, memberOf, textOf } from "../members.js";
import { looksRecorded, recordedJson } from "../recorded-json.js";
import type { RecordingFile } from "../recording-file.js";
import { decodeBase64, storedBody } from "../stored-body.js";

/** Fixtures of Elixir's req_llm: `request.canonical_json` and `body.b64`, streams as `chunks` with their TCP boundaries. */
export const reqLlm: RecordingFormat = {
  id: "req-llm",
  title: "req_llm fixture (JSON)",
  detect: (file) =>
    looksRecorded(file, {
      start: /^\s*\{\s*"(?:captured_at|chunks|request)": ?[\s\S]*"b64": ?"/,
      shape: (root) => {
        const request = memberOf(root, "request");
        return textOf(memberOf(request, "url")) !== null && memberOf(request, "canonical_json") !== undefined;
      },
    }),
  read: (file) => [readExchange(file)],
};

function readExchange(file: RecordingFile): Interaction {
  const root = recordedJson(file);
  const place = { file: file.name, interaction: 0 };
  const { request, response, url } = exchangeSides(root, place);
  const sent = requestBody(request, { ...place, of: "request" });
  const received = responseBody(root, response["body"], { ...place, of: "response" });
  return buildInteraction({
    ...place,
    format: "req-llm",
    request: {
      method: textOf(request["method"]),
      url,
      headers: headersOf(request["headers"]),
      body: sent.bytes,
    },
    response: { status: countOf(response["status"]), headers: headersOf(response["headers"]), body: received.body },
    recordedAt: textOf(memberOf(root, "captured_at")),
    losses: [...sent.losses, ...received.losses],
    notes: [],
  });
}

type Stored = { readonly bytes: Uint8Array | null; readonly losses: readonly Loss[] };

function requestBody(request: Members, place: BodyPlace): Stored {
  const base64 = textOf(memberOf(request["body"], "b64"));
  if (base64 !== null) return { bytes: decodeBase64(base64, place), losses: [] };
  const canonical = request["canonical_json"];
  if (isAbsent(canonical)) return { bytes: null, losses: ["request-body"] };
  // Older fixtures store the JSON as text, newer ones as an object.
  return storedBody(typeof canonical === "string" ? { stored: canonical } : { parsed: canonical }, place);
}

type Body = Uint8Array | readonly (readonly [number | null, Uint8Array])[];

function responseBody(
  root: unknown,
  body: unknown,
  place: BodyPlace,
): { readonly body: Body; readonly losses: readonly Loss[] } {
  const chunks = listOf(memberOf(root, "chunks"));
  if (chunks !== null && (chunks.length > 0 || isAbsent(body))) {
    const pieces = chunks.map((chunk, index): readonly [number | null, Uint8Array] => {
      const base64 = textOf(memberOf(chunk, "b64"));
      if (base64 === null) throw new RecordingError(place, `chunk ${index + 1} has no "b64"`);
      return [arrivalOf(chunk), decodeBase64(base64, place)];
    });
    return { body: pieces, losses: pieces.some(([arrivalMs]) => arrivalMs === null) ? ["arrival-times"] : [] };
  }
  if (isAbsent(body)) throw new RecordingError(place, `the response has neither "body" nor "chunks"`);
  const base64 = textOf(memberOf(body, "b64"));
  if (base64 !== null) return { body: decodeBase64(base64, place), losses: [] };
  const stored = storedBody(typeof body === "string" ? { stored: body } : { parsed: body }, place);
  return { body: stored.bytes ?? new Uint8Array(), losses: stored.losses };
}

/** `t_us`: microseconds since the chunk collector started, just before the request (req_llm, read 2026-11). */
function arrivalOf(chunk: unknown): number | null {
  const micros = countOf(memberOf(chunk, "t_us"));
  return micros === null ? null : micros / 1000;
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined;
}
