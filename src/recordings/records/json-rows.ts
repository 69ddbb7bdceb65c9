import { parseJson } from "../../wire/json.js";
import { closingQuote, skipBlank } from "../../wire/json-scan.js";
import { RecordingError } from "../format.js";
import { type RecordingFile, spoiltByte } from "../recording-file.js";
import { jsonRecords } from "./json-records.js";

/** One JSON value of a file of many. `line`: where it begins, from 1; null: not known. `fault`: why its text cannot be parsed. */
export type JsonRow = { readonly line: number | null } & ({ readonly value: unknown } | { readonly fault: string });

/** `lost`: what the file lost after its last row; null: nothing. */
type JsonRows = { readonly list: readonly JsonRow[]; readonly lost: string | null };

/** Detection and reading share the rows of a file. */
const known = new WeakMap<RecordingFile, JsonRows>();

/**
 * The JSON values of a file: the items of a list, JSON lines, or values one after the other (`jq` output, Firehose objects).
 * A line may begin with the time and stream that `aws logs tail` and CloudWatch's export write. A value that cannot be parsed
 * does not take its neighbours, also in a list under a member that exports have, in a file that is damaged.
 */
export function jsonRows(file: RecordingFile): JsonRows {
  const rows = known.get(file) ?? readRows(file);
  known.set(file, rows);
  return rows;
}

/** The members under which exports and CloudWatch have their list. */
const members = ["logEvents", "events", "data", "observations", "runs"] as const;

function readRows(file: RecordingFile): JsonRows {
  const json = file.json();
  if (json !== null) {
    const items: readonly unknown[] = Array.isArray(json.value) ? json.value : [json.value];
    return { list: items.map((value) => ({ value, line: null })), lost: null };
  }
  const text = file.textWithSpoilt();
  const start = skipBlank(text, 0);
  if (text[start] === "[") return listRows(file, []) ?? { list: [], lost: null };
  if (firstLines(text, start).some((line) => isWholeObject(withoutStamp(line))))
    return { list: lineRows(text), lost: null };
  for (const member of members) {
    const found = listRows(file, [member]);
    if (found !== null && found.list.length > 0) return found;
  }
  return { list: valueRows(text, start), lost: null };
}

/** How many faults of a damaged list have a line: each is counted from the start of the file. */
const countedLines = 100;

function listRows(file: RecordingFile, path: readonly string[]): JsonRows | null {
  try {
    const { list, lineOf, lost } = jsonRecords(file, path);
    let faults = 0;
    const rows = list.map((record, index): JsonRow => {
      if ("value" in record) return { ...record, line: null };
      faults += 1;
      // The text may be private, so that the fault quotes nothing.
      const fault = record.fault.replace(/^not JSON: (?!its ).*$/s, "not JSON");
      return { fault, line: faults > countedLines ? null : lineOf(index) };
    });
    return { list: rows, lost };
  } catch (error) {
    if (error instanceof RecordingError) return null;
    throw error;
  }
}

/** The first line may be the damaged one. */
function firstLines(text: string, start: number): readonly string[] {
  const lines: string[] = [];
  for (let at = start; at < text.length && lines.length < 3; at = skipBlank(text, at)) {
    const end = text.indexOf("\n", at);
    lines.push(text.slice(at, end === -1 ? text.length : end));
    at = end === -1 ? text.length : end;
  }
  return lines;
}

function isWholeObject(line: string): boolean {
  return line.startsWith("{") && line.length > 2 && parseJson(line).ok;
}

/** `2026-09-01T10:00:00.000Z {…}` (export to S3) and `2026-09-01T10:00:00+00:00 <stream> {…}` (`aws logs tail`). */
function withoutStamp(line: string): string {
  return line.replace(/^\d{4}-\d{2}-\d{2}T\S{1,32}\s(?:\S{1,512}\s)?(?=\{)/, "");
}

function lineRows(text: string): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  for (const [index, written] of text.split("\n").entries()) {
    const line = withoutStamp(written.trim());
    const last = rows.at(-1);
    // The rest of a row that was broken over several lines.
    const isRest = last !== undefined && "fault" in last && !line.startsWith("{");
    if (line !== "" && !isRest) rows.push(...lineRow(line, index + 1));
  }
  return rows;
}

function lineRow(line: string, number: number): readonly JsonRow[] {
  const row = rowOf(line, number);
  if (!("fault" in row)) return [row];
  const several = valueRows(line, 0).map((one) => ({ ...one, line: number }));
  return several.length > 1 && several.every((one) => "value" in one) ? several : [row];
}

function rowOf(text: string, line: number): JsonRow {
  if (text.includes(spoiltByte)) return { fault: "not UTF-8 text", line };
  const parsed = parseJson(text);
  if (parsed.ok) return { value: parsed.value, line };
  // Says where, not what: the text may be private.
  const where = parsed.incomplete ? "it ends too early" : `at position ${parsed.position ?? "unknown"}`;
  return { fault: `not JSON: ${where}`, line };
}

/** Each value without an end is looked for up to the end of the text, so that more of them would take quadratic time. */
const maxUnended = 16;

function valueRows(text: string, from: number): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  let [offset, line, counted, unended] = [skipSeparators(text, from), 1, 0, 0];
  while (offset < text.length && unended < maxUnended) {
    for (; counted < offset; counted += 1) if (text.charCodeAt(counted) === 10) line += 1;
    const end = endOfValue(text, offset);
    const row = rowOf(text.slice(offset, end ?? text.length), line);
    rows.push(row);
    if (end === null) unended += 1;
    if (unended === maxUnended) rows.push({ fault: "the rest of the file cannot be separated into rows", line: null });
    // After a value that does not parse, the next line that begins with a brace is the next value.
    const next = "value" in row && end !== null ? end : nextStart(text, offset);
    offset = skipSeparators(text, next);
  }
  return rows;
}

/** White space, and the commas of a list that is damaged as a whole. */
function skipSeparators(text: string, from: number): number {
  let offset = skipBlank(text, from);
  while (text[offset] === ",") offset = skipBlank(text, offset + 1);
  return offset;
}

/** The offset of the next brace that begins a line at the indent of this one; the text's length when there is none. */
function nextStart(text: string, from: number): number {
  const before = text.slice(Math.max(0, from - 80), from);
  const indent = /(?:^|\n)([ \t]*)$/.exec(before)?.[1] ?? "";
  const next = text.indexOf(`\n${indent}{`, from);
  return next === -1 ? text.length : next + 1 + indent.length;
}

/** The offset after the object or list that begins at `start`, by its brackets and quotes; null: it does not end. */
function endOfValue(text: string, start: number): number | null {
  let depth = 0;
  for (let offset = start; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 34) {
      const quote = closingQuote(text, offset);
      if (quote === null) return null;
      offset = quote;
    } else if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) {
      depth -= 1;
      if (depth <= 0) return offset + 1;
    } else if (depth === 0 && code === 10) return offset;
  }
  return null;
}
