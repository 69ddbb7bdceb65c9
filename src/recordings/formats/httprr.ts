import { headerOf } from "../../wire/exchange.js";
import { buildInteraction } from "../build-interaction.js";
import { type InteractionPlace, RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { type RawMessage, readRawMessage } from "../raw-http.js";
import type { RecordingFile } from "../recording-file.js";

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

function* readTrace(file: RecordingFile): Generator<Interaction> {
  if (startOf(file) !== firstLine) {
    throw new RecordingError(
      { file: file.name, interaction: null },
      `begins with ${JSON.stringify(startOf(file))}; only httprr trace v1 is supported`,
    );
  }
  let offset = firstLine.length;
  for (let interaction = 0; offset < file.bytes.length; interaction += 1) {
    const place = { file: file.name, interaction };
    const pair = pairAt(file.bytes, offset, place);
    yield readPair(pair, place);
    offset = pair.end;
  }
}

/** The raw bytes of one exchange; `end`: the offset after it. */
type RawPair = { readonly request: Uint8Array; readonly response: Uint8Array; readonly end: number };

/** The exchange whose two lengths are at `offset`. */
function pairAt(bytes: Uint8Array, offset: number, place: InteractionPlace): RawPair {
  const lineEnd = bytes.indexOf(10, offset);
  const line = Buffer.from(bytes.subarray(offset, lineEnd === -1 ? offset : lineEnd)).toString("latin1");
  const counts = /^(\d{1,9}) (\d{1,9})$/.exec(line);
  if (counts === null) throw new RecordingError(place, `two lengths are expected at byte ${offset}`);
  const start = lineEnd + 1;
  const middle = start + Number(counts[1]);
  const end = middle + Number(counts[2]);
  if (end > bytes.length) {
    const left = bytes.length - start;
    throw new RecordingError(
      place,
      `its lengths add up to ${end - start} bytes, but only ${left} are left in the file`,
    );
  }
  return { request: bytes.subarray(start, middle), response: bytes.subarray(middle, end), end };
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
