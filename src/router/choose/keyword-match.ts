/** Scripts that put no space between words: a keyword in them matches anywhere in a text. Unicode's property `Script`. */
const unspacedScripts = [
  ...["Han", "Hira", "Kana", "Bopo", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Yiii", "Lana", "Talu", "Tale"],
  ...["Java", "Bali", "Nshu", "Tang"],
];

/** The kinds of letters, by how their words begin and end. Hangul words have spaces, but particles and endings follow a stem. */
type Kind = "spaced" | "hangul" | "unspaced";

const isLetter = /^[\p{L}\p{N}\p{M}]/u;
const isMark = /^\p{M}/u;
const isHangul = /^\p{sc=Hang}/u;
/** Signs that kana share: the long vowel, repetition, and the two voicing marks. */
const kanaSigns = "\\u30fc\\u3031-\\u3035\\u303c\\u3099\\u309a";
const isUnspaced = new RegExp(`^[${unspacedScripts.map((script) => `\\p{sc=${script}}`).join("")}${kanaSigns}]`, "u");

/** What must be between a part and the one before it: nothing, blanks or nothing, signs or nothing, or signs. */
type Gap = "none" | "blanks" | "signs" | "needed";

/** A word of a keyword, or signs that must be there as they are: then `kind` is null. */
type Part = { readonly text: string; readonly kind: Kind | null; readonly gap: Gap };

/**
 * Makes the test of whether a text has a keyword; case, width and composition do not matter. Words of scripts with spaces match
 * whole: "code" is not in "decode". Han, kana, Thai and other scripts without spaces match anywhere. A Korean keyword matches from
 * the start of a word, since particles and endings follow it. Where two kinds of letters meet, a word ends: "python" is in "用python写".
 * Signs inside a keyword match any signs or spaces. Signs at its ends are left out, but for those of names such as `c++`, `c#` and
 * `.net`; a keyword of signs alone matches as it is. Null: the keyword is blank. The test takes a text of {@link normalised}.
 */
export function keywordTest(keyword: string): ((text: string) => boolean) | null {
  const parts = partsOf(normalised(keyword).trim());
  const first = parts[0]?.text;
  if (first === undefined) return null;
  return (text) => {
    for (let at = text.indexOf(first); at !== -1; at = text.indexOf(first, at + 1)) {
      if (fitsAt(text, at, parts)) return true;
    }
    return false;
  };
}

/** A text or keyword without differences of case, width and composition, and without invisible characters. */
export function normalised(text: string): string {
  return (
    text
      .normalize("NFKC")
      // Through upper case, so that "STRASSE" is "straße".
      .toUpperCase()
      .toLowerCase()
      .normalize("NFKC")
      .replace(/[\p{Cf}\p{Variation_Selector}]/gu, "")
  );
}

function partsOf(keyword: string): readonly Part[] {
  const runs = runsOf(keyword);
  const parts: Part[] = [];
  let gap: Gap = "none";
  for (const [index, { text, kind }] of runs.entries()) {
    const [before, after] = [runs[index - 1], runs[index + 1]];
    if (kind !== null) {
      parts.push({ text, kind, gap: before === undefined || before.kind === null ? gap : "blanks" });
      gap = "none";
    } else if (before !== undefined && after !== undefined) {
      // Scripts with spaces need something between two words; the others may write them together.
      gap = before.kind === "spaced" && after.kind === "spaced" ? "needed" : "signs";
    } else if (isNeeded(text, { isFirst: before === undefined, isLast: after === undefined })) {
      parts.push({ text, kind, gap: "none" });
    }
  }
  return parts;
}

function isNeeded(
  signs: string,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): boolean {
  if (isFirst && isLast) return true;
  return isFirst ? signs === "." : /^[+#]+$/.test(signs);
}

/** The text as runs of one kind of letters each, or of signs. */
function runsOf(text: string): readonly { readonly text: string; readonly kind: Kind | null }[] {
  const runs: { text: string; readonly kind: Kind | null }[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    // A mark belongs to the letter before it, whatever script it is of.
    const kind = isMark.test(character) && last?.kind != null ? last.kind : kindOf(character);
    if (last !== undefined && last.kind === kind) last.text += character;
    else runs.push({ text: character, kind });
  }
  return runs;
}

/** The kind of the letter, digit or mark that a text begins with; null: it begins with a sign or a blank, or is empty. */
function kindOf(text: string): Kind | null {
  if (!isLetter.test(text)) return null;
  if (isUnspaced.test(text)) return "unspaced";
  return isHangul.test(text) ? "hangul" : "spaced";
}

function fitsAt(text: string, start: number, parts: readonly Part[]): boolean {
  let at = start;
  for (const [index, part] of parts.entries()) {
    const from = index === 0 ? at : afterGap(text, at, part.gap);
    if (from === null || !text.startsWith(part.text, from)) return false;
    const end = from + part.text.length;
    const goesOn = parts[index - 1]?.kind === part.kind;
    if (part.kind !== null && !isWord(text, { from, end, kind: part.kind, goesOn })) return false;
    at = end;
  }
  return true;
}

/** Where the next part may begin; null: what must be between is not there. */
function afterGap(text: string, at: number, gap: Gap): number | null {
  if (gap === "none") return at;
  let end = at;
  for (const character of text.slice(at)) {
    if (gap === "blanks" ? character.trim() !== "" : isLetter.test(character)) break;
    end += character.length;
  }
  return gap === "needed" && end === at ? null : end;
}

type Span = { readonly from: number; readonly end: number; readonly kind: Kind; readonly goesOn: boolean };

/** Whether a word begins and ends there. `goesOn`: it may begin within a word, since the keyword's own begins before it. */
function isWord(text: string, { from, end, kind, goesOn }: Span): boolean {
  const after = text.slice(end, end + 2);
  if (kind !== "unspaced" && !goesOn && kindBefore(text, from) === kind) return false;
  return !isMark.test(after) && (kind !== "spaced" || kindOf(after) !== "spaced");
}

/** A letter with its marks at the end of a text, or marks alone. */
const lastLetter = /[\p{L}\p{N}]\p{M}*$|\p{M}+$/u;

/** The kind of the letter before a place, whatever script its marks are of. No letter has more than a dozen marks. */
function kindBefore(text: string, at: number): Kind | null {
  return kindOf(lastLetter.exec(text.slice(Math.max(0, at - 16), at))?.[0] ?? "");
}
