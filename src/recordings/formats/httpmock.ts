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

/**
 * Recordings of Rust's httpmock: one YAML document per exchange, with `when` and `then`. Its recorder keeps no host; definitions that
 * are written by hand may (`scheme`, `host`, `port`), and compare the body as JSON (httpmock 0.8.3 on docs.rs, read 2026-11-29).
 */
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
  const sent = bodyOf(withJsonBody(request), { ...place, of: "request" });
  const received = withEnd(bodyOf(response, { ...place, of: "response" }), response["body"]);
  return buildInteraction({
    ...place,
    format: "httpmock",
    request: {
      method: textOf(request["method"]),
      url: originOf(request) + url + queryOf(request["query_param"]),
      headers: headersOf(request["header"]),
      body: sent.bytes,
    },
    response: {
      status: countOf(response["status"]),
      headers: headersOf(response["header"]),
      body: received.bytes ?? new Uint8Array(),
    },
    recordedAt: null,
    losses: [...(originOf(request) === "" ? (["host"] as const) : []), ...sent.losses, ...received.losses],
    notes: received.notes,
  });
}

/** The scheme and host that a definition asks for; `""`: any. */
function originOf({ scheme, host, port }: Members): string {
  const name = textOf(host);
  if (name === null || name === "") return "";
  const number = countOf(port);
  return `${textOf(scheme) ?? "https"}://${name}${number === null || number === 443 ? "" : `:${number}`}`;
}

/** A body that is compared as JSON: whole, or as the one part that it includes, which is what is left of a redacted one. */
function withJsonBody(request: Members): Members {
  const { body, json_body: whole, json_body_includes: parts } = request;
  const only = listOf(parts)?.length === 1 ? listOf(parts)?.[0] : undefined;
  return body === undefined ? { ...request, body: whole ?? only } : request;
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
