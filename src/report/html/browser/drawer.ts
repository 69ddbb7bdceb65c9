import type { PageData } from "../data/page-data.js";
import { pageIds } from "../data/sections.js";
import { urgencyOf } from "../data/states.js";
import { placeOf } from "../markup/links.js";
import { cellHtml } from "../view/cell.js";
import { serveCopies } from "./copy.js";
import { all, byId, mount } from "./mount.js";
import { type ReadPage, readDetails } from "./read-page.js";

/** The page of a cell: opened beside the tables, or over them on a small screen. */
export type Drawer = {
  readonly open: (at: number) => Promise<void>;
  readonly close: () => void;
};

/** `reveal`: draws the table of a cell if it is not yet, and gives its link. */
export function makeDrawer({ data, notice, isWhole }: ReadPage, reveal: (at: number) => HTMLElement | null): Drawer {
  let shown: { readonly at: number; readonly article: HTMLElement; readonly from: HTMLElement | null } | null = null;
  const hide = () => {
    shown?.article.classList.remove("open");
    if (!isWhole) shown?.article.remove();
    for (const cell of all(document, "td.open")) cell.classList.remove("open");
  };
  return {
    open: async (at) => {
      const from = shown?.from ?? (document.activeElement instanceof HTMLElement ? document.activeElement : null);
      const article = isWhole ? byId(placeOf(data.cells[at]?.id ?? "")) : await drawn({ data, notice }, at);
      if (article === null) return;
      hide();
      if (!isWhole) byId(pageIds.cells)?.append(article);
      shown = { at, article, from: from === document.body ? null : from };
      article.classList.add("open");
      article.scrollTop = 0;
      serveCopies(article);
      document.documentElement.classList.add("opened");
      setRest(true);
      const cell = reveal(at)?.closest("td");
      cell?.classList.add("open");
      cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
      article.focus({ preventScroll: true });
    },
    close: () => {
      if (shown === null) return;
      const { at, from } = shown;
      hide();
      shown = null;
      document.documentElement.classList.remove("opened");
      setRest(false);
      const back = from?.isConnected === true && from.closest(`#${pageIds.cells}`) === null ? from : reveal(at);
      back?.focus();
      if (document.activeElement !== back) reveal(at)?.focus();
    },
  };
}

/** What a drawer covers on a small screen cannot be reached while it is open. */
function setRest(isCovered: boolean): void {
  const covered = isCovered && matchMedia("(max-width:1099px)").matches;
  for (const part of all(document, `.skip, .top, footer, main > section:not(#${pageIds.cells})`)) part.inert = covered;
}

async function drawn({ data, notice }: Pick<ReadPage, "data" | "notice">, at: number): Promise<HTMLElement | null> {
  const cell = data.cells[at];
  if (cell === undefined) return null;
  const details = await readDetails(cell.model);
  const detail = details[placeInModel(data, at)] ?? null;
  if (detail === null) return null;
  const holder = document.createElement("div");
  mount(holder, cellHtml({ data, cell, detail, notice, look: urgencyOf(cell) !== null }));
  const article = holder.firstElementChild;
  return article instanceof HTMLElement ? article : null;
}

function placeInModel({ cells }: PageData, at: number): number {
  const model = cells[at]?.model;
  return cells.slice(0, at).filter((cell) => cell.model === model).length;
}
