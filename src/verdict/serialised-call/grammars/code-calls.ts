import { keywordsAt, type LooseValue, looseObjectAt } from "../loose-value.js";
import { matchesOf } from "../matches.js";
import type { Grammar, ReadCall } from "../serialised-call.js";

/** A call in code at `at` (after blanks), `get_tide(harbour="Whitby")`; null when none stands there. `print(…)` is taken off. */
export function codeCallAt(text: string, at: number): ReadCall | null {
  const name = /\s{0,99}(?:print\()?(?:default_api\.|functions\.)?([A-Za-z_][\w.]{0,63})(?=\()/y;
  name.lastIndex = at;
  const named = name.exec(text);
  if (named === null) return null;
  const open = at + named[0].length;
  const { value, end } = argumentsAt(text, open);
  const stop = value === undefined ? positionalEnd(text, open) : end;
  if (stop === null) return null;
  const isPrinted = named[0].includes("print(") && text[stop] === ")";
  return { name: named[1] ?? null, arguments: value ?? null, at, end: isPrinted ? stop + 1 : stop };
}

/** Keywords, or one object: `(harbour="Whitby")`, `({"harbour": "Whitby"})`. */
function argumentsAt(text: string, open: number): LooseValue {
  if (!/^\(\s{0,9}\{/.test(text.slice(open, open + 12))) return keywordsAt(text, open);
  const { value, end } = looseObjectAt(text, open + 1);
  const close = /^\s{0,9}\)/.exec(text.slice(end, end + 12));
  return { value: close === null ? undefined : value, end: end + (close?.[0].length ?? 0) };
}

/** The code calls that stand one after another from `at`, with a comma, a semicolon or a line end between them. */
export function codeCallsAt(text: string, at: number): readonly ReadCall[] {
  const calls: ReadCall[] = [];
  for (let next = codeCallAt(text, at); next !== null && calls.length < 50; ) {
    calls.push(next);
    const separator = /\s{0,9}[,;\n]\s{0,9}/y;
    separator.lastIndex = next.end;
    const found = separator.exec(text);
    next = found === null ? null : codeCallAt(text, next.end + found[0].length);
  }
  return calls;
}

/** Code calls directly after a mark, also in a list; `mark` is global. */
export function codeAfter(mark: RegExp): Grammar {
  return (text) => {
    const work = { left: 8 * text.length + 100_000 };
    return matchesOf(text, mark).flatMap((found) => {
      if (work.left <= 0) return [];
      const calls = codeCallsAt(text, found.index + found[0].length);
      work.left -= Math.max(100, (calls.at(-1)?.end ?? 0) - found.index);
      return calls;
    });
  };
}

/** Code calls in square brackets that hold nothing else, `[get_tide(harbour="Whitby"), get_time()]`. */
export const bracketedCode: Grammar = (text) => {
  const calls: ReadCall[] = [];
  const work = { left: 8 * text.length + 100_000 };
  for (const { index } of matchesOf(text, /\[(?=\s{0,9}[A-Za-z_][\w.]{0,63}\()/g)) {
    if (work.left <= 0) break;
    if (index < (calls.at(-1)?.end ?? 0)) continue;
    const listed = codeCallsAt(text, index + 1);
    const end = listed.at(-1)?.end ?? index;
    work.left -= Math.max(100, end - index);
    const isWhole = /^\s{0,9},?\s{0,9}\]/.test(text.slice(end, end + 20));
    if (isWhole && listed.every((call) => call.arguments !== null)) calls.push(...listed);
  }
  return calls;
};

/** The end of `("Whitby", 2)`: brackets without brackets inside, of at most 400 characters. */
function positionalEnd(text: string, open: number): number | null {
  const brackets = /\([^()]{0,400}\)/y;
  brackets.lastIndex = open;
  const found = brackets.exec(text);
  return found === null ? null : open + found[0].length;
}
