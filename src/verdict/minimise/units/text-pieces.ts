import { isBlank, quote } from "../../compare-text.js";
import { quotedName } from "../../evidence/quoted-name.js";
import type { Unit, UnitPlace } from "./unit.js";

/** A piece of a text, and what stands between it and the piece before it. */
type Piece = { readonly between: string; readonly text: string };

const paragraphBreak = /(\r?\n[^\S\n]*(?:\r?\n[^\S\n]*)+)/;
const lineBreak = /(\r?\n)/;

/** The paragraphs of a text, and the lines of a paragraph, where there are several. `of`: whose text it is. */
export function textUnits(text: string, place: UnitPlace, of: string): readonly Unit[] {
  return unitsOfPieces(pieces(text, paragraphBreak), place, (number) => `paragraph ${number} of ${of}`).flatMap(
    ({ unit, piece, pointer }) => {
      const parent = unit?.id ?? place.parent;
      const around = unit === null ? of : `paragraph ${pointerNumber(pointer)} of ${of}`;
      const lines = unitsOfPieces(pieces(piece.text, lineBreak), { ...place, pointer, parent }, (number) => {
        return `line ${number} of ${around}`;
      });
      return [unit, ...lines.map((line) => line.unit)].filter((one) => one !== null);
    },
  );
}

/** The text without the pieces that are gone. */
export function withoutPieces(text: string, pointer: string, gone: ReadonlySet<string>): string {
  return joined(pieces(text, paragraphBreak), { pointer, gone }, (paragraph, at) =>
    joined(pieces(paragraph, lineBreak), { pointer: at, gone }, (line) => line),
  );
}

function pieces(text: string, at: RegExp): readonly Piece[] {
  const split = text.split(at);
  return split.flatMap((piece, index) =>
    index % 2 === 0 ? [{ between: index === 0 ? "" : (split[index - 1] ?? ""), text: piece }] : [],
  );
}

type Found = { readonly unit: Unit | null; readonly piece: Piece; readonly pointer: string };

function unitsOfPieces(all: readonly Piece[], place: UnitPlace, says: (number: number) => string): readonly Found[] {
  const shown = all.filter(({ text }) => !isBlank(text)).length;
  return all.map((piece, index) => {
    const pointer = `${place.pointer}/${index}`;
    const words = `${says(index + 1)}, ${quotedName(quote(piece.text, 40).slice(1, -1), 60)}`;
    const isUnit = shown > 1 && !isBlank(piece.text);
    const unit = isUnit
      ? { id: pointer, group: place.group, says: words, parent: place.parent, takes: [pointer] }
      : null;
    return { unit, piece, pointer };
  });
}

function pointerNumber(pointer: string): number {
  return Number(pointer.slice(pointer.lastIndexOf("/") + 1)) + 1;
}

function joined(
  all: readonly Piece[],
  { pointer, gone }: { readonly pointer: string; readonly gone: ReadonlySet<string> },
  inner: (text: string, pointer: string) => string,
): string {
  const kept = all.flatMap(({ between, text }, index) => {
    const at = `${pointer}/${index}`;
    return gone.has(at) ? [] : [{ between, text: inner(text, at) }];
  });
  return kept.map(({ between, text }, index) => (index === 0 && all[0]?.text !== text ? "" : between) + text).join("");
}
