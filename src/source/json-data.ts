import { locateInJson } from "./json-offset.js";
import { placeAt } from "./place.js";
import type { SourceDocument } from "./source-document.js";
import { emptyFileHint, SourceError } from "./source-error.js";

/** The largest data file that is read, in bytes. */
export const maxDataBytes = 256 * 1024 * 1024;

/**
 * Parses JSON that a program wrote and that may be large. Places are looked up only when a mistake is reported.
 * The last value of a repeated key counts. Throws {@link SourceError} for text that is not JSON.
 */
export function parseJsonData(text: string, file: string): SourceDocument {
  return {
    file,
    value: parseOrFail(text, file),
    place: (path, of = "value") => placeAt(text, locateInJson(text, path, of)),
  };
}

/**
 * Parses JSON Lines: one value on each line, blank lines skipped. Throws {@link SourceError} at the first line that is
 * not JSON, and for a text without any value.
 */
export function parseJsonLines(text: string, file: string): readonly SourceDocument[] {
  const documents = text
    .split("\n")
    .flatMap((line, index) => (line.trim() === "" ? [] : [readLine(line, index, file)]));
  if (documents.length > 0) return documents;
  const hint = "write one JSON object on each line";
  throw new SourceError({ file, line: null, column: null, message: "the file has no rows", hint });
}

function readLine(line: string, index: number, file: string): SourceDocument {
  try {
    const { value, place } = parseJsonData(line, file);
    return { file, value, place: (path, of) => ({ line: index + 1, column: place(path, of).column }) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const message = error.issues[0]?.message ?? "not valid JSON";
    throw new SourceError({ file, line: index + 1, column: error.column, message, hint: lineHint });
  }
}

const lineHint = "each line must be one whole JSON object; is a quote, bracket or comma missing, or one too many?";

function parseOrFail(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    refuseBadJson(text, file);
    throw new TypeError("text that is not JSON was accepted as JSON");
  }
}

/** Throws {@link SourceError} at the place where a text stops being JSON. */
function refuseBadJson(text: string, file: string): void {
  if (text.trim() === "") {
    throw new SourceError({ file, line: 1, column: 1, message: "the file is empty", hint: emptyFileHint });
  }
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/.exec(reason)?.[1];
    const offset = position === undefined ? text.trimEnd().length : Number(position);
    const hint = "is a quote, bracket or comma missing, or one too many? JSON has no comments";
    throw new SourceError({ file, ...placeAt(text, offset), message: `not valid JSON: ${reason}`, hint });
  }
}
