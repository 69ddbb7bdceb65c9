import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import type { JsonObject } from "../../chat/json.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import { damagedStart, endMarkAfter, isFramed, payloadApi } from "../identify/response-shape.js";
import type { Interaction } from "../interaction.js";
import { jsonObjectIn } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { eventFrame } from "../stream-payloads.js";
import { bareResponse } from "./response-json.js";

/** A file of JSON lines, each the payload of one stream event without its framing: chat chunks or Bedrock events. */
export function responseChunks(spoken: readonly SpokenApi[] = spokenApis): RecordingFormat {
  const damaged = damagedStart("payload", spoken);
  return {
    id: "response-chunks",
    title: "bare stream payloads (a JSON object a line)",
    detect: (file) => {
      if (!/^(?:\u00ef\u00bb\u00bf)?\{"/.test(Buffer.from(file.bytes.subarray(0, 8)).toString("latin1"))) return false;
      const first = firstLine(file);
      const payload = jsonObjectIn(first);
      return payload === null ? damaged.test(first) : payloadApi(payload, spoken) !== null;
    },
    read: (file) => [readLines(file, spoken)],
  };
}

function firstLine(file: RecordingFile): string {
  const end = file.bytes.indexOf(10);
  return Buffer.from(file.bytes.subarray(0, end === -1 ? file.bytes.length : end))
    .toString()
    .replace("\ufeff", "")
    .trim();
}

function readLines(file: RecordingFile, spoken: readonly SpokenApi[]): Interaction {
  const text = file.text();
  if (text === null) throw new RecordingError({ file: file.name, interaction: null }, "not UTF-8 text");
  const lines = text.split("\n").map((line, index) => ({ text: line.trim(), number: index + 1 }));
  const payloadLines = lines.filter((line) => line.text !== "" && line.text !== "[DONE]");
  const payloads = payloadLines.map((line) => payloadOf(line, file.name));
  const [first] = payloads;
  if (first === undefined) throw new RecordingError({ file: file.name, interaction: 0 }, "the file has no payload");
  const api = payloadApi(first.payload, spoken);
  return isFramed(api, spoken) ? awsStream(file, payloads) : sseBody(file, payloads, spoken);
}

type Line = { readonly text: string; readonly number: number };
type Payload = Line & { readonly payload: JsonObject };

function payloadOf(line: Line, file: string): Payload {
  const payload = jsonObjectIn(line.text);
  if (payload === null) throw new RecordingError({ file, interaction: 0 }, `line ${line.number} is not a JSON object`);
  return { ...line, payload };
}

/** Such files leave out the end mark, which is not JSON. It is added back after a stream that has finished. */
function sseBody(file: RecordingFile, payloads: readonly Payload[], spoken: readonly SpokenApi[]): Interaction {
  const mark = endMarkAfter(
    payloads.map(({ payload }) => payload),
    spoken,
  );
  const texts = [...payloads.map(({ text }) => text), ...(mark === null ? [] : [mark])];
  const events = texts.map((text) => `data: ${text}\n\n`).join("");
  const notes = mark !== null ? ["the end mark of the stream was added: the file holds only payloads"] : [];
  return bareResponse(file, "response-chunks", {
    contentType: "text/event-stream",
    body: new TextEncoder().encode(events),
    lost: ["frames"],
    notes,
  });
}

/** Each line is one event as the AWS SDKs return it: an object with one member, named after the event. */
function awsStream(file: RecordingFile, payloads: readonly Payload[]): Interaction {
  const bytes = new Uint8Array(Buffer.concat(payloads.map((one) => frameOf(one, file.name))));
  return bareResponse(file, "response-chunks", {
    contentType: "application/vnd.amazon.eventstream",
    body: bytes,
    lost: ["wire-text", "key-order", "frames"],
  });
}

function frameOf({ payload, number }: Payload, file: string): Uint8Array {
  const frame = eventFrame(payload);
  if (frame !== null) return frame;
  throw new RecordingError(
    { file, interaction: 0 },
    `line ${number} is not an event: an object with one member, named after the event`,
  );
}
