/** Why a text is not JSON, in the members of a failed `parseJson`. */
export type JsonFault = { readonly message: string; readonly position: number; readonly incomplete: boolean };

/**
 * Reads a text by the grammar of RFC 8259 without building a value, to say where and how it is wrong.
 * Null when it is valid. Not recursive: depth costs memory, never the stack.
 */
export function findJsonFault(text: string): JsonFault | null {
  const open: ("array" | "object")[] = [];
  let at = skipBlank(text, 0);
  let expected: Expected = "value";
  for (;;) {
    if (at >= text.length) return expected === "end" ? null : cutAt(text.length);
    const step = stepFrom(text, at, { expected, open });
    if (typeof step === "number") return step >= text.length ? cutAt(text.length) : unexpectedAt(text, step);
    at = skipBlank(text, step.next);
    expected = step.expected;
  }
}

type Expected = "value" | "value-or-close" | "key" | "key-or-close" | "colon" | "comma-or-close" | "end";
/** A number is the index at which the text cannot go on; the text's length means that it stops too early. */
type Step = { readonly next: number; readonly expected: Expected } | number;

type Place = { readonly expected: Expected; readonly open: ("array" | "object")[] };

function stepFrom(text: string, at: number, { expected, open }: Place): Step {
  const character = text.charAt(at);
  switch (expected) {
    case "end":
      return at;
    case "colon":
      return character === ":" ? { next: at + 1, expected: "value" } : at;
    case "key":
    case "key-or-close":
      if (character === '"') return afterToken(readString(text, at), "colon");
      return expected === "key-or-close" && character === "}" ? close(at, open) : at;
    case "comma-or-close":
      if (character === ",") return { next: at + 1, expected: open.at(-1) === "array" ? "value" : "key" };
      return character === (open.at(-1) === "array" ? "]" : "}") ? close(at, open) : at;
    case "value-or-close":
      return character === "]" ? close(at, open) : readValue(text, at, open);
    case "value":
      return readValue(text, at, open);
  }
}

function close(at: number, open: ("array" | "object")[]): Step {
  open.pop();
  return { next: at + 1, expected: afterValue(open) };
}

function afterValue(open: readonly string[]): Expected {
  return open.length === 0 ? "end" : "comma-or-close";
}

function readValue(text: string, at: number, open: ("array" | "object")[]): Step {
  const character = text.charAt(at);
  if (character === "[" || character === "{") {
    open.push(character === "[" ? "array" : "object");
    return { next: at + 1, expected: character === "[" ? "value-or-close" : "key-or-close" };
  }
  if (character === '"') return afterToken(readString(text, at), afterValue(open));
  for (const word of ["true", "false", "null"]) {
    if (character === word[0]) return afterToken(readWord(text, at, word), afterValue(open));
  }
  return afterToken(readNumber(text, at), afterValue(open));
}

/** The end of a token, or the complement of the index at which it is wrong (so that the two are told apart). */
type TokenEnd = number;

function afterToken(end: TokenEnd, expected: Expected): Step {
  return end < 0 ? ~end : { next: end, expected };
}

function readWord(text: string, at: number, word: string): TokenEnd {
  for (let index = 0; index < word.length; index += 1) {
    if (text[at + index] !== word[index]) return ~(at + index);
  }
  return at + word.length;
}

function readString(text: string, start: number): TokenEnd {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code < 32) return ~at;
    if (code !== 92) continue;
    at += 1;
    const escaped = text.charAt(at);
    if (escaped === "u") {
      for (let digit = 0; digit < 4; digit += 1) {
        at += 1;
        if (!/^[0-9A-Fa-f]$/.test(text.charAt(at))) return ~at;
      }
    } else if (escaped === "" || !'"\\/bfnrt'.includes(escaped)) return ~at;
  }
  return ~text.length;
}

function readNumber(text: string, start: number): TokenEnd {
  let at = text[start] === "-" ? start + 1 : start;
  if (!isDigit(text, at)) return ~at;
  at = text[at] === "0" ? at + 1 : skipDigits(text, at);
  if (text[at] === ".") {
    if (!isDigit(text, at + 1)) return ~(at + 1);
    at = skipDigits(text, at + 1);
  }
  if (text[at] === "e" || text[at] === "E") {
    at += text[at + 1] === "+" || text[at + 1] === "-" ? 2 : 1;
    if (!isDigit(text, at)) return ~at;
    at = skipDigits(text, at);
  }
  return at;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text, at)) at += 1;
  return at;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text.charAt(at))) at += 1;
  return at;
}

function cutAt(position: number): JsonFault {
  return { message: `the text ends at position ${position} before its value does`, position, incomplete: true };
}

function unexpectedAt(text: string, position: number): JsonFault {
  const character = JSON.stringify(String.fromCodePoint(text.codePointAt(position) ?? 0));
  return { message: `unexpected ${character} at position ${position}`, position, incomplete: false };
}
