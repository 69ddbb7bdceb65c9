import { Lexer } from "yaml";
import { placeAt } from "./place.js";
import { SourceError } from "./source-error.js";

/** How deep lists and objects may be nested; a JSON Schema with real content has some 12 levels. */
export const maxDepth = 64;

/** How many tokens a file may have: a large `models.yaml` has some 20,000. */
const maxTokens = 200_000;

/**
 * The lexemes of a text, for the parser. Before anything is parsed, refuses YAML that would harm the parser or whose
 * meaning a reader does not see. The parser is recursive: a few thousand nested brackets can end the whole process,
 * which no `catch` prevents (measured with yaml 2.9.1, 2026-11). The lexer is not recursive.
 */
export function lexGuarded(text: string, file: string): readonly string[] {
  const refuse = (offset: number, message: string, hint: string): never => {
    throw new SourceError({ file, ...placeAt(text, offset), message, hint });
  };
  refuseControlCharacters(text, refuse);
  const nesting = new Nesting();
  let offset = 0;
  let lineStart = 0;
  const lexemes: string[] = [];
  let content = false;
  let scalarNext = false;
  for (const token of new Lexer().lex(text)) {
    if (lexemes.push(token) > maxTokens) refuse(offset, "the file has too many parts", "split it into several files");
    if (token === documentMark || token === flowEndMark) continue;
    if (token === scalarMark) {
      content = scalarNext = true;
      nesting.enter(offset - lineStart);
      continue;
    }
    if (scalarNext) scalarNext = false;
    else if (token === "---") {
      if (content) refuse(offset, "the file holds several YAML documents", "keep one document; remove this ---");
      content = true;
    } else refuseToken({ token, offset, column: offset - lineStart }, refuse, nesting);
    if (nesting.depth > maxDepth) refuse(offset, `nested more than ${maxDepth} levels deep`, "flatten it");
    const lastBreak = Math.max(token.lastIndexOf("\n"), token.lastIndexOf("\r"));
    if (lastBreak >= 0) lineStart = offset + lastBreak + 1;
    offset += token.length;
  }
  return lexemes;
}

type Refuse = (offset: number, message: string, hint: string) => never;

// Marks that the lexer inserts. A text that passed `refuseControlCharacters` contains none of them.
const documentMark = "\x02";
const flowEndMark = "\x18";
const scalarMark = "\x1f";

function refuseControlCharacters(text: string, refuse: Refuse): void {
  const found = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.exec(text);
  if (found === null) return;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  refuse(
    found.index,
    `the control character U+${code} is not allowed`,
    code === "0000" ? "remove it" : `remove it; in a double-quoted text write \\u${code}`,
  );
}

type Token = { readonly token: string; readonly offset: number; readonly column: number };

function refuseToken({ token, offset, column }: Token, refuse: Refuse, nesting: Nesting): void {
  switch (token[0]) {
    case "!":
      refuse(offset, `the YAML tag ${token} is not allowed`, "remove the tag; quote the value if it is text");
      return;
    case "%":
      refuse(offset, "YAML directives are not allowed", "remove the line");
      return;
    case "[":
    case "{":
      nesting.open();
      return;
    case "]":
    case "}":
      nesting.close();
      return;
    case "-":
    case "?":
      if (token.length === 1) nesting.enter(column);
      return;
    default:
      return;
  }
}

/** Counts levels: the open brackets, and the columns of the enclosing block lists and objects. */
class Nesting {
  private brackets = 0;
  private columns: number[] = [];

  get depth(): number {
    return this.brackets + this.columns.length;
  }

  open(): void {
    this.brackets += 1;
  }

  close(): void {
    this.brackets = Math.max(0, this.brackets - 1);
  }

  /** Call when a list entry, key or value begins at `column`. Inside brackets only the brackets count. */
  enter(column: number): void {
    if (this.brackets > 0) return;
    while ((this.columns.at(-1) ?? -1) >= column) this.columns.pop();
    this.columns.push(column);
  }
}
