import { parseJson } from "../../wire/json.js";
import { closingQuote, skipBlank } from "../../wire/json-scan.js";

/** One JSON value of a file of many. `line`: where it begins, from 1; null: not known. `fault`: why its text cannot be parsed. */
export type JsonRow = { readonly line: number | null } & ({ readonly value: unknown } | { readonly fault: string });

/**
 * The JSON values of a text: the items of a list, JSON lines, or values one after the other (`jq` output, Firehose objects).
 * A line may begin with the time and stream that `aws logs tail` and CloudWatch's export write. A value that cannot be parsed
 * does not take its neighbours. `json`: the value of the text as a whole, where it is one.
 */
export function jsonRows(text: string, json: { readonly value: unknown } | null): readonly JsonRow[] {
  if (json !== null) {
    const items: readonly unknown[] = Array.isArray(json.value) ? json.value : [json.value];
    return items.map((value) => ({ value, line: null }));
  }
  const start = skipBlank(text, 0);
  const firstLine = withoutStamp(lineAt(text, start));
  if (parseJson(firstLine).ok) return lineRows(text);
  return text[start] === "[" ? valueRows(text, start + 1) : valueRows(text, start);
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? text.length : end);
}

/** `2026-09-01T10:00:00.000Z {…}` (export to S3) and `2026-09-01T10:00:00+00:00 <stream> {…}` (`aws logs tail`). */
function withoutStamp(line: string): string {
  return line.replace(/^\d{4}-\d{2}-\d{2}T\S{1,32}\s(?:\S{1,512}\s)?(?=\{)/, "");
}

function lineRows(text: string): readonly JsonRow[] {
  return text.split("\n").flatMap((written, index): readonly JsonRow[] => {
    const line = withoutStamp(written.trim());
    if (line === "") return [];
    const row = rowOf(line, index + 1);
    if (!("fault" in row)) return [row];
    const several = valueRows(line, 0).map((one) => ({ ...one, line: index + 1 }));
    return several.length > 1 && several.every((one) => "value" in one) ? several : [row];
  });
}

function rowOf(text: string, line: number): JsonRow {
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
  while (offset < text.length && text[offset] !== "]" && unended < maxUnended) {
    for (; counted < offset; counted += 1) if (text.charCodeAt(counted) === 10) line += 1;
    const end = endOfValue(text, offset);
    const row = rowOf(text.slice(offset, end ?? text.length), line);
    rows.push(row);
    if (end === null) unended += 1;
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
