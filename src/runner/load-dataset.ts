import { decodeRequestBody } from "../adapters/openai-chat/decode-request.js";
import { isJsonObject, type JsonObject } from "../chat/json.js";
import type { ChatRequest } from "../chat/request.js";
import { maxDataBytes, parseJsonLines } from "../source/json-data.js";
import { readSourceFile } from "../source/read-file.js";
import type { SourceDocument } from "../source/source-document.js";
import { SourceError, type SourceIssue } from "../source/source-error.js";

/** One whole request of a data set. `id`: the row's own, or `line-000012`. The model that the request names is ignored: the target's is asked. */
export type Sample = { readonly id: string; readonly request: ChatRequest };

/**
 * Reads a data set: one JSON object per line, either the body of a Chat Completions request or `{ id, request }` with the body
 * in `request`. The target decides about `stream`. Throws {@link SourceError} for an invalid request and for a repeated id.
 */
export function loadDataset(file: string): readonly Sample[] {
  const rows = parseJsonLines(readSourceFile(file, { maxBytes: maxDataBytes }), file);
  const seen = new Map<string, number>();
  const samples: Sample[] = [];
  const issues: SourceIssue[] = [];
  for (const row of rows) {
    const read = readSample(row);
    if ("message" in read) {
      issues.push(read);
      continue;
    }
    const { line } = row.place([]);
    const first = seen.get(read.id);
    if (first !== undefined)
      issues.push(issueAt(row, `the id "${read.id}" is already the id of line ${first}`, "ids must differ"));
    seen.set(read.id, line);
    samples.push(read);
  }
  const [first, ...more] = issues;
  if (first !== undefined) throw new SourceError(first, more);
  return samples;
}

function readSample(row: SourceDocument): Sample | SourceIssue {
  const { value } = row;
  if (!isJsonObject(value))
    return issueAt(row, "a row must be an object", "write the body of a chat request, one a line");
  const body = "request" in value ? value["request"] : value;
  if (!isJsonObject(body)) return issueAt(row, "request must be an object", "write the body of a chat request there");
  const { request, warnings } = decodeRequestBody(body);
  const unread = warnings.find(({ id }) => id !== "model-missing");
  if (unread !== undefined) return issueAt(row, `${unread.field}: ${unread.message}`, "see OpenAI's chat completions");
  if (request.messages.length === 0)
    return issueAt(row, "the request has no messages", "see OpenAI's chat completions");
  const id = idOf(value) ?? `line-${String(row.place([]).line).padStart(6, "0")}`;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id)) {
    return issueAt(row, `the id ${JSON.stringify(id)} cannot name a file`, 'use letters, digits, ".", "_" and "-"');
  }
  return { id, request };
}

/** A request body has no id of its own: only a row that wraps one does. */
function idOf(row: JsonObject): string | null {
  const id = "request" in row ? row["id"] : undefined;
  return typeof id === "string" || typeof id === "number" ? String(id) : null;
}

function issueAt(row: SourceDocument, message: string, hint: string): SourceIssue {
  return { file: row.file, ...row.place([]), message, hint };
}
