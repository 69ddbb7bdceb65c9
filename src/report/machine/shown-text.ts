import { shortened } from "../../verdict/compare-text.js";

/**
 * Foreign text for the eyes of people, in formats that escape in their own way: control characters, bidirectional and invisible marks,
 * noncharacters and lone surrogates are shown as `U+202E`. A line break is kept with `lines`, else it becomes a space. At most `most` UTF-16
 * units, then its full length.
 */
export function shownText(
  text: string,
  { most, lines = false }: { readonly most: number; readonly lines?: boolean },
): string {
  const broken = shortened(text, most).replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n");
  return (lines ? broken : broken.replace(/\s*\n\s*/g, " ")).replace(unseen, notation);
}

const unseen =
  /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u180b|\u180c|\u180d|\u180f|\u3164|\uffa0|[\ufe00-\ufe0e]/gu;

function notation(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The bytes of a text in UTF-8. */
export function sizeBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
