import type { ErrorFacts } from "./error-facts.js";
import { cleanType } from "./error-type.js";

/**
 * Reads an error body that is not JSON: an HTML page, XML of AWS's front end, or plain words. Plain words are an error by
 * themselves where they read like one.
 */
export function readErrorText(body: string): ErrorFacts {
  const text = body.trim();
  const coral = coralXml(text);
  if (coral !== null) return coral;
  const isHtml = /^<(?:!doctype|html|head|body|\?xml)/i.test(text);
  if (isHtml) return { ...noFacts, message: pageWords(text), isHtml };
  const message = text === "" ? null : text.slice(0, 500);
  return { ...noFacts, message, isError: !/^</.test(text) && isWords(text) && errorWords.test(text.slice(0, 500)) };
}

/** True for text that is neither JSON nor the beginning of it: it can be quoted as words. */
export function isWords(text: string): boolean {
  return !/^\s*(?:[{"]|\[\s*(?:[[{"\d\]]|$)|(?:true|false|null|-?[\d.]+)?\s*$)/.test(text);
}

/**
 * The status that plain words name, where neither a type nor a number is stated: `502 Bad Gateway`, `no healthy upstream`.
 * Null: they name none.
 */
export function statusInWords(text: string): number | null {
  const lead = /^(?:HTTP(?:\/\d(?:\.\d)?)? |error(?: code)?:? |status(?: code)?:? )?([45]\d\d)\b/i.exec(
    text.trim(),
  )?.[1];
  if (lead !== undefined) return Number(lead);
  return statusWords.find(([words]) => words.test(text))?.[1] ?? null;
}

const noFacts: ErrorFacts = {
  types: [],
  code: null,
  statedStatus: null,
  message: null,
  isError: false,
  isHtml: false,
  isFrontEnd: false,
};

/** Words with which services and proxies report a failure. */
const errorWords =
  /\b(?:errors?|exception|fail(?:ed|ure)|fault|time(?:d[ -]?|-)?out|unavailable|overloaded|too many requests|rate limit\w*|quota|bad gateway|unauthori[sz]ed|forbidden|access denied|no healthy upstream|connection (?:refused|reset)|cannot (?:POST|GET))\b/i;

/**
 * Reason phrases of HTTP (RFC 9110, read 2026-11-28), and the words of Envoy for an upstream that it could not reach
 * (envoyproxy/envoy, docs on response flags, read 2026-11-28).
 */
const statusWords: readonly (readonly [words: RegExp, status: number])[] = [
  [/too many requests|rate limit/i, 429],
  [/gateway time-?out|upstream request timeout/i, 504],
  [/bad gateway/i, 502],
  [
    /service (?:temporarily )?unavailable|overloaded|no healthy upstream|upstream connect error|disconnect\/reset before headers/i,
    503,
  ],
  [/internal server error/i, 500],
  [/^unauthori[sz]ed\b/i, 401],
  [/^forbidden\b/i, 403],
];

/** What a page says: its title, else its text. */
function pageWords(page: string): string {
  const noun = /^<\?xml/i.test(page) && !/<html/i.test(page) ? "an XML document" : "an HTML page";
  const title = /<title>([^<]{1,200})<\/title>/i.exec(page)?.[1]?.trim() ?? "";
  const words = title === "" ? textOf(page) : title;
  return words === "" ? noun : `${noun}: ${words}`;
}

/** The text of markup in one line, at most 200 characters of it. */
function textOf(markup: string): string {
  const bare = markup.slice(0, 8192).replace(/<(script|style)\b[^]*?<\/\1>/gi, " ");
  return bare
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

/**
 * XML of AWS's front end, which has the type as its root and at most a message in it: `<UnknownOperationException/>`
 * (mhart/dynalite test/connection.js, read 2026-11-28; Coral sends it with 404 and without a content type).
 */
function coralXml(text: string): ErrorFacts | null {
  const root = /^(?:<\?xml[^>]*>\s*)?<((?:[A-Z]\w*)?(?:Exception|Failure|Error|Fault|ErrorResponse))\b[^>]*>/.exec(
    text,
  )?.[1];
  if (root === undefined) return null;
  const type = element(text, "Code") ?? cleanType(root);
  const message = element(text, "Message") ?? element(text, "message");
  const types = type === null ? [] : [type];
  return { ...noFacts, types, code: type, message, isError: true, isFrontEnd: true };
}

function element(xml: string, name: string): string | null {
  const text = new RegExp(`<${name}>([^<]{1,500})</${name}>`).exec(xml)?.[1]?.trim() ?? "";
  return text === "" ? null : text;
}
