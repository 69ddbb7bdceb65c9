import { eastAsianWidth } from "get-east-asian-width";

/**
 * How many columns of a terminal a text takes, without line ends and escape sequences: wide characters and emoji take two, combining
 * marks none. Terminals differ in rare clusters; this is how those draw that know grapheme clusters (Unicode Standard Annexes 11, 29).
 */
export function displayWidth(text: string): number {
  if (simple.test(text)) return text.length;
  return clustersOf(text).reduce((sum, cluster) => sum + clusterWidth(cluster), 0);
}

/** The start of a text that takes at most `width` columns, with `…` where something was cut. */
export function clipWidth(text: string, width: number): string {
  if (text.length <= width && displayWidth(text) <= width) return text;
  const { head, rest } = splitAt(text, width);
  return rest === "" ? head : `${splitAt(text, Math.max(0, width - 1)).head}…`;
}

/** A text as its first `width` columns and the rest. A cluster is never split; one that is wider than `width` stays in the rest. */
export function splitAt(text: string, width: number): { readonly head: string; readonly rest: string } {
  if (simple.test(text.slice(0, width + 1))) return { head: text.slice(0, width), rest: text.slice(width) };
  // A text may be a megabyte long; only where its start has hardly any width is more of it needed.
  const end = endAt(text.slice(0, 16 * width + 64), width) ?? endAt(text, width) ?? text.length;
  return { head: text.slice(0, end), rest: text.slice(end) };
}

/** Where the cluster begins with which a text gets wider; null: none does. */
function endAt(text: string, width: number): number | null {
  let taken = 0;
  for (const { segment, index } of segmentsOf(text)) {
    taken += clusterWidth(segment);
    if (taken > width) return index;
  }
  return null;
}

/** A text without its first cluster. */
export function withoutFirst(text: string): string {
  const [first] = segmentsOf(text);
  return text.slice(first?.segment.length ?? 0);
}

/** A text with spaces behind it, up to `width` columns. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Characters of one column each that join no others, which most texts are made of: Latin, punctuation, arrows, rules, our signs. */
const simple = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u22ff\u2500-\u259f\u25b3\u2713\u2717]*$/;

let segmenter: Intl.Segmenter | null = null;

/** Made for the first text that needs it: that loads the tables of Unicode, which takes a tenth of the start of Node. */
function segmentsOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter("en");
  return segmenter.segment(text);
}

function clustersOf(text: string): readonly string[] {
  return Array.from(segmentsOf(text), ({ segment }) => segment);
}

function clusterWidth(cluster: string): number {
  const at = cluster.search(visible);
  if (at === -1) return 0;
  if (isEmoji(cluster)) return 2;
  const [base = "", ...others] = cluster.slice(at);
  const beside = others.filter((one) => spacing.test(one));
  return [base, ...beside].reduce((sum, one) => sum + eastAsianWidth(one.codePointAt(0) ?? 0), 0);
}

/** A sequence that is drawn as one picture: shown so by its selector, a keycap, a flag, or several pictures that are joined. */
function isEmoji(cluster: string): boolean {
  if (cluster.length > 50) return false;
  return /^\p{RI}{2}|\u20e3|\p{Extended_Pictographic}(?:\ufe0f|.*\u200d)/u.test(cluster);
}

const visible = /[^\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]/u;
/** Marks with a width of their own, and the half-width voicing marks of Japanese. */
const spacing = /[\p{Mc}\uff00-\uffef]/u;
