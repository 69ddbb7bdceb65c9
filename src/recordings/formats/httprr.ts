import { headerOf } from "../../wire/exchange.js";
import { buildInteraction } from "../build-interaction.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { type RawMessage, readRawMessage } from "../raw-http.js";
import type { RecordingFile } from "../recording-file.js";

/** The first line of a trace: the only version there is. */
const firstLine = "httprr trace v1\n";

/** Traces of Go's httprr: `httprr trace v1`, then for each exchange two byte counts and raw HTTP of that length. */
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
      `begins with ${JSON.stringify(startOf(file))}; httprr trace v1 is read`,
    );
  }
  let at = firstLine.length;
  for (let interaction = 0; at < file.bytes.length; interaction += 1) {
    const { sent, came, next } = pairAt(file, at, interaction);
    yield readPair(file.name, interaction, { sent, came });
    at = next;
  }
}

/** The request and the response of which the two lengths at `at` speak. */
function pairAt(
  { name, bytes }: RecordingFile,
  at: number,
  interaction: number,
): { readonly sent: Uint8Array; readonly came: Uint8Array; readonly next: number } {
  const lineEnd = bytes.indexOf(10, at);
  const line = Buffer.from(bytes.subarray(at, lineEnd === -1 ? at : lineEnd)).toString("latin1");
  const counts = /^(\d{1,9}) (\d{1,9})$/.exec(line);
  if (counts === null) throw new RecordingError({ file: name, interaction }, `two lengths should stand at byte ${at}`);
  const middle = lineEnd + 1 + Number(counts[1]);
  const next = middle + Number(counts[2]);
  if (next > bytes.length) {
    const [said, left] = [next - lineEnd - 1, bytes.length - lineEnd - 1];
    throw new RecordingError(
      { file: name, interaction },
      `its lengths say ${said} bytes, ${left} are left in the file`,
    );
  }
  return { sent: bytes.subarray(lineEnd + 1, middle), came: bytes.subarray(middle, next), next };
}

function readPair(
  file: string,
  interaction: number,
  { sent, came }: { readonly sent: Uint8Array; readonly came: Uint8Array },
): Interaction {
  const request = readRawMessage(sent);
  const response = readRawMessage(came);
  const asked = /^([A-Z]+) (\S+) HTTP\//.exec(request?.start ?? "");
  const answered = /^HTTP\/[\d.]+ (\d{3})(?: |$)/.exec(response?.start ?? "");
  if (request === null || asked === null) throw new RecordingError({ file, interaction }, "the request is no HTTP");
  if (response === null || answered === null)
    throw new RecordingError({ file, interaction }, "the response is no HTTP");
  for (const [of, { framing }] of [["request", request] as const, ["response", response] as const]) {
    if (framing === "cut")
      throw new RecordingError({ file, interaction }, `the chunks of the ${of} end before the last one`);
  }
  const { url, notes } = urlOf(asked[2] ?? "", request);
  return buildInteraction({
    file,
    format: "httprr",
    interaction,
    request: {
      method: asked[1] ?? null,
      url,
      headers: request.headers,
      body: request.body.length === 0 ? null : request.body,
    },
    response: { status: Number(answered[1]), headers: response.headers, body: response.body },
    recordedAt: null,
    losses: url.startsWith("/") ? ["host"] : [],
    notes: [...notes, ...framingNotes(response)],
  });
}

/** httprr writes the whole URL; where a trace has the path only, the `host` header tells the rest but the scheme. */
function urlOf(target: string, { headers }: RawMessage): { readonly url: string; readonly notes: readonly string[] } {
  const host = headerOf(headers, "host");
  if (!target.startsWith("/") || host === null || !/^[\w.:[\]-]+$/.test(host)) return { url: target, notes: [] };
  return { url: `https://${host}${target}`, notes: ["the URL's scheme is not recorded; https is assumed"] };
}

function framingNotes({ framing }: RawMessage): readonly string[] {
  return framing === "unframed" ? ["transfer-encoding says chunked, the stored body has no chunks"] : [];
}
