import { type Document, parseDocument } from "yaml";
import { placeAt } from "./place.js";
import { maxSourceBytes } from "./read-file.js";
import type { SourceDocument } from "./source-document.js";
import { SourceError } from "./source-error.js";
import { lexGuarded } from "./yaml-guard.js";
import { locateNode, readNode } from "./yaml-nodes.js";

/**
 * Parses a JSON file that a person wrote. Throws {@link SourceError} with the place for what is no JSON, for nesting
 * beyond 64 levels, repeated keys, and keys that mean something to JavaScript. Not for wire bodies or fixtures.
 */
export function parseJsonSource(text: string, fileName: string): SourceDocument {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (Buffer.byteLength(source) > maxSourceBytes) {
    const message = `is too large: the limit is ${maxSourceBytes} bytes`;
    throw new SourceError({ file: fileName, line: null, column: null, message, hint: "split it into several files" });
  }
  refuseBadJson(source, fileName);
  // JSON is YAML; its nodes know their places. The guard holds the nesting that the parser can bear.
  lexGuarded(source, fileName);
  const document: Document = parseDocument(source, {
    schema: "json",
    stringKeys: true,
    uniqueKeys: false,
    logLevel: "silent",
  });
  readNode(document, { file: fileName, text: source });
  return {
    file: fileName,
    value: JSON.parse(source),
    place: (path, of = "value") => placeAt(source, locateNode(document, path, of)),
  };
}

/** Throws {@link SourceError} at the place where a text stops being JSON. */
export function refuseBadJson(text: string, file: string): void {
  if (text.trim() === "") {
    throw new SourceError({ file, line: 1, column: 1, message: "the file is empty", hint: "write it, or take it out" });
  }
  try {
    JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/.exec(said)?.[1];
    const offset = position === undefined ? text.trimEnd().length : Number(position);
    const hint = "is a quote, bracket or comma missing, or one too many? JSON has no comments";
    throw new SourceError({ file, ...placeAt(text, offset), message: `not valid JSON: ${said}`, hint });
  }
}
