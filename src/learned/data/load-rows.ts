import type { z } from "zod";
import { failWith } from "../../source/fail-with.js";
import { maxDataBytes, parseJsonData, parseJsonLines } from "../../source/json-data.js";
import { readSourceFile } from "../../source/read-file.js";
import type { SourceDocument } from "../../source/source-document.js";
import { SourceError, type SourceIssue } from "../../source/source-error.js";
import { validate } from "../../source/validate.js";
import type { Located } from "./located.js";
import { type LlmData, llmData, type QueryRow, queryRow, type RoutingRow, routingRow } from "./rows.js";

/** Reads a `query_data_*` file. Throws SourceError that lists up to 100 invalid lines. */
export function loadQueries(file: string): readonly Located<QueryRow>[] {
  return loadRows(queryRow, file);
}

/** Reads a `routing_data_*` file. Throws SourceError that lists up to 100 invalid lines. */
export function loadRouting(file: string): readonly Located<RoutingRow>[] {
  return loadRows(routingRow, file);
}

/** Reads an `llm_data` file. Throws SourceError when it is not valid. */
export function loadLlmData(file: string): Located<LlmData> {
  const document = parseJsonData(readSourceFile(file, { maxBytes: maxDataBytes }), file);
  return { value: validate(llmData, document), document };
}

function loadRows<T>(schema: z.ZodType<T>, file: string): readonly Located<T>[] {
  const rows: Located<T>[] = [];
  const issues: SourceIssue[] = [];
  for (const document of parseJsonLines(readSourceFile(file, { maxBytes: maxDataBytes }), file)) {
    const read = readRow(schema, document);
    if ("issues" in read) issues.push(...read.issues);
    else rows.push(read);
    if (issues.length >= maxIssues) break;
  }
  if (issues.length > 0) throw failWith(issues);
  return rows;
}

/** A wrong column is usually wrong in every line: more issues would add nothing. */
const maxIssues = 100;

type InvalidRow = { readonly issues: readonly SourceIssue[] };

function readRow<T>(schema: z.ZodType<T>, document: SourceDocument): Located<T> | InvalidRow {
  try {
    return { value: validate(schema, document), document };
  } catch (error) {
    if (error instanceof SourceError) return { issues: error.issues };
    throw error;
  }
}
