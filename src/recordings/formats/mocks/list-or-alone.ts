import { listOf, memberOf } from "../../members.js";
import { recordedJson } from "../../recorded-json.js";
import type { RecordingFile } from "../../recording-file.js";
import { jsonRecords } from "../../records/json-records.js";
import type { StoredRecords } from "../../records/read-records.js";

/** The records of a JSON file: its list, the list under a member, or the file as the only one. */
export function listOrAlone(file: RecordingFile, member: string | null = null): StoredRecords {
  const json = file.json();
  const start = file.startBytes();
  const isList = json === null ? /^(?:\u00ef\u00bb\u00bf)?\s*\[/.test(start) : listOf(json.value) !== null;
  if (isList) return jsonRecords(file, []);
  const isUnder =
    member !== null && (json === null ? start.includes(`"${member}"`) : listOf(memberOf(json.value, member)) !== null);
  if (isUnder) return jsonRecords(file, [member]);
  return { list: [{ value: recordedJson(file) }], lineOf: () => 1, lost: null, notes: [] };
}
