import { buildInteraction } from "../build-interaction.js";
import { exchangeSides } from "../exchange-sides.js";
import { headersOf } from "../foreign-headers.js";
import { type BodyPlace, type InteractionPlace, RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { countOf, listOf, type Members, memberOf, textOf } from "../members.js";
import { readRecords } from "../records/read-records.js";
import { yamlDocuments } from "../records/yaml-records.js";
import { decodeBase64, type ReadBody, storedBody } from "../stored-body.js";
import { closedNote, closedStream } from "../streams/closed-stream.js";

/** Recordings of Rust's httpmock: one YAML document per exchange, with `when` and `then`. The host is not recorded. */
export const httpmock: RecordingFormat = {
  id: "httpmock",
  title: "httpmock recording (YAML documents of when and then)",
  detect: (file) => {
    const start = file.startBytes().slice(0, 1024);
    return /^(?:---\s*)?when:\s*$/m.test(start) && /^ +path: /m.test(latin1Of(file.bytes));
  },
  read: (file) => readRecords(file, yamlDocuments(file), readDocument),
};

function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

const names = { request: "when", response: "then", url: "path" };

function readDocument(document: unknown, place: InteractionPlace): Interaction {
  const { request, response, url } = exchangeSides(document, place, names);
  const sent = bodyOf(request, { ...place, of: "request" });
  const received = withEnd(bodyOf(response, { ...place, of: "response" }), response["body"]);
  return buildInteraction({
    ...place,
    format: "httpmock",
    request: {
      method: textOf(request["method"]),
      url: url + queryOf(request["query_param"]),
      headers: headersOf(request["header"]),
      body: sent.bytes,
    },
    response: {
      status: countOf(response["status"]),
      headers: headersOf(response["header"]),
      body: received.bytes ?? new Uint8Array(),
    },
    recordedAt: null,
    losses: ["host", ...sent.losses, ...received.losses],
    notes: received.notes,
  });
}

/** A stream at the end of a file may have lost its last blank line. */
function withEnd(read: ReadBody, body: unknown): ReadBody & { readonly notes: readonly string[] } {
  const text = textOf(body);
  const closed = text !== null && /^\s*(?::|data:|event:)/.test(text) && /\n$/.test(text) ? closedStream(text) : null;
  if (closed === null) return { ...read, notes: [] };
  return { bytes: new TextEncoder().encode(closed), losses: [...read.losses, "frames"], notes: [closedNote] };
}

function queryOf(parameters: unknown): string {
  const query = new URLSearchParams();
  for (const one of listOf(parameters) ?? []) {
    query.append(textOf(memberOf(one, "name")) ?? "", textOf(memberOf(one, "value")) ?? "");
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

function bodyOf({ body, body_encoding: encoding }: Members, place: BodyPlace): ReadBody {
  const text = textOf(body);
  if (encoding === "base64" && text !== null) return { bytes: decodeBase64(text, place), losses: [] };
  if (encoding === "base64" || encoding === undefined || encoding === null) {
    return storedBody({ stored: body }, place);
  }
  throw new RecordingError(place, `body_encoding ${JSON.stringify(encoding)} is not known`);
}
