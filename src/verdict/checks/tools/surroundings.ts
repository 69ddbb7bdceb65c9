import type { SerialisedCall } from "../../serialised-call/serialised-call.js";
import { withoutClosedThoughts } from "../../visible-text.js";

type Span = Pick<SerialisedCall, "at" | "end">;

/**
 * What stands around the calls in a text. `isWhole`: nothing else, apart from markup and closed thoughts. `isLastWord`: nothing
 * after the last one. `isInCode`: in a code fence or between backticks. `isExplained`: in code, with words around it.
 * `isAttached`: at the start of the text, or directly behind a word, as no sentence has it.
 */
export type Surroundings = {
  readonly isWhole: boolean;
  readonly isLastWord: boolean;
  readonly isInCode: (call: Span) => boolean;
  readonly isExplained: (call: Span) => boolean;
  readonly isAttached: (call: Span) => boolean;
};

/** Looks at the text around `calls`, which are in order. */
export function surroundingsOf(text: string, calls: readonly SerialisedCall[]): Surroundings {
  const code = codeIn(text);
  const isInCode = (call: Span) => code.some(({ at, end }) => at <= call.at && call.at < end);
  const outside = without(text, code);
  return {
    isWhole: !hasWords(withoutClosedThoughts(without(text, calls))),
    isLastWord: !hasWords(text.slice(calls.at(-1)?.end)),
    isInCode,
    isExplained: (call) => isInCode(call) && hasWords(outside),
    isAttached: (call) => text.slice(0, call.at).trim() === "" || /[^\s"'`(]$/.test(text.slice(0, call.at)),
  };
}

/** Code fences, an open one to the end of the text, indented lines, text between backticks, and marks between quotation marks. */
function codeIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const fence of ["```", "~~~"]) {
    for (let at = text.indexOf(fence); at !== -1; ) {
      const close = text.indexOf(fence, at + 3);
      const end = close === -1 ? text.length : close + 3;
      spans.push({ at, end });
      at = text.indexOf(fence, end);
    }
  }
  for (const match of text.matchAll(/`[^`\n]{1,400}`|["“'](?=[<[])[^"”'\n]{1,60}["”']|(?:^|\n)(?: {4}|\t)[^\n]+/g)) {
    spans.push({ at: match.index, end: match.index + match[0].length });
  }
  return spans;
}

function without(text: string, spans: readonly Span[]): string {
  const kept: string[] = [];
  let from = 0;
  for (const { at, end } of [...spans].sort((a, b) => a.at - b.at)) {
    if (at > from) kept.push(text.slice(from, at));
    from = Math.max(from, end);
  }
  return [...kept, text.slice(from)].join(" ");
}

/** True when something is left beside markup, the language of a code fence, and signs. */
function hasWords(text: string): boolean {
  const words = text.replace(/```\w{0,12}/g, "").replace(/<[^<>\n]{1,80}>|\[\/?[A-Z_]{2,20}\]/g, "");
  return /[\p{L}\p{N}]/u.test(words);
}
