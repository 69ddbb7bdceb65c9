import type { CellDetail } from "../data/cell-detail.js";
import { readDetailLine } from "../data/detail-lines.js";
import { type PackedPage, unpackPage } from "../data/pack.js";
import type { PageData } from "../data/page-data.js";
import { pageIds } from "../data/sections.js";
import { type Html, writtenMarkup } from "../markup/html.js";
import { byId } from "./mount.js";

type Written = { readonly notice: string | null; readonly isWhole: boolean } & (
  | { readonly page: PackedPage }
  | { readonly deflated: string }
);

/** What the page holds for its script. `isWhole`: its tables and cells are drawn already. */
export type ReadPage = { readonly data: PageData; readonly notice: string | null; readonly isWhole: boolean };

export async function readPage(): Promise<ReadPage> {
  const written: Written = JSON.parse(byId(pageIds.data)?.textContent ?? "null");
  const page: PackedPage = "page" in written ? written.page : JSON.parse(await inflated(written.deflated));
  return { data: unpackPage(page), notice: written.notice, isWhole: written.isWhole };
}

const read = new Map<number, Promise<readonly string[]>>();

/** The details of a cell; null: the page has none. Each model is read once. */
export async function readDetail(data: PageData, at: number): Promise<CellDetail | null> {
  const cell = data.cells[at];
  if (cell === undefined) return null;
  const lines = await linesOf(cell.model);
  const line = lines[data.cells.slice(0, at).filter(({ model }) => model === cell.model).length];
  return line === undefined ? null : readDetailLine(data, cell, line);
}

function linesOf(model: number): Promise<readonly string[]> {
  const known = read.get(model);
  if (known !== undefined) return known;
  const packed: readonly string[] = JSON.parse(byId(pageIds.details)?.textContent ?? "[]");
  const details = inflated(packed[model] ?? "").then((text) => text.split("\n"));
  read.set(model, details);
  return details;
}

/** The markup of the page of a trial; null: the page has none that its script has to draw. */
export async function readTrial(cell: string, name: string): Promise<Html | null> {
  const packed: readonly (readonly [string, string])[] = JSON.parse(byId(pageIds.trials)?.textContent ?? "[]");
  const own = packed.find(([id]) => id === cell);
  if (own === undefined) return null;
  const pages: readonly (readonly [string, string])[] = JSON.parse(await inflated(own[1]));
  const page = pages.find(([place]) => place === name);
  return page === undefined ? null : writtenMarkup(page[1]);
}

/** The text behind raw DEFLATE in base64. */
async function inflated(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}
