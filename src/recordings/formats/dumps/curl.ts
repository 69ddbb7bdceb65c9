import { headerOf } from "../../../wire/exchange.js";
import { buildInteraction } from "../../build-interaction.js";
import { RecordingError, type RecordingFormat } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { type RawMessage, readRawMessage } from "../../raw-http.js";
import type { RecordingFile } from "../../recording-file.js";
import { type CurlRequest, curlRequestIn } from "./curl-request.js";
import { responseIn } from "./curl-response.js";

/** What `curl -i` and `curl -v` print, as people paste it, perhaps after the command itself. */
export const curl: RecordingFormat = {
  id: "curl",
  title: "output of curl -i or curl -v",
  detect: (file) => looksLikeCurl(Buffer.from(file.bytes.subarray(0, 64 * 1024)).toString("latin1")),
  read: (file) => [readOutput(file)],
};

/** A status line that begins a line, or at least what was sent, and nothing before it but the command and curl's own lines. */
function looksLikeCurl(head: string): boolean {
  const first = /^(?:(?:< )?HTTP\/[\d.]+ \d{3}(?: |\r?$)|> (?:GET|POST) \/)/m.exec(head);
  if (first === null) return false;
  const before = head.slice(0, first.index).trimStart();
  return before === "" || /^(?:[$#%>] ?)?curl\s/.test(before) || before.split(/\r?\n/).every(isCurls);
}

function isCurls(line: string): boolean {
  return (
    line.trim() === "" ||
    /^(?:[*<>{}] |[*<>]\s*$)/.test(line) ||
    /^\s*(?:% Total|Dload|\d{1,3}\s+[\d.]+[kMG]?\s)/.test(line)
  );
}

function readOutput(file: RecordingFile): Interaction {
  const place = { file: file.name, interaction: 0 };
  const text = Buffer.from(file.bytes).toString("latin1");
  const response = responseIn(text);
  if (response === null) throw new RecordingError(place, "there is no status line of a response");
  const message = readRawMessage(new Uint8Array(Buffer.from(`${response.head}${response.body}`, "latin1")));
  if (message === null) throw new RecordingError(place, "the headers of the response do not end");
  if (message.framing === "cut") throw new RecordingError(place, "the chunks of the response end before the last one");
  const request = curlRequestIn(text.slice(0, response.start));
  return buildInteraction({
    ...place,
    format: "curl",
    request: requestOf(request),
    response: { status: response.status, headers: message.headers, body: declaredPart(message) },
    recordedAt: null,
    losses: [
      ...(request !== null && request.body === null ? (["request-body"] as const) : []),
      ...(request?.url?.startsWith("/") === true ? (["host"] as const) : []),
    ],
    notes: [...response.notes, ...(request?.notes ?? [])],
  });
}

/** A file that people make of the output ends with a line break that is not the body's. */
function declaredPart({ headers, body }: RawMessage): Uint8Array {
  const declared = Number(headerOf(headers, "content-length") ?? Number.NaN);
  const rest = Buffer.from(body.subarray(declared >= 0 ? declared : body.length)).toString("latin1");
  return /^\s+$/.test(rest) ? body.subarray(0, declared) : body;
}

function requestOf(request: CurlRequest | null) {
  if (request === null) return null;
  const { method, url, headers, body } = request;
  return { method, url, headers, body: body === null ? null : new Uint8Array(Buffer.from(body, "latin1")) };
}
