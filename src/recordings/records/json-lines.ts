import { parseJson } from "../../wire/json.js";
import { RecordingError } from "../format.js";
import type { RecordingFile } from "../recording-file.js";
import type { StoredRecords } from "./read-records.js";

/** The records of a file of JSON lines; blank lines are none. Throws {@link RecordingError} for a file that is not UTF-8 text. */
export function jsonLines(file: RecordingFile): StoredRecords {
  const text = file.text();
  if (text === null) throw new RecordingError({ file: file.name, interaction: null }, "not UTF-8 text");
  const lines = text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [{ line, number: index + 1 }]));
  return {
    list: lines.map(({ line }) => {
      const parsed = parseJson(line);
      return parsed.ok ? { value: parsed.value } : { fault: `not JSON: ${parsed.message}` };
    }),
    lineOf: (index) => lines[index]?.number ?? null,
    lost: null,
    notes: [],
  };
}
