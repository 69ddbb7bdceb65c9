/** Scripts that put no space between words: a keyword in them matches anywhere in a text. Unicode's `Script_Extensions`. */
const unspacedScripts = [
  ...["Han", "Hira", "Kana", "Bopo", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Yiii", "Lana", "Talu", "Tale"],
  ...["Java", "Bali", "Nshu", "Tang"],
];
const unspaced = unspacedScripts.map((script) => `\\p{scx=${script}}`).join("");
const letter = "[\\p{L}\\p{N}\\p{M}]";

/** The kinds of letters, by how their words begin and end. Hangul words have spaces, but particles and endings follow a stem. */
const kinds = {
  unspaced: `(?=${letter})[${unspaced}]`,
  hangul: `(?=${letter})\\p{sc=Hang}`,
  spaced: `(?![${unspaced}\\p{sc=Hang}])${letter}`,
} as const;
type Kind = keyof typeof kinds;

const isKind = {
  unspaced: new RegExp(`^(?:${kinds.unspaced})`, "u"),
  hangul: new RegExp(`^(?:${kinds.hangul})`, "u"),
} as const;
const runs = new RegExp(
  `(?:${kinds.unspaced})+|(?:${kinds.hangul})+|(?:${kinds.spaced})+|[^\\p{L}\\p{N}\\p{M}]+`,
  "gu",
);
const isLetter = new RegExp(letter, "u");

/**
 * Makes the test of whether a text has a keyword; case, width and composition do not matter. Words of scripts with spaces match
 * whole: "code" is not in "decode". Han, kana, Thai and other scripts without spaces match anywhere. A Korean keyword matches from
 * the start of a word, since particles and endings follow it. Where two kinds of letters meet, a word ends: "python" is in "用python写".
 * Signs inside a keyword match any signs or spaces. Signs at its ends are left out, but for those of names such as `c++`, `c#` and
 * `.net`; a keyword of signs alone matches as it is. Null: the keyword is blank.
 */
export function keywordTest(keyword: string): ((text: string) => boolean) | null {
  const pieces = normalised(keyword).trim().match(runs) ?? [];
  if (pieces.length === 0) return null;
  const pattern = new RegExp(pieces.map((piece, index) => pieceOf(piece, { pieces, index })).join(""), "u");
  return (text) => pattern.test(text);
}

/** A text or keyword without differences of case, width and composition, and without invisible characters. */
export function normalised(text: string): string {
  return (
    text
      .normalize("NFKC")
      // Through upper case, so that "STRASSE" is "straße".
      .toUpperCase()
      .toLowerCase()
      .normalize("NFC")
      .replace(/[\p{Cf}\p{Variation_Selector}]/gu, "")
  );
}

type Place = { readonly pieces: readonly string[]; readonly index: number };

function pieceOf(piece: string, place: Place): string {
  const kind = kindOf(piece);
  return kind === null ? signsPattern(piece, place) : wordPattern(piece, kind, place);
}

function signsPattern(signs: string, { pieces, index }: Place): string {
  const [before, after] = [pieces[index - 1], pieces[index + 1]];
  if (before === undefined && after === undefined) return literal(signs);
  if (before === undefined) return signs === "." ? literal(signs) : "";
  if (after === undefined) return /^[+#]+$/.test(signs) ? literal(signs) : "";
  // Scripts with spaces need something between two words; the others may write them together.
  const isNeeded = kindOf(before) === "spaced" && kindOf(after) === "spaced";
  return `[^\\p{L}\\p{N}\\p{M}]${isNeeded ? "+" : "*"}`;
}

function wordPattern(word: string, kind: Kind, { pieces, index }: Place): string {
  const after = pieces[index + 1];
  const followsSigns = index > 1 && kindOf(pieces[index - 1] ?? "") === null;
  const start = kind === "unspaced" || followsSigns ? "" : `(?<!${kinds[kind]})`;
  // Elsewhere a word may go on, but not within a character.
  const end = kind === "spaced" ? `(?!${kinds.spaced})` : "(?!\\p{M})";
  const meetsWord = after !== undefined && kindOf(after) !== null;
  return `${start}${word}${end}${meetsWord ? "\\s*" : ""}`;
}

function kindOf(piece: string): Kind | null {
  if (!isLetter.test(piece)) return null;
  if (isKind.unspaced.test(piece)) return "unspaced";
  return isKind.hangul.test(piece) ? "hangul" : "spaced";
}

function literal(signs: string): string {
  return signs
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")
    .replaceAll(" ", "\\s+");
}
