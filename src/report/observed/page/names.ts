import type { FoundIn } from "../../../verdict/observed/judge-exchange.js";
import type { ObservedMatrix } from "../../../verdict/observed/observed-matrix.js";
import type { ObservedCell } from "../../../verdict/observed/tally.js";
import { code, cut, plain } from "../../markdown-text.js";
import { commonFolder } from "../places.js";

/** How the page names files and cells. */
export type Names = {
  /** The folder that contains all files, with a final slash; empty without one. */
  readonly folder: string;
  /** `file#interaction`, the file relative to `folder`. */
  readonly place: (place: FoundIn) => string;
  /** The anchor of a cell. */
  readonly anchor: (cell: ObservedCell) => string;
};

/** The names of a matrix's files and cells. */
export function namesOf(matrix: ObservedMatrix): Names {
  const { cells } = matrix;
  const folder = commonFolder(matrix);
  const anchors = new Map<ObservedCell, string>();
  const taken = new Set<string>();
  for (const cell of cells) {
    const { model, provider, api, upstream, shape, source } = cell;
    const parts = [model, provider, api, ...(upstream === null ? [] : [upstream]), shape];
    const base = [...parts, ...(source === "authored" ? [source] : [])].map(safe).join("/");
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base}~${number}`;
    taken.add(name);
    anchors.set(cell, name);
  }
  return {
    folder,
    place: ({ file, interaction }) => code(`${file.slice(folder.length)}#${interaction}`, 300),
    anchor: (cell) => anchors.get(cell) ?? "",
  };
}

/** `response-after-tool on kimi-k2.5, bedrock converse`. */
export function cellName({ model, provider, api, shape }: ObservedCell): string {
  return named(`${shape} on ${model}, ${provider} ${api}`);
}

/** A name, which may be as long as a recording has it. */
export function named(text: string): string {
  return plain(cut(text, 160));
}

function safe(text: string): string {
  return text.slice(0, 200).replace(/[^\w.@:/-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}`);
}
