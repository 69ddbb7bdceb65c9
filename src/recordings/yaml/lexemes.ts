import { Lexer } from "yaml";
import { YamlFault } from "./fault.js";

/** The maximum nesting depth of lists and objects. */
export const maxYamlDepth = 128;

/** The limit for the lexer: four times the depth, because it sees columns, not lists and objects. */
const maxColumns = 4 * maxYamlDepth;

/** The maximum number of lexemes in a file, about two seconds of work. The largest of 1,375 real recordings has 4,070. */
export const maxLexemes = 1_000_000;

/** How many lexemes may still be read. */
export type YamlBudget = { left: number };

/**
 * The lexemes of a text, checked before they reach the parser, which recurses and takes quadratic time for deep texts: a few
 * thousand levels would end the process (yaml 2.9.1, measured 2026-11). Throws {@link YamlFault} for too much depth, for too
 * many lexemes, and for the control characters that PyYAML, libyaml and go-yaml refuse too.
 */
export function* foreignLexemes(text: string, budget: YamlBudget = { left: maxLexemes }): Generator<string> {
  const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.exec(text);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw new YamlFault(`the control character U+${code}`, control.index);
  }
  const levels = new Levels();
  let [offset, lineStart, isScalar] = [0, 0, false];
  for (const lexeme of new Lexer().lex(text)) {
    budget.left -= 1;
    if (budget.left < 0) throw new YamlFault(`more than ${maxLexemes} parts`, offset);
    yield lexeme;
    if (lexeme === "\x02" || lexeme === "\x18") continue;
    if (lexeme === "\x1f") {
      isScalar = true;
      levels.enter(offset - lineStart);
      continue;
    }
    if (!isScalar) levels.take(lexeme, offset - lineStart);
    isScalar = false;
    if (levels.count > maxColumns) throw new YamlFault(`nested deeper than ${maxYamlDepth}`, offset);
    const lastBreak = lexeme.lastIndexOf("\n");
    if (lastBreak !== -1) lineStart = offset + lastBreak + 1;
    offset += lexeme.length;
  }
}

/** The open brackets, and, outside of brackets, the columns at which enclosing lists and objects may have started. */
class Levels {
  private brackets = 0;
  private readonly columns: number[] = [];

  get count(): number {
    return this.brackets + this.columns.length;
  }

  take(lexeme: string, column: number): void {
    switch (lexeme[0]) {
      case "[":
      case "{":
        this.brackets += 1;
        return;
      case "]":
      case "}":
        this.brackets = Math.max(0, this.brackets - 1);
        return;
      case "-":
        // A new document starts with no levels.
        if (lexeme === "---") this.brackets = this.columns.length = 0;
        else this.enter(column);
        return;
      case "?":
      case ":":
      case "'":
      case '"':
      case "*":
      case "&":
      case "!":
        this.enter(column);
        return;
      default:
        return;
    }
  }

  enter(column: number): void {
    if (this.brackets > 0) return;
    while ((this.columns.at(-1) ?? -1) >= column) this.columns.pop();
    this.columns.push(column);
  }
}
