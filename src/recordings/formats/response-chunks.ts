import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import type { JsonObject } from "../../chat/json.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import { damagedStart, payloadApi } from "../identify/response-shape.js";
import type { Interaction } from "../interaction.js";
import { jsonObjectIn } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { bareStreams } from "./bare-streams.js";

/**
 * A file of JSON lines, each the payload of one stream event without its framing: chat chunks or Bedrock events. Several streams
 * may follow one another.
 */
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
    .map((line) => ({ payload: payloadOf(line, file.name), place: `line ${line.number}`, text: line.text }));
  return bareStreams(file, "response-chunks", { payloads, spoken });
}

type Line = { readonly text: string; readonly number: number };

function payloadOf(line: Line, file: string): JsonObject {
  const payload = jsonObjectIn(line.text);
  if (payload === null) throw new RecordingError({ file, interaction: 0 }, `line ${line.number} is not a JSON object`);
  return payload;
}
