import type { RecordingFile } from "../recording-file.js";
import { recordOf } from "./json-records.js";
import type { StoredRecords } from "./read-records.js";

/** The records of a file of JSON lines; blank lines are none. A line that is not JSON is a record that cannot be read. */
export function jsonLines(file: RecordingFile): StoredRecords {
  const lines = file
    .textWithSpoilt()
    .split("\n")
    .flatMap((line, index) => (line.trim() === "" ? [] : [{ line, number: index + 1 }]));
  return {
    list: lines.map(({ line }) => recordOf(line)),
    lineOf: (index) => lines[index]?.number ?? null,
    lost: null,
    notes: [],
  };
}
