import type { CellDetail } from "../data/cell-detail.js";
import { detailAt } from "../data/detail-columns.js";
import { type PackedPage, unpackPage } from "../data/pack.js";
import type { Packed } from "../data/packed-json.js";
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

let details: Promise<Packed> | null = null;

/** The details of a cell; null: the page has none. They are unpacked once. */
export async function readDetail(data: PageData, at: number): Promise<CellDetail | null> {
  const cell = data.cells[at];
  const packed: string = JSON.parse(byId(pageIds.details)?.textContent ?? '""');
  if (cell === undefined || packed === "") return null;
  details ??= inflated(packed).then((text) => JSON.parse(text));
  return detailAt(data, await details, { cell, at });
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
