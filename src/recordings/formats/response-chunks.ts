import { encodeEventFrame } from "../../wire/frames/event-stream.js";
import { parseJson } from "../../wire/json.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import { payloadApi, saysFinish } from "../identify/response-shape.js";
import type { Interaction } from "../interaction.js";
import { type Members, objectOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { bareResponse } from "./response-json.js";

/** A file of JSON lines, each the payload of one event of a stream, its framing taken off: chat chunks or Bedrock events. */
export const responseChunks: RecordingFormat = {
  id: "response-chunks",
  title: "bare stream payloads (a JSON object a line)",
  detect: (file) => {
    if (!/^(?:\u00ef\u00bb\u00bf)?\{"/.test(Buffer.from(file.bytes.subarray(0, 8)).toString("latin1"))) return false;
    const first = firstLine(file);
    const payload = objectIn(first);
    return payload === null ? damaged.test(first) : payloadApi(payload) !== null;
  },
  read: (file) => [readLines(file)],
};

/** A first line whose JSON does not parse. */
const damaged = /^\{[^\n]{0,1000}"object": ?"chat\.completion\.chunk"|^\{"(?:messageStart|contentBlockDelta)": ?\{/;

function firstLine(file: RecordingFile): string {
  const end = file.bytes.indexOf(10);
  return Buffer.from(file.bytes.subarray(0, end === -1 ? file.bytes.length : end))
    .toString()
    .replace("\ufeff", "")
    .trim();
}

function readLines(file: RecordingFile): Interaction {
  const text = file.text();
  if (text === null) throw new RecordingError(file.name, null, "not UTF-8 text");
  const lines = text.split("\n").map((line, at) => ({ text: line.trim(), number: at + 1 }));
  const told = lines.filter((line) => line.text !== "" && line.text !== endMark);
  const payloads = told.map((line) => payloadOf(line, file.name));
  const [first] = payloads;
  if (first === undefined) throw new RecordingError(file.name, 0, "the file has no line");
  const api = payloadApi(first.payload);
  return api === "converse-stream" || api === "invoke-model-stream"
    ? awsStream(file, payloads)
    : sseBody(file, payloads);
}

const endMark = "[DONE]";

type Line = { readonly text: string; readonly number: number };
type Payload = Line & { readonly payload: Members };

function payloadOf(line: Line, file: string): Payload {
  const payload = objectIn(line.text);
  if (payload === null) throw new RecordingError(file, 0, `line ${line.number} is no JSON object`);
  return { ...line, payload };
}

/** The end mark is no JSON, so that such files leave it out: it is put back after a stream that has finished. */
function sseBody(file: RecordingFile, payloads: readonly Payload[]): Interaction {
  const isFinished = payloads.some(({ payload }) => saysFinish(payload));
  const events = payloads.map(({ text }) => `data: ${text}\n\n`).join("") + (isFinished ? `data: ${endMark}\n\n` : "");
  const notes = isFinished ? ["the end mark of the stream is ours: the file holds payloads only"] : [];
  return bareResponse(file, "response-chunks", {
    contentType: "text/event-stream",
    body: new TextEncoder().encode(events),
    lost: ["frames"],
    notes,
  });
}

/** Each line is one event as the AWS SDKs hand it out: an object with the event's name as its only member. */
function awsStream(file: RecordingFile, payloads: readonly Payload[]): Interaction {
  const bytes = new Uint8Array(Buffer.concat(payloads.map((one) => frameOf(one, file.name))));
  return bareResponse(file, "response-chunks", {
    contentType: "application/vnd.amazon.eventstream",
    body: bytes,
    lost: ["wire-text", "key-order", "frames"],
  });
}

function frameOf({ payload, number }: Payload, file: string): Uint8Array {
  const [event, ...more] = Object.entries(payload);
  if (event === undefined || more.length > 0 || objectOf(event[1]) === null) {
    throw new RecordingError(file, 0, `line ${number} is no event: an object named by its only member`);
  }
  const [name, content] = event;
  const isException = name.endsWith("Exception");
  return encodeEventFrame(
    [
      [isException ? ":exception-type" : ":event-type", name],
      [":content-type", "application/json"],
      [":message-type", isException ? "exception" : "event"],
    ],
    new TextEncoder().encode(JSON.stringify(content)),
  );
}

function objectIn(text: string): Members | null {
  const parsed = parseJson(text);
  return parsed.ok ? objectOf(parsed.value) : null;
}
