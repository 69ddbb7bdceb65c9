import { Composer, type CST, type Document, Parser, YAMLParseError } from "yaml";
import { placeAt } from "./place.js";
import { maxSourceBytes, readSourceFile } from "./read-file.js";
import type { SourceDocument } from "./source-document.js";
import { emptyFileHint, SourceError } from "./source-error.js";
import { withoutEnvironment } from "./without-environment.js";
import { lexGuarded } from "./yaml-guard.js";
import { locateNode, readNode } from "./yaml-nodes.js";

/** {@link parseYaml} of a file. `root` as in {@link readSourceFile}; `name`: its name in messages, default `file`. */
export function parseYamlFile(
  file: string,
  options: { readonly root?: string; readonly name?: string } = {},
): SourceDocument {
  return parseYaml(readSourceFile(file, options), options.name ?? file);
}

/**
 * Parses one YAML 1.2 document into JSON values. Nothing is interpolated, included or executed.
 * Throws {@link SourceError} with the place for text that is not YAML, and for YAML whose meaning a reader would not
 * see: tags, directives, merge keys, keys that are not text, repeated keys, numbers that JSON would not preserve
 * (infinite, beyond 2^53, leading zeros), alias bombs, and keys with a meaning in JavaScript. Also refuses an empty
 * file.
 *
 * @example
 * const document = parseYaml("id: basic-chat\nsteps: []", "basic-chat.yaml");
 * document.place(["steps"]); // { line: 2, column: 8 }
 */
export function parseYaml(text: string, fileName: string): SourceDocument {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  refuseSize(source, fileName);
  const lexemes = lexGuarded(source, fileName);
  const document = withoutEnvironment(() => compose(lexemes, source.length));
  const error = document.errors[0];
  const deeper = deeperEntry(document.errors, source);
  if (deeper !== null) {
    const message = "not valid YAML: it is indented deeper than the entry above, which already has a value";
    throw new SourceError({ file: fileName, ...placeAt(source, deeper), message, hint: deeperHint });
  }
  if (error !== undefined) {
    const hint = hints[error.code] ?? null;
    throw new SourceError({ file: fileName, ...placeAt(source, error.pos[0]), message: plainMessage(error), hint });
  }
  if (document.contents === null || source.trim() === "") throw empty(fileName);
  const value = readNode(document, { file: fileName, text: source });
  if (value === null) throw empty(fileName);
  return {
    file: fileName,
    value,
    place: (path, of = "value") => placeAt(source, locateNode(document, path, of)),
  };
}

/**
 * Does what `parseDocument` of yaml does (2.9.1, read 2026-11), starting from the lexemes. `readNode` looks for
 * repeated keys, because the parser's own search takes quadratic time.
 */
function compose(lexemes: readonly string[], length: number): Document.Parsed {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    stringKeys: true,
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const [document, another] = composer.compose(parseLexemes(lexemes), true, length);
  if (document === undefined) throw new TypeError("the YAML composer returned no document");
  if (another !== undefined) {
    const [start, end] = another.range;
    document.errors.push(new YAMLParseError([start, end], "MULTIPLE_DOCS", "the file has several documents"));
  }
  return document;
}

function* parseLexemes(lexemes: readonly string[]): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of lexemes) yield* parser.next(lexeme);
  yield* parser.end();
}

const hints: { readonly [code: string]: string } = {
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "indent every entry of a list or object by the same number of spaces",
  NON_STRING_KEY: "put the key in quotes, or write a plain word",
  BAD_ALIAS: "define the anchor (&name) before it is used, or write the value out",
  BLOCK_AS_IMPLICIT_KEY: "put text that contains a colon in quotes",
  MULTILINE_IMPLICIT_KEY: "is a quote or a bracket left open above?",
  MISSING_CHAR: "is a quote, bracket or comma missing?",
  MULTIPLE_DOCS: "keep one document; remove the ...",
  UNEXPECTED_TOKEN: "is the indentation right, and is every quote and bracket closed?",
};

const deeperHint = "indent it like the entry above, or remove the value of that one";

/**
 * Where an entry stands below an entry that has a value already; null: that is not the mistake. The parser reads the value and the
 * entry's key as one key over two lines, and reports that second.
 */
function deeperEntry([first, second]: readonly YAMLParseError[], source: string): number | null {
  if (first?.code !== "BLOCK_AS_IMPLICIT_KEY" || second?.code !== "MULTILINE_IMPLICIT_KEY") return null;
  const [start, end] = second.pos;
  if (start !== first.pos[0]) return null;
  const line = source.lastIndexOf("\n", end - 1) + 1;
  return line + source.slice(line).search(/\S/);
}

function plainMessage(error: { readonly code: string; readonly message: string }): string {
  if (error.code === "NON_STRING_KEY") return "a key must be text";
  return `not valid YAML: ${error.code === "BLOCK_AS_IMPLICIT_KEY" ? "a value holds another colon" : error.message}`;
}

function refuseSize(text: string, file: string): void {
  const size = Buffer.byteLength(text);
  if (size <= maxSourceBytes) return;
  const message = `is too large: ${size} bytes, the limit is ${maxSourceBytes}`;
  throw new SourceError({ file, line: null, column: null, message, hint: "split it into several files" });
}

function empty(file: string): SourceError {
  return new SourceError({ file, line: 1, column: 1, message: "the file is empty", hint: emptyFileHint });
}
