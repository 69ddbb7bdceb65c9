import { headerOf, type WireHeaders } from "../../wire/exchange.js";
import { parseJson } from "../../wire/json.js";
import { attachedBody } from "../attached/attached-body.js";
import type { Attached, BesideFile } from "../attached/beside-file.js";
import { buildInteraction } from "../build-interaction.js";
import { requestSide } from "../exchange-sides.js";
import { headersOf } from "../foreign-headers.js";
import type { InteractionPlace, RecordingFormat } from "../format.js";
import type { Interaction, Loss } from "../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import { readOwnFixture } from "../own-fixture.js";
import { looksRecorded } from "../recorded-json.js";
import type { RecordingFile } from "../recording-file.js";
import { jsonRecords } from "../records/json-records.js";
import { readRecords } from "../records/read-records.js";
import { isAskedTurn, socketInteraction, withSocketTurns } from "../socket/socket-records.js";
import { decodeBase64, type ReadBody, storedBody } from "../stored-body.js";

/** HAR 1.2: our own fixtures, with every chunk and how the body ended, and those of browsers, proxies and Polly.js. */
export const har: RecordingFormat = {
  id: "har",
  title: "HAR 1.2 (ours, Polly.js, browsers, proxies)",
  detect: (file) =>
    looksRecorded(file, {
      start: /^\s*\{\s*"log"\s*:\s*\{/,
      shape: (value) => listOf(memberOf(memberOf(value, "log"), "entries")) !== null,
    }),
  read: (file) =>
    isOurs(file)
      ? readOwnFixture(file)
      : readRecords(file, withSocketTurns(jsonRecords(file, ["log", "entries"])), (entry, place) =>
          isAskedTurn(entry)
            ? socketInteraction(entry, { ...place, format: "har" })
            : readEntry(entry, { ...place, beside: file.beside }),
        ),
};

/** Ours say what they are before their entries, so that a damaged one is known too. */
function isOurs(file: RecordingFile): boolean {
  const json = file.json();
  if (json !== null) return memberOf(memberOf(json.value, "log"), "_parity") !== undefined;
  return /"_parity"\s*:/.test(Buffer.from(file.bytes.subarray(0, 4096)).toString("latin1"));
}

/** Playwright keeps bodies in files beside, which `_file` names, if it is asked to attach them. */
type Place = InteractionPlace & { readonly beside: BesideFile };

function readEntry(entry: unknown, { beside, ...place }: Place): Interaction {
  const { request, url } = requestSide(entry, place);
  const sent = requestBody(request, { ...place, beside });
  const { response, notes, losses: lost } = readResponse(memberOf(entry, "response"), { ...place, beside });
  return buildInteraction({
    ...place,
    format: "har",
    request: { method: textOf(request["method"]), url, headers: headersOf(request["headers"]), body: sent.bytes },
    response,
    recordedAt: textOf(memberOf(entry, "startedDateTime")),
    losses: [...sent.losses, ...lost, ...(sent.bytes === null && hasBody(request) ? (["request-body"] as const) : [])],
    notes,
  });
}

/** HAR has text. Scripts that write HAR put the JSON itself there. */
function requestBody({ postData }: Members, { beside, ...place }: Place): ReadBody {
  const stored = memberOf(postData, "text");
  const text = textOf(stored);
  const of = "request";
  const attached = attachedTo(postData, beside);
  if (attached !== null && "bytes" in attached) return unchanged(attached.bytes);
  if (text !== null && memberOf(postData, "encoding") === "base64") {
    return { bytes: decodeBase64(text, { ...place, of }), losses: [] };
  }
  return storedBody({ stored }, { ...place, of });
}

function hasBody({ bodySize, postData }: Members): boolean {
  return (countOf(bodySize) ?? 0) > 0 || postData != null;
}

type Answer = {
  readonly response: {
    readonly status: number | null;
    readonly headers: WireHeaders;
    readonly body: Uint8Array;
  } | null;
  readonly notes: readonly string[];
  readonly losses: readonly Loss[];
};

/** HAR writes status 0 for a missing response. Browsers leave out bodies they have already discarded. */
function readResponse(value: unknown, { beside, ...place }: Place): Answer {
  const response = objectOf(value);
  if (response === null || response["status"] === 0) return { response: null, notes: [], losses: [] };
  const status = countOf(response["status"]);
  const headers = headersOf(response["headers"]);
  const attached = attachedTo(response["content"], beside);
  if (attached !== null) {
    const { bytes, notes } = attachedBody(attached, status, { ...place, of: "response" });
    return { response: { status, headers, body: bytes }, notes, losses: [] };
  }
  const { bytes: body, losses } = responseBody(response["content"], headers, place);
  if (body !== null) return { response: { status, headers, body }, notes: [], losses };
  const notes = [`the body of the response, status ${status ?? "unknown"}, is not in the recording`];
  // The status alone is enough for an error. A success without its body would look like an empty reply, so it is dropped.
  const isError = status !== null && status >= 400;
  return { response: isError ? { status, headers, body: new Uint8Array() } : null, notes, losses };
}

/** The file of a body that is not in the recording itself; null: none is named, or the text is there. */
function attachedTo(holder: unknown, beside: BesideFile): Attached | null {
  const path = textOf(memberOf(holder, "_file"));
  return path === null || path === "" || (textOf(memberOf(holder, "text")) ?? "") !== "" ? null : beside(path);
}

/** `bytes` null: there was a body, but it is not in the file. */
function responseBody(content: unknown, headers: WireHeaders, place: InteractionPlace): ReadBody {
  const stored = memberOf(content, "text");
  const size = countOf(memberOf(content, "size"));
  if (stored === undefined || stored === null) return unchanged(size === 0 ? new Uint8Array() : null);
  if (stored === "" && size !== null && size > 0) return unchanged(null);
  const text = textOf(stored);
  const list = listOf(stored) ?? (text?.startsWith("[") === true ? listIn(text) : null);
  const pieces = list?.every((piece) => typeof piece === "string") === true ? list : null;
  // Polly.js stores a compressed body as a list of base64 texts, one per chunk; older versions in hex, without `encoding`.
  if (memberOf(content, "encoding") === "base64" && (pieces ?? text) !== null) {
    const decoded = (pieces ?? [text ?? ""]).map((piece) => decodeBase64(piece, { ...place, of: "response" }));
    return unchanged(new Uint8Array(Buffer.concat(decoded)));
  }
  const isPacked = headerOf(headers, "content-encoding") !== null || memberOf(content, "_isBinary") === true;
  if (isPacked && pieces?.every(isHex) === true) return unchanged(new Uint8Array(Buffer.from(pieces.join(""), "hex")));
  return storedBody({ stored }, { ...place, of: "response" });
}

function unchanged(bytes: Uint8Array | null): ReadBody {
  return { bytes, losses: [] };
}

function listIn(text: string): readonly unknown[] | null {
  const parsed = parseJson(text);
  return parsed.ok ? listOf(parsed.value) : null;
}

function isHex(text: string): boolean {
  return /^(?:[0-9a-f]{2})*$/i.test(text);
}
