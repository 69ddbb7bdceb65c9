import type { SerialisedCall } from "../../serialised-call/serialised-call.js";

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
    isWhole: !hasWords(without(text, calls).replace(/<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi, "")),
    isLastWord: !hasWords(text.slice(calls.at(-1)?.end)),
    isInCode,
    isExplained: (call) => isInCode(call) && hasWords(outside),
    isAttached: (call) => text.slice(0, call.at).trim() === "" || /[^\s"'`(]$/.test(text.slice(0, call.at)),
  };
}

/** Code fences, an open one to the end of the text, and text between backticks. */
function codeIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf("```"); at !== -1; ) {
    const close = text.indexOf("```", at + 3);
    const end = close === -1 ? text.length : close + 3;
    spans.push({ at, end });
    at = text.indexOf("```", end);
  }
  for (const match of text.matchAll(/`[^`\n]{1,400}`/g)) {
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
