import { z } from "zod";
import { maxDataBytes, parseJsonData, parseJsonLines } from "../../source/json-data.js";
import { readSourceFile } from "../../source/read-file.js";
import { SourceError } from "../../source/source-error.js";
import { validate } from "../../source/validate.js";

const query = z.union([z.string().min(1), z.looseObject({ query: z.string().min(1) })]);

/** Reads queries: `.txt` one per line; `.json` a list or `.jsonl` one per line, each a text or `{ query }`. Throws SourceError. */
export function readQueries(file: string): readonly string[] {
  const text = readSourceFile(file, { maxBytes: maxDataBytes });
  const queries = queriesIn(text, file);
  if (queries.length > 0) return queries;
  throw new SourceError({
    file,
    line: null,
    column: null,
    message: "the file contains no query",
    hint: "write one per line",
  });
}

function queriesIn(text: string, file: string): readonly string[] {
  if (file.endsWith(".jsonl")) return parseJsonLines(text, file).map((row) => textOf(validate(query, row)));
  if (file.endsWith(".json")) return validate(z.array(query), parseJsonData(text, file)).map(textOf);
  return text.split(/\r?\n/).filter((line) => line.trim() !== "");
}

function textOf(one: z.output<typeof query>): string {
  return typeof one === "string" ? one : one.query;
}
