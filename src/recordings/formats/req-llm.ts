import { buildInteraction } from "../build-interaction.js";
import { headersOf } from "../foreign-headers.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction, Loss } from "../interaction.js";
import { countOf, listOf, memberOf, objectOf, textOf } from "../members.js";
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
  const request = objectOf(memberOf(root, "request"));
  const response = objectOf(memberOf(root, "response"));
  const url = textOf(memberOf(request, "url"));
  if (request === null || url === null)
    throw new RecordingError({ file: file.name, interaction: 0 }, `the request has no "url"`);
  if (response === null) throw new RecordingError({ file: file.name, interaction: 0 }, `"response" is no object`);
  const sent = requestBody(request, file.name);
  const came = responseBody(root, response["body"], file.name);
  return buildInteraction({
    file: file.name,
    format: "req-llm",
    interaction: 0,
    request: {
      method: textOf(request["method"]),
      url,
      headers: headersOf(request["headers"]),
      body: sent.bytes,
    },
    response: { status: countOf(response["status"]), headers: headersOf(response["headers"]), body: came.body },
    recordedAt: textOf(memberOf(root, "captured_at")),
    losses: [...sent.losses, ...came.losses],
    notes: [],
  });
}

type Stored = { readonly bytes: Uint8Array | null; readonly losses: readonly Loss[] };

function requestBody(request: { readonly [name: string]: unknown }, file: string): Stored {
  const base64 = textOf(memberOf(request["body"], "b64"));
  if (base64 !== null) return { bytes: decodeBase64(base64, { file, interaction: 0, of: "request" }), losses: [] };
  const canonical = request["canonical_json"];
  if (isAbsent(canonical)) return { bytes: null, losses: ["request-body"] };
  const place = { file, interaction: 0, of: "request" } as const;
  // Older fixtures keep the JSON as text, newer ones as an object.
  return storedBody(typeof canonical === "string" ? { stored: canonical } : { parsed: canonical }, place);
}

type Body = Uint8Array | readonly (readonly [number | null, Uint8Array])[];

function responseBody(
  root: unknown,
  body: unknown,
  file: string,
): { readonly body: Body; readonly losses: readonly Loss[] } {
  const place = { file, interaction: 0, of: "response" } as const;
  const chunks = listOf(memberOf(root, "chunks"));
  if (chunks !== null && (chunks.length > 0 || isAbsent(body))) {
    const pieces = chunks.map((chunk, at): readonly [number | null, Uint8Array] => {
      const base64 = textOf(memberOf(chunk, "b64"));
      if (base64 === null) throw new RecordingError({ file, interaction: 0 }, `chunk ${at + 1} has no "b64"`);
      return [arrivalOf(chunk), decodeBase64(base64, place)];
    });
    return { body: pieces, losses: pieces.some(([at]) => at === null) ? ["arrival-times"] : [] };
  }
  if (isAbsent(body))
    throw new RecordingError({ file, interaction: 0 }, `the response has neither "body" nor "chunks"`);
  const base64 = textOf(memberOf(body, "b64"));
  if (base64 !== null) return { body: decodeBase64(base64, place), losses: [] };
  const stored = storedBody(typeof body === "string" ? { stored: body } : { parsed: body }, place);
  return { body: stored.bytes ?? new Uint8Array(), losses: stored.losses };
}

/** `t_us`: microseconds since the collector of chunks was started, just before the request (req_llm, read 2026-11). */
function arrivalOf(chunk: unknown): number | null {
  const micros = countOf(memberOf(chunk, "t_us"));
  return micros === null ? null : micros / 1000;
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined;
}
