import { isSeq, parseDocument, type YAMLSeq } from "yaml";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { knownFile } from "../../scenario/known-file.js";
import { readSourceFile } from "../../source/read-file.js";
import { validate } from "../../source/validate.js";
import { parseYaml } from "../../source/yaml.js";

/**
 * Takes entries, by their index, out of a known.yaml. All else stays byte for byte, comments among it; a comment directly above an entry goes
 * with it. Throws SourceError for a file that is not valid, and then changes nothing.
 */
export async function removeKnown(file: string, indices: readonly number[]): Promise<void> {
  const text = readSourceFile(file);
  const before = entriesOf(text, file);
  const shorter = withoutEntries(text, indices);
  const expected = before.filter((_, index) => !indices.includes(index));
  if (JSON.stringify(entriesOf(shorter, file)) !== JSON.stringify(expected)) {
    throw new TypeError(`${file}: taking out entries ${indices.join(", ")} would have changed others`);
  }
  await writeAtomically(file, shorter);
}

function entriesOf(text: string, file: string) {
  return validate(knownFile(), parseYaml(text, file)).known;
}

function withoutEntries(text: string, indices: readonly number[]): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  const known = document.get("known");
  if (!isSeq(known)) return text;
  const isAll = indices.length === known.items.length;
  if (known.flow === true || isAll) {
    for (const index of indices.toSorted((a, b) => b - a)) known.delete(index);
    if (isAll) known.flow = true;
    return document.toString({ lineWidth: 0 });
  }
  return linesWithout(
    text,
    indices.map((index) => linesOf(text, known, index)),
  );
}

/** Lines by their index, from 0; `to` is the first one that stays. */
type Lines = { readonly from: number; readonly to: number };

/** The lines of an entry, with the comment directly above it, and the blank lines below it. */
function linesOf(text: string, known: YAMLSeq, index: number): Lines {
  const lines = text.split("\n");
  const start = startOf(text, known, index);
  let from = start;
  while (from > 0 && /^\s*#/.test(lines[from - 1] ?? "")) from -= 1;
  const next = index + 1 < known.items.length ? startOf(text, known, index + 1) : null;
  let to = next ?? lines.length;
  // A comment above the next entry is that one's, and what stands below the last entry stays.
  const isOutside = next === null ? /^\s*(#|$)/ : /^\s*#/;
  while (to > start + 1 && isOutside.test(lines[to - 1] ?? "")) to -= 1;
  return { from, to };
}

/** The line of the dash of an entry, from 0. */
function startOf(text: string, known: YAMLSeq, index: number): number {
  const token = known.srcToken;
  const items = token?.type === "block-seq" ? token.items : [];
  const dash = items[index]?.start.find(({ type }) => type === "seq-item-ind");
  return text.slice(0, dash?.offset ?? 0).split("\n").length - 1;
}

function linesWithout(text: string, ranges: readonly Lines[]): string {
  return text
    .split("\n")
    .filter((_, line) => !ranges.some(({ from, to }) => line >= from && line < to))
    .join("\n");
}
