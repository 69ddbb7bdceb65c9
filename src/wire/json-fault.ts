import { skipBlank } from "./json-scan.js";

/** Why a text is not JSON. The members are those of a failed `parseJson`. */
export type JsonFault = { readonly message: string; readonly position: number; readonly incomplete: boolean };

/**
 * Finds where and how a text violates the grammar of RFC 8259; null when it is valid. Builds no value and is not
 * recursive: depth costs memory, never stack.
 */
export function findJsonFault(text: string): JsonFault | null {
  const open: ("array" | "object")[] = [];
  let offset = skipBlank(text, 0);
  let expected: Expected = "value";
  for (;;) {
    if (offset >= text.length) return expected === "end" ? null : cutAt(text.length);
    const step = nextStep(text, offset, { expected, open });
    if (typeof step === "number") return step >= text.length ? cutAt(text.length) : unexpectedAt(text, step);
    offset = skipBlank(text, step.next);
    expected = step.expected;
  }
}

type Expected = "value" | "value-or-close" | "key" | "key-or-close" | "colon" | "comma-or-close" | "end";
/** A number: the offset of the first wrong character; the text's length: the text ends too early. */
type Step = { readonly next: number; readonly expected: Expected } | number;

type State = { readonly expected: Expected; readonly open: ("array" | "object")[] };

function nextStep(text: string, offset: number, { expected, open }: State): Step {
  const character = text.charAt(offset);
  switch (expected) {
    case "end":
      return offset;
    case "colon":
      return character === ":" ? { next: offset + 1, expected: "value" } : offset;
    case "key":
    case "key-or-close":
      if (character === '"') return afterToken(readString(text, offset), "colon");
      return expected === "key-or-close" && character === "}" ? close(offset, open) : offset;
    case "comma-or-close":
      if (character === ",") return { next: offset + 1, expected: open.at(-1) === "array" ? "value" : "key" };
      return character === (open.at(-1) === "array" ? "]" : "}") ? close(offset, open) : offset;
    case "value-or-close":
      return character === "]" ? close(offset, open) : readValue(text, offset, open);
    case "value":
      return readValue(text, offset, open);
  }
}

function close(offset: number, open: ("array" | "object")[]): Step {
  open.pop();
  return { next: offset + 1, expected: afterValue(open) };
}

function afterValue(open: readonly string[]): Expected {
  return open.length === 0 ? "end" : "comma-or-close";
}

function readValue(text: string, offset: number, open: ("array" | "object")[]): Step {
  const character = text.charAt(offset);
  if (character === "[" || character === "{") {
    open.push(character === "[" ? "array" : "object");
    return { next: offset + 1, expected: character === "[" ? "value-or-close" : "key-or-close" };
  }
  if (character === '"') return afterToken(readString(text, offset), afterValue(open));
  for (const word of ["true", "false", "null"]) {
    if (character === word[0]) return afterToken(readWord(text, offset, word), afterValue(open));
  }
  return afterToken(readNumber(text, offset), afterValue(open));
}

/** The offset after a token, or the bitwise complement of the offset at which it is wrong. */
type TokenEnd = number;

function afterToken(end: TokenEnd, expected: Expected): Step {
  return end < 0 ? ~end : { next: end, expected };
}

function readWord(text: string, offset: number, word: string): TokenEnd {
  for (let index = 0; index < word.length; index += 1) {
    if (text[offset + index] !== word[index]) return ~(offset + index);
  }
  return offset + word.length;
}

function readString(text: string, start: number): TokenEnd {
  for (let offset = start + 1; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 34) return offset + 1;
    if (code < 32) return ~offset;
    if (code !== 92) continue;
    offset += 1;
    const escaped = text.charAt(offset);
    if (escaped === "u") {
      for (let digit = 0; digit < 4; digit += 1) {
        offset += 1;
        if (!/^[0-9A-Fa-f]$/.test(text.charAt(offset))) return ~offset;
      }
    } else if (escaped === "" || !'"\\/bfnrt'.includes(escaped)) return ~offset;
  }
  return ~text.length;
}

function readNumber(text: string, start: number): TokenEnd {
  let offset = text[start] === "-" ? start + 1 : start;
  if (!isDigit(text, offset)) return ~offset;
  offset = text[offset] === "0" ? offset + 1 : skipDigits(text, offset);
  if (text[offset] === ".") {
    if (!isDigit(text, offset + 1)) return ~(offset + 1);
    offset = skipDigits(text, offset + 1);
  }
  if (text[offset] === "e" || text[offset] === "E") {
    offset += text[offset + 1] === "+" || text[offset + 1] === "-" ? 2 : 1;
    if (!isDigit(text, offset)) return ~offset;
    offset = skipDigits(text, offset);
  }
  return offset;
}

function isDigit(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code >= 48 && code <= 57;
}

function skipDigits(text: string, from: number): number {
  let offset = from;
  while (isDigit(text, offset)) offset += 1;
  return offset;
}

function cutAt(position: number): JsonFault {
  return { message: `the text ends at position ${position} before its value does`, position, incomplete: true };
}

function unexpectedAt(text: string, position: number): JsonFault {
  const character = JSON.stringify(String.fromCodePoint(text.codePointAt(position) ?? 0));
  return { message: `unexpected ${character} at position ${position}`, position, incomplete: false };
}
