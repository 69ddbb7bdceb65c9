import { RecordingError } from "./format.js";
import { listOf, memberOf, objectOf } from "./members.js";
import type { RecordingFile } from "./recording-file.js";
import { jsonRecords } from "./records/json-records.js";
import type { StoredRecords } from "./records/read-records.js";
import { yamlRecords } from "./records/yaml-records.js";

/**
 * The records of a YAML or JSON cassette: the list under the top-level member `name`. `last`: the member that the recorder
 * writes at the end of every file; null: it writes none. In a file without that member, the last record must be `whole`:
 * otherwise the file was cut off inside it. Throws {@link RecordingError} when there is no such list.
 */
export function cassetteOf(
  file: RecordingFile,
  {
    name,
    last,
    whole,
  }: { readonly name: string; readonly last: string | null; readonly whole: (item: unknown) => boolean },
): StoredRecords {
  const records = isJson(file) ? jsonRecords(file, [name]) : yamlRecords(file, name);
  const end = records.list.at(-1);
  if (end === undefined || "fault" in end || (last !== null && endsWith(file, last))) return records;
  if (!whole(end.value)) {
    const cut = { fault: "the file ends within it: it was cut off" };
    return { ...records, list: [...records.list.slice(0, -1), cut] };
  }
  return { ...records, notes: last === null ? records.notes : [...records.notes, `the file ends without "${last}"`] };
}

/** True if the file has the member, or, if it is damaged, a line that begins it. */
function endsWith(file: RecordingFile, last: string): boolean {
  if (isJson(file)) return file.json() === null || memberOf(file.json()?.value, last) !== undefined;
  const parsed = file.yaml();
  return parsed.ok
    ? memberOf(parsed.documents[0], last) !== undefined
    : new RegExp(`^${last}:`, "m").test(file.textWithSpoilt());
}

/** The recorders write the same members as YAML or, if configured, as JSON. */
function isJson(file: RecordingFile): boolean {
  return /^\s*\{/.test(file.start());
}

/** The member `request` of the first interaction of a JSON cassette that can be read; undefined when the file is not one. */
export function firstJsonRequest(file: RecordingFile, name: string): unknown {
  if (!isJson(file) || !file.start().includes(`"${name}"`)) return undefined;
  const whole = file.json();
  if (whole !== null) return requestIn(listOf(memberOf(whole.value, name))?.[0]);
  try {
    const readable = jsonRecords(file, [name]).list.find((one) => "value" in one);
    return readable !== undefined && "value" in readable ? requestIn(readable.value) : undefined;
  } catch (error) {
    if (error instanceof RecordingError) return undefined;
    throw error;
  }
}

function requestIn(record: unknown): unknown {
  return objectOf(memberOf(record, "request")) ?? undefined;
}
