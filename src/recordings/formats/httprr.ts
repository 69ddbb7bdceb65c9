import { headerOf } from "../../wire/exchange.js";
import { buildInteraction } from "../build-interaction.js";
import { type InteractionPlace, RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { type RawMessage, readRawMessage } from "../raw-http.js";
import type { RecordingFile } from "../recording-file.js";
import { type RawPair, rawPairs } from "../records/raw-pairs.js";
import { readRecords } from "../records/read-records.js";

/** The first line of a trace. There is only this version. */
const firstLine = "httprr trace v1\n";

/** Traces of Go's httprr: `httprr trace v1`, then for each exchange two byte counts and raw HTTP of these lengths. */
export const httprr: RecordingFormat = {
  id: "httprr",
  title: "httprr trace (raw HTTP)",
  detect: (file) => startOf(file).startsWith("httprr trace v"),
  read: (file) => readTrace(file),
};

function startOf({ bytes }: RecordingFile): string {
  return Buffer.from(bytes.subarray(0, firstLine.length)).toString("latin1");
}

function readTrace(file: RecordingFile): Iterable<Interaction | RecordingError> {
  if (startOf(file) !== firstLine) {
    throw new RecordingError(
      { file: file.name, interaction: null },
      `begins with ${JSON.stringify(startOf(file))}; only httprr trace v1 is supported`,
    );
  }
  return readRecords(file, rawPairs(file.bytes, firstLine.length), readPair);
}

function readPair(pair: RawPair, place: InteractionPlace): Interaction {
  const request = readRawMessage(pair.request);
  const response = readRawMessage(pair.response);
  const requestLine = /^([A-Z]+) (\S+) HTTP\//.exec(request?.start ?? "");
  const statusLine = /^HTTP\/[\d.]+ (\d{3})(?: |$)/.exec(response?.start ?? "");
  if (request === null || requestLine === null) throw new RecordingError(place, "the request is not an HTTP message");
  if (response === null || statusLine === null) throw new RecordingError(place, "the response is not an HTTP message");
  for (const [of, { framing }] of [["request", request] as const, ["response", response] as const]) {
    if (framing === "cut") throw new RecordingError(place, `the chunks of the ${of} end before the last one`);
  }
  const { url, notes } = urlOf(requestLine[2] ?? "", request);
  return buildInteraction({
    ...place,
    format: "httprr",
    request: {
      method: requestLine[1] ?? null,
      url,
      headers: request.headers,
      body: request.body.length === 0 ? null : request.body,
    },
    response: { status: Number(statusLine[1]), headers: response.headers, body: response.body },
    recordedAt: null,
    losses: url.startsWith("/") ? ["host"] : [],
    notes: [...notes, ...framingNotes(response)],
  });
}

/** httprr writes the whole URL. If a trace has only the path, the host comes from the `host` header; the scheme is unknown. */
function urlOf(target: string, { headers }: RawMessage): { readonly url: string; readonly notes: readonly string[] } {
  const host = headerOf(headers, "host");
  if (!target.startsWith("/") || host === null || !/^[\w.:[\]-]+$/.test(host)) return { url: target, notes: [] };
  return { url: `https://${host}${target}`, notes: ["the URL's scheme is not recorded; https is assumed"] };
}

function framingNotes({ framing }: RawMessage): readonly string[] {
  return framing === "unframed" ? ["transfer-encoding says chunked, the stored body has no chunks"] : [];
}
