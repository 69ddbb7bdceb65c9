import { parseJson } from "../../../wire/json.js";
import { RecordingError } from "../../format.js";
import { listOf, memberOf, objectOf } from "../../members.js";
import { looksRecorded } from "../../recorded-json.js";
import type { RecordingFile } from "../../recording-file.js";
import { jsonLines } from "../../records/json-lines.js";
import { offsetOfMember } from "../../records/json-list.js";
import { jsonRecords } from "../../records/json-records.js";
import type { StoredRecords } from "../../records/read-records.js";
import { yamlItems } from "../../records/yaml-records.js";
import { askedTurns, isAskedTurn } from "../../socket/socket-records.js";
import { listNames } from "./pair-names.js";
import { isMeantAsPair, isPair } from "./pair-sides.js";

/** True for a file that holds pairs: in a list or mapping under any name, alone, or one a line; in JSON or YAML. */
export function holdsPairs(file: RecordingFile): boolean {
  const isJson = looksRecorded(file, { start: damagedStart, shape: (root) => pairsIn(root).length > 0 });
  return isJson || isLines(file) || isYaml(file);
}

/**
 * The records of a file that are meant as pairs, those that are spoilt too; other records of the same list are left out. Throws
 * {@link RecordingError} for a file without any.
 */
export function storedPairs(file: RecordingFile): StoredRecords {
  if (isLines(file)) return keptPairs(jsonLines(file));
  if (isYaml(file)) return yamlPairs(file);
  const json = file.json();
  const list = json === null ? null : pairsIn(json.value);
  if (list === null) return damagedPairs(file);
  if (list.length > 0) return { list: list.map((value) => ({ value })), lineOf: () => null, lost: null, notes: [] };
  throw new RecordingError({ file: file.name, interaction: null }, "no pair of a request and a response");
}

/** Block YAML in which a request begins, as php-vcr and home-made recorders write it; a damaged file of php-vcr too. */
function isYaml(file: RecordingFile): boolean {
  const start = file.start();
  if (!/^(?:[ \t]*-)?[ \t]*(?:request|req|http_?[Rr]equest):[ \t]*\r?$/m.test(start)) return false;
  const parsed = file.yaml();
  return parsed.ok ? pairsIn(parsed.documents[0]).length > 0 : /^\s*(?:---\s+)?-\s+request:\s+method:/.test(start);
}

/** The pairs of the first document, with their lines where they are the items of its list. */
function yamlPairs(file: RecordingFile): StoredRecords {
  const parsed = file.yaml();
  if (!parsed.ok || listOf(parsed.documents[0]) !== null) return keptPairs(yamlItems(file));
  const list = pairsIn(parsed.documents[0]).map((value) => ({ value }));
  return { list, lineOf: () => null, lost: null, notes: [] };
}

/** How deep the lists of pairs may lie, how many items or lines tell what a file is, and how many values are searched in vain. */
const limits = { depth: 3, looked: 50, lines: 4, searched: 5_000 };

function pairsIn(root: unknown): readonly unknown[] {
  const budget = { left: limits.searched };
  return search(root, limits.depth);

  function search(value: unknown, depth: number): readonly unknown[] {
    budget.left -= 1;
    const inner = listOf(value) ?? Object.values(objectOf(value) ?? {});
    const found = pairsOf(value, inner);
    if (found.length > 0) budget.left = limits.searched;
    if (found.length > 0 || depth === 0) return found;
    return inner.flatMap((one) => (budget.left > 0 ? search(one, depth - 1) : []));
  }
}

/** The pairs that a value is, or that it lists. `inner`: its items or the values of its members. */
function pairsOf(value: unknown, inner: readonly unknown[]): readonly unknown[] {
  const each = askedTurns(value) ?? answersOf(value);
  if (each.some(isRecord)) return each;
  if (!inner.slice(0, limits.looked).some((one) => isRecord(one) || askedTurns(one) !== null)) return [];
  return inner.flatMap((one): readonly unknown[] => askedTurns(one) ?? (isMeantAsPair(one) ? [one] : []));
}

/** A pair, or a turn over a socket. */
function isRecord(value: unknown): boolean {
  return isAskedTurn(value) || isPair(value);
}

/** A record of one request with a list of the responses that it was given in turn, as one record for each. */
function answersOf(value: unknown): readonly unknown[] {
  const responses = listOf(memberOf(value, "responses"));
  if (responses === null || memberOf(value, "request") === undefined) return [value];
  return responses.map((response) => ({ ...objectOf(value), responses: undefined, response }));
}

/** One pair a line, perhaps behind a line about the file. */
function isLines(file: RecordingFile): boolean {
  if (!file.isJsonLines()) return false;
  const lines = (file.text() ?? "").split("\n", limits.lines);
  return lines.some((line) => {
    const parsed = parseJson(line);
    return parsed.ok && isPair(parsed.value);
  });
}

/** Without the records that are not meant as pairs. */
function keptPairs(records: StoredRecords): StoredRecords {
  const kept = records.list.flatMap((one, index) =>
    "fault" in one || isMeantAsPair(one.value) ? [{ one, index }] : [],
  );
  return {
    ...records,
    list: kept.map(({ one }) => one),
    lineOf: (index) => records.lineOf(kept[index]?.index ?? index),
  };
}

/** The pairs of a file that is not JSON as a whole: of its list, or of the list under a name that is usual for one. */
function damagedPairs(file: RecordingFile): StoredRecords {
  const text = file.textWithSpoilt();
  const isListAt = (path: readonly string[]) => {
    const offset = offsetOfMember(text, path);
    return offset !== null && text[offset] === "[";
  };
  const name = isListAt([]) ? null : listNames.find((one) => isListAt([one]));
  return keptPairs(jsonRecords(file, name === undefined || name === null ? [] : [name]));
}

/** A member before the pairs: a plain value, or an object or list without others in it. */
const before = String.raw`(?:"(?:[^"\\]|\\.){0,200}"\s*:\s*(?:"(?:[^"\\]|\\.){0,500}"|[\w.+-]+|\{[^{}]{0,1000}\}|\[[^[\]]{0,500}\])\s*,\s*){0,8}`;

/** The start of a file whose JSON is damaged: its first pair, in a list under a usual name, in a bare list, or alone. */
const damagedStart = new RegExp(
  String.raw`^[^[{]*(?:[[{]\s*){1,2}${before}(?:"(?:${listNames.join("|")})"\s*:\s*[[{]\s*(?:\{\s*)?${before})?` +
    String.raw`"(?:request|req)"\s*:\s*\{\s*"(?:url|uri|path|method|headers)"`,
);
