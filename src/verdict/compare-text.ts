/** The form in which texts of a scenario are compared: NFKC, lower case, each run of white space as one space. */
export function normaliseText(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
}

/**
 * True when `text` contains `word`, after {@link normaliseText}. Numbers match as a whole: "42" is in "42." and in "42.0", not
 * in "142", "4.42", "1,042" or "-42"; "65" is in "65°F". False for an empty word.
 */
export function containsWord(text: string, word: string): boolean {
  const haystack = normaliseText(text);
  const needle = normaliseText(word);
  if (needle === "") return false;
  if (/^-?\d+(?:\.\d+)?$/.test(needle)) return numbersOf(haystack).includes(Number(needle));
  return positionsOf(haystack, needle).some((offset) => hasNumberBoundaries(haystack, offset, needle));
}

/** True when `text` has nothing visible: only white space and zero-width characters. */
export function isBlank(text: string): boolean {
  return !/[^\s\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]/u.test(text);
}

/** `text` in quotation marks, on one line, cut to `limit` code points (default 160). */
export function quote(text: string, limit = 160): string {
  // Most of a long text is not shown. The window's own end decides nothing: it may be white space, or half a character.
  const window = 8 * limit;
  if (text.length > window) {
    const points = [...oneLine(text.slice(0, window))];
    if (points.length > limit + 1) return `"${points.slice(0, limit).join("")}…"`;
  }
  const line = oneLine(text);
  if (line.length <= limit) return `"${line}"`;
  const points = [...line];
  return points.length <= limit ? `"${line}"` : `"${points.slice(0, limit).join("")}…"`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

/**
 * `text` cut to `limit` UTF-16 units (default 2,000), with its full length added: what a service says may be a megabyte. A pair of
 * surrogates is cut before it, not through it.
 */
export function shortened(text: string, limit = 2000): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)}… (${text.length} characters)`;
}

/** `text` on one line, cut to `limit` UTF-16 units, of which the last is `…` then. */
export function clipped(text: string, limit: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}

/** `text` as a regular expression that matches exactly it. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function numbersOf(text: string): readonly number[] {
  return [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map((match) => numberAt(text, match.index, match[0]));
}

/** The number that `token` stands for; NaN when it is only part of a word, of a version, of `.5` or of `4e2`. */
function numberAt(text: string, offset: number, token: string): number {
  const before = text.slice(Math.max(0, offset - 2), offset);
  const after = text.slice(offset + token.length, offset + token.length + 3);
  if (/[a-z_]$/.test(before) || /(?:^|[^\p{L}])\.$/u.test(before) || /^e[+-]?\d/.test(after)) return Number.NaN;
  const sign = /(?:^|[^\p{L}\p{N})\]])[-\u2212]$/u.test(before) ? -1 : 1;
  return sign * numberOf(token);
}

function numberOf(token: string): number {
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(token)) return Number(token.replaceAll(",", ""));
  if (/^\d+,\d+$/.test(token)) return Number(token.replace(",", "."));
  return Number(token);
}

function positionsOf(text: string, needle: string): readonly number[] {
  const found: number[] = [];
  for (let start = text.indexOf(needle); start !== -1; start = text.indexOf(needle, start + 1)) found.push(start);
  return found;
}

function hasNumberBoundaries(text: string, offset: number, needle: string): boolean {
  const before = text.slice(Math.max(0, offset - 2), offset);
  const after = text.slice(offset + needle.length, offset + needle.length + 2);
  if (/^\d/.test(needle) && /\d[.,]?$/.test(before)) return false;
  return !(/\d$/.test(needle) && /^(?:[.,])?\d/.test(after));
}
