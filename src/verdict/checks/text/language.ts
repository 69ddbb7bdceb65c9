import type { Message } from "../../../chat/message.js";
import { quote } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import { type Check, note } from "../check.js";
import { reports, should } from "../rule.js";

const scripts = ["Latin", "Cyrillic", "Han", "Hangul", "Arabic", "Devanagari", "Thai", "Hebrew", "Greek"] as const;
type Script = (typeof scripts)[number];

/** A larger share of an answer's letters than names and quotations account for. */
const driftShare = 0.2;

/** Answers of fewer letters are not checked. */
const enoughLetters = /(?:\p{L}\P{L}*){20}/u;

/** The answer uses a script of the conversation: a question in English is not answered half in Chinese or Cyrillic. */
export const textLanguage: Check = {
  id: "text/language",
  claim: "an answer uses a script of the conversation",
  rule: should(reports("MiniMax provider verifier, language_following")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { request, reply } }) => {
    const text = answerTextOf(reply);
    // A few letters prove nothing, and without the request the expected script is unknown.
    if (!enoughLetters.test(text)) return null;
    const conversation = request.messages.map(textOf).join(" ");
    if (!/\p{L}/u.test(conversation)) return null;
    // Most answers are in Latin letters alone, to a question in them.
    if (!otherThanLatin.test(text) && latin.test(conversation)) return [];
    const letters = lettersOf(text);
    const foreign = scripts.filter(
      (script) => count(text, script) / letters > driftShare && count(conversation, script) === 0,
    );
    return foreign.map((script) => note("language-drift", script.toLowerCase(), quote(text)));
  },
};

function textOf({ parts }: Message): string {
  return parts
    .map((part) => (part.kind === "text" ? part.text : part.kind === "json" ? JSON.stringify(part.value) : ""))
    .join(" ");
}

function count(text: string, script: Script): number {
  return text.match(patterns[script])?.length ?? 0;
}

function lettersOf(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

const latin = /\p{Script=Latin}/u;
const otherThanLatin = /[^\p{Script=Latin}\P{L}]/u;

const patterns: { readonly [script in Script]: RegExp } = {
  Latin: /\p{Script=Latin}/gu,
  Cyrillic: /\p{Script=Cyrillic}/gu,
  Han: /\p{Script=Han}/gu,
  Hangul: /\p{Script=Hangul}/gu,
  Arabic: /\p{Script=Arabic}/gu,
  Devanagari: /\p{Script=Devanagari}/gu,
  Thai: /\p{Script=Thai}/gu,
  Hebrew: /\p{Script=Hebrew}/gu,
  Greek: /\p{Script=Greek}/gu,
};
