import { parseJson } from "../../../wire/json.js";
import { RecordingError } from "../../format.js";
import { listOf, objectOf } from "../../members.js";
import { looksRecorded } from "../../recorded-json.js";
import type { RecordingFile } from "../../recording-file.js";
import { jsonLines } from "../../records/json-lines.js";
import { offsetOfMember } from "../../records/json-list.js";
import { jsonRecords } from "../../records/json-records.js";
import type { StoredRecords } from "../../records/read-records.js";
import { listNames } from "./pair-names.js";
import { isMeantAsPair, isPair } from "./pair-sides.js";

/** True for a file that holds pairs: in a list or mapping under any name, alone, or one a line. */
export function holdsPairs(file: RecordingFile): boolean {
  return looksRecorded(file, { start: damagedStart, shape: (root) => pairsIn(root).length > 0 }) || isLines(file);
}

/**
 * The records of a file that are meant as pairs, those that are spoilt too; other records of the same list are left out. Throws
 * {@link RecordingError} for a file without any.
 */
export function storedPairs(file: RecordingFile): StoredRecords {
  if (isLines(file)) return jsonLines(file);
  const json = file.json();
  const list = json === null ? null : pairsIn(json.value);
  if (list === null) return damagedPairs(file);
  if (list.length > 0) return { list: list.map((value) => ({ value })), lineOf: () => null, lost: null, notes: [] };
  throw new RecordingError({ file: file.name, interaction: null }, "no pair of a request and a response");
}

/** How deep the lists of pairs may lie below the root, and how many items of a list are looked at to know it. */
const limits = { depth: 3, looked: 50 };

function pairsIn(value: unknown, depth = limits.depth): readonly unknown[] {
  if (isPair(value)) return [value];
  const list = listOf(value) ?? Object.values(objectOf(value) ?? {});
  if (list.slice(0, limits.looked).some(isPair)) return list.filter(isMeantAsPair);
  if (depth === 0 || listOf(value) !== null) return [];
  return list.flatMap((one) => pairsIn(one, depth - 1));
}

/** One pair a line: the first line is one, and the whole is not JSON. */
function isLines(file: RecordingFile): boolean {
  const end = file.bytes.indexOf(10);
  if (end === -1 || file.json() !== null) return false;
  const line = Buffer.from(file.bytes.subarray(0, end)).toString().replace("\ufeff", "");
  const parsed = parseJson(line);
  return parsed.ok && isPair(parsed.value);
}

/** The pairs of a file that is not JSON as a whole: of its list, or of the list under a name that is usual for one. */
function damagedPairs(file: RecordingFile): StoredRecords {
  const text = file.text() ?? "";
  const isListAt = (path: readonly string[]) => {
    const offset = offsetOfMember(text, path);
    return offset !== null && text[offset] === "[";
  };
  const name = isListAt([]) ? null : listNames.find((one) => isListAt([one]));
  const records = jsonRecords(file, name === undefined || name === null ? [] : [name]);
  const isKept = records.list.map((one) => "fault" in one || isMeantAsPair(one.value));
  const kept = records.list.flatMap((one, index) => (isKept[index] === true ? [{ one, index }] : []));
  return {
    ...records,
    list: kept.map(({ one }) => one),
    lineOf: (index) => records.lineOf(kept[index]?.index ?? index),
  };
}

/** A member before the pairs: a plain value, or an object or list without others in it. */
const before = String.raw`(?:"(?:[^"\\]|\\.){0,200}"\s*:\s*(?:"(?:[^"\\]|\\.){0,500}"|[\w.+-]+|\{[^{}]{0,1000}\}|\[[^[\]]{0,500}\])\s*,\s*){0,8}`;

/** The start of a file whose JSON is damaged: its first pair, in a list under a usual name, in a bare list, or alone. */
const damagedStart = new RegExp(
  String.raw`^[^[{]*(?:[[{]\s*){1,2}${before}(?:"(?:${listNames.join("|")})"\s*:\s*[[{]\s*(?:\{\s*)?${before})?` +
    String.raw`"(?:request|req)"\s*:\s*\{\s*"(?:url|uri|path|method|headers)"`,
);
