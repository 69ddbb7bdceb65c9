const wideBreaks = "\\x85\\u2028\\u2029";

/** True for a text that {@link withoutBreakIndent} may change. */
export function hasWideBreaks(text: string): boolean {
  return new RegExp(`[${wideBreaks}] `).test(text);
}

/**
 * Removes the indentation after U+0085, U+2028 and U+2029, which are line breaks in YAML 1.1. PyYAML, libyaml and go-yaml
 * write them unescaped and indent the text that follows; a YAML 1.2 parser would read those spaces as part of the text.
 */
export function* withoutBreakIndent(lexemes: Iterable<string>): Generator<string> {
  let [isScalar, isBlock] = [false, false];
  for (const lexeme of lexemes) {
    if (isScalar && isBlock) yield withoutIndent(lexeme, indentOf(lexeme));
    else if (!isScalar && /^['"]/.test(lexeme)) yield withoutIndent(lexeme, null);
    else yield lexeme;
    isScalar = lexeme === "\x1f";
    if (!isScalar && lexeme.trim() !== "" && lexeme[0] !== "#") isBlock = /^[|>]/.test(lexeme);
  }
}

/** `columns` null: all white space. */
function withoutIndent(lexeme: string, columns: number | null): string {
  return lexeme.replace(new RegExp(`([${wideBreaks}]) {0,${columns ?? ""}}`, "g"), "$1");
}

function indentOf(block: string): number {
  const indents = block
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.search(/[^ ]/));
  return indents.reduce((one, other) => Math.min(one, other), indents[0] ?? 0);
}
