import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { isJsonObject } from "../../chat/json.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import { damagedStart, payloadApi } from "../identify/response-shape.js";
import type { Interaction } from "../interaction.js";
import { jsonObjectIn } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { listedPayload } from "../streams/listed-payload.js";
import { bareStreams, type PlacedPayload } from "./bare-streams.js";

/**
 * A file of JSON lines, each the payload of one stream event without its framing: chat chunks or Bedrock events; or an object that
 * holds the payload beside the event's name or time. Several streams may follow one another.
 */
export function responseChunks(spoken: readonly SpokenApi[] = spokenApis): RecordingFormat {
  const damaged = damagedStart("payload", spoken);
  return {
    id: "response-chunks",
    title: "bare stream payloads (a JSON object a line)",
    detect: (file) => {
      if (!/^(?:\u00ef\u00bb\u00bf)?\{"/.test(Buffer.from(file.bytes.subarray(0, 8)).toString("latin1"))) return false;
      const first = firstLine(file);
      const line = jsonObjectIn(first);
      const payload = line === null ? null : listedPayload(line, spoken);
      return isJsonObject(payload) ? payloadApi(payload, spoken) !== null : damaged.test(first);
    },
    read: (file) => readLines(file, spoken),
  };
}

function firstLine(file: RecordingFile): string {
  const end = file.bytes.indexOf(10);
  return Buffer.from(file.bytes.subarray(0, end === -1 ? file.bytes.length : end))
    .toString()
    .replace("\ufeff", "")
    .trim();
}

function readLines(file: RecordingFile, spoken: readonly SpokenApi[]): readonly Interaction[] {
  const text = file.text();
  if (text === null) throw new RecordingError({ file: file.name, interaction: null }, "not UTF-8 text");
  const lines = text.split("\n").map((line, index) => ({ text: line.trim(), number: index + 1 }));
  const payloads = lines
    .filter((line) => line.text !== "" && line.text !== "[DONE]")
    .flatMap((line) => placedPayload(line, file.name, spoken));
  return bareStreams(file, "response-chunks", { payloads, spoken });
}

type Line = { readonly text: string; readonly number: number };

/** The text of a line that is the payload itself is kept. */
function placedPayload(line: Line, file: string, spoken: readonly SpokenApi[]): readonly PlacedPayload[] {
  const place = `line ${line.number}`;
  const value = jsonObjectIn(line.text);
  const payload = value === null ? null : listedPayload(value, spoken);
  if (payload === null) throw new RecordingError({ file, interaction: 0 }, `${place} is not a JSON object`);
  if (payload === "end") return [];
  return [payload === value ? { payload, place, text: line.text } : { payload, place }];
}
