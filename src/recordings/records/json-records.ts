import { parseJson } from "../../wire/json.js";
import { skipBlank } from "../../wire/json-scan.js";
import { RecordingError } from "../format.js";
import { listOf, memberOf } from "../members.js";
import { type RecordingFile, spoiltByte } from "../recording-file.js";
import { offsetOfMember, spanOfValue } from "./json-list.js";
import type { StoredRecord, StoredRecords } from "./read-records.js";

/**
 * The records of a JSON file: the list at a path of members; `[]`: the file is the list. A file that is not JSON keeps each
 * record whose own text is, and says what it lost. Throws {@link RecordingError} when there is no such list.
 */
export function jsonRecords(file: RecordingFile, path: readonly string[]): StoredRecords {
  const text = file.textWithSpoilt();
  const json = file.json();
  const list = json === null ? null : listOf(path.reduce<unknown>(memberOf, json.value));
  if (list !== null) {
    const lineOf = (index: number) => lineAt(text, recordsIn(text, path, false)?.list[index]?.start ?? null);
    return { list: list.map((value) => ({ value })), lineOf, lost: null, notes: [] };
  }
  const damaged = json === null ? recordsIn(text, path, true) : null;
  if (damaged === null) throw new RecordingError({ file: file.name, interaction: null }, reasonFor(file, path));
  const { list: found, closed } = damaged;
  const last = found.at(-1)?.record;
  const isNamed = last !== undefined && "fault" in last;
  return {
    list: found.map(({ record }) => record),
    lineOf: (index) => lineAt(text, found[index]?.start ?? null),
    lost: closed || isNamed ? null : "the list of interactions does not end: the file was cut off or is damaged",
    notes: [],
  };
}

/** The value at a path of members, also in a file that is damaged behind it; undefined: it is not there, or not JSON. */
export function jsonMember(file: RecordingFile, path: readonly string[]): unknown {
  const text = file.textWithSpoilt();
  const offset = offsetOfMember(text, path);
  if (offset === null) return undefined;
  const parsed = parseJson(text.slice(offset, spanOfValue(text, offset).end));
  return parsed.ok ? parsed.value : undefined;
}

/** The line of an offset, from 1. */
function lineAt(text: string, offset: number | null): number | null {
  return offset === null ? null : text.slice(0, offset).split("\n").length;
}

function reasonFor(file: RecordingFile, path: readonly string[]): string {
  const text = file.text();
  if (text === null) return "not UTF-8 text";
  const parsed = parseJson(text);
  if (!parsed.ok) return `not JSON: ${parsed.message}`;
  return path.length === 0 ? "not a JSON list" : `"${path.join(".")}" is not a list`;
}

type Found = { readonly record: StoredRecord; readonly start: number };

/** `closed`: the end of the list was found, and nothing but brackets after it. */
type FoundRecords = { readonly list: readonly Found[]; readonly closed: boolean };

/** `isDamaged`: the text is not JSON as a whole, so that records are also found behind damage. */
function recordsIn(text: string, path: readonly string[], isDamaged: boolean): FoundRecords | null {
  const opening = offsetOfMember(text, path);
  if (opening === null || text[opening] !== "[") return null;
  const list: Found[] = [];
  let offset = skipBlank(text, opening + 1);
  const nextStart = isDamaged ? startFinder(text, offset) : () => null;
  while (offset < text.length) {
    const more = text[offset] === "]" ? moreAfter(text, offset, nextStart) : offset;
    if (more === null) return { list, closed: true };
    const { record, next } = recordAt(text, more, nextStart);
    list.push({ record, start: more });
    if (next === null) return { list, closed: false };
    // A record that ends too early leaves members behind it, which are no records.
    const isRest = /[^[{\]]/.test(text.charAt(next)) && text[more] === "{";
    offset = isRest ? (nextStart(next) ?? next) : next;
  }
  return { list, closed: false };
}

/** A bracket of a damaged record may close the list too early: the offset of the record after it; null: the list ends. */
function moreAfter(text: string, bracket: number, nextStart: (from: number) => number | null): number | null {
  const isLastMember = !/^\]\s*,\s*"/.test(text.slice(bracket, bracket + 200));
  return isLastMember ? nextStart(bracket) : null;
}

type Step = { readonly record: StoredRecord; readonly next: number | null };

/** `next`: the offset of the next record or of the bracket that ends the list; null: neither can be found. */
function recordAt(text: string, start: number, nextStart: (from: number) => number | null): Step {
  const { end, state } = spanOfValue(text, start);
  const after = skipBlank(text, end);
  const follows = state === "sound" && (text[after] === "," || text[after] === "]");
  const record = recordOf(text.slice(start, end));
  if (follows) return { record, next: text[after] === "," ? skipBlank(text, after + 1) : after };
  const next = nextStart(start + 1);
  if ("value" in record) return { record, next };
  const cut = next === null && state === "cut";
  const rest = next === null ? "; what follows cannot be told from it" : "";
  const fault = cut
    ? "the file ends within it: it was cut off"
    : `not JSON: its brackets or quotes do not match${rest}`;
  return { record: { fault }, next };
}

/** The record that a text of its own is. */
export function recordOf(text: string): StoredRecord {
  if (text.includes(spoiltByte)) return { fault: "not UTF-8 text" };
  const parsed = parseJson(text);
  return parsed.ok ? { value: parsed.value } : { fault: `not JSON: ${parsed.message}` };
}

/** Finds the next record of a damaged list: an object after white space or a comma that begins with the first record's member. */
function startFinder(text: string, first: number): (from: number) => number | null {
  const name = /^\{\s*("[^"\\\n]{1,80}")\s*:/.exec(text.slice(first, first + 400))?.[1];
  if (name === undefined) return () => null;
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(Math.max(0, first - 200), first))?.[1];
  const before = indent === undefined ? "[,}]\\s*" : `\\n${indent}`;
  const pattern = new RegExp(`${before}\\{\\s*${escaped(name)}\\s*:`, "g");
  return (from) => {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    return found === null ? null : text.indexOf("{", found.index);
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
