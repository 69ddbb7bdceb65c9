import { pageIds } from "../data/sections.js";
import { urgencyOf } from "../data/states.js";
import type { Html } from "../markup/html.js";
import { idOf, trialName } from "../markup/links.js";
import { cellHtml } from "../view/cell.js";
import { serveCopies } from "./copy.js";
import { all, byId, mount } from "./mount.js";
import { type ReadPage, readDetail, readTrial } from "./read-page.js";

/** What a drawer shows: a cell by its place in the list, or one of its trials. */
export type Shown = { readonly at: number; readonly trial: number | null };

/** The page of a cell or trial: beside the tables, or over them on a small screen and where there is much to see. */
export type Drawer = {
  /** Resolves to false where the page does not have it. */
  readonly open: (shown: Shown) => Promise<boolean>;
  readonly close: () => void;
};

type Open = {
  readonly at: number;
  readonly page: HTMLElement;
  readonly isOwn: boolean;
  readonly from: HTMLElement | null;
};

/** `reveal`: draws the table of a cell if it is not yet, and gives its link. */
export function makeDrawer(read: ReadPage, reveal: (at: number) => HTMLElement | null): Drawer {
  let open: Open | null = null;
  const hide = () => {
    open?.page.classList.remove("open");
    if (open?.isOwn === true) open.page.remove();
    for (const cell of all(document, "td.open")) cell.classList.remove("open");
  };
  return {
    open: async (shown) => {
      const from = open === null ? document.activeElement : open.from;
      const place = byId(idOf(nameOf(read, shown)));
      const isLater = place !== null && (place.matches(".later") || place.querySelector(".later") !== null);
      const written = isLater ? null : place;
      const page = written ?? (await drawn(read, shown));
      if (page === null) return false;
      hide();
      if (place !== null && written === null) place.replaceWith(page);
      else if (written === null) byId(pageIds.cells)?.append(page);
      open = {
        at: shown.at,
        page,
        isOwn: place === null,
        from: from instanceof HTMLElement && from !== document.body ? from : null,
      };
      page.classList.add("open");
      page.scrollTop = 0;
      serveCopies(page);
      cover({ isOpen: true, isWhole: shown.trial !== null });
      const cell = reveal(shown.at)?.closest("td");
      cell?.classList.add("open");
      cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
      page.focus({ preventScroll: true });
      return true;
    },
    close: () => {
      if (open === null) return;
      const { at, from } = open;
      hide();
      open = null;
      cover({ isOpen: false, isWhole: false });
      const cell = reveal(at);
      const back = from?.isConnected === true && from.closest(`#${pageIds.cells}`) === null ? from : cell;
      back?.focus();
      if (document.activeElement !== back) cell?.focus();
    },
  };
}

/** What a drawer covers cannot be reached while it is open. */
function cover({ isOpen, isWhole }: { readonly isOpen: boolean; readonly isWhole: boolean }): void {
  const root = document.documentElement.classList;
  root.toggle("opened", isOpen);
  root.toggle("whole", isWhole);
  const covered = isOpen && (isWhole || matchMedia("(max-width:1099px)").matches);
  for (const part of all(document, `.skip, .top, footer, main > section:not(#${pageIds.cells})`)) part.inert = covered;
}

function nameOf({ data }: ReadPage, { at, trial }: Shown): string {
  const id = data.cells[at]?.id ?? "";
  return trial === null ? id : trialName(id, trial);
}

/** The page of what is not drawn yet, by itself; null: there is none. */
async function drawn(read: ReadPage, shown: Shown): Promise<HTMLElement | null> {
  const content = await (shown.trial === null
    ? cellPage(read, shown.at)
    : readTrial(read.data.cells[shown.at]?.id ?? "", nameOf(read, shown)));
  if (content === null) return null;
  const holder = document.createElement("div");
  mount(holder, content);
  const page = holder.firstElementChild;
  return page instanceof HTMLElement ? page : null;
}

async function cellPage({ data, notice }: ReadPage, at: number): Promise<Html | null> {
  const cell = data.cells[at];
  if (cell === undefined) return null;
  const detail = await readDetail(data, at);
  return detail === null ? null : cellHtml({ data, cell, detail, notice, look: urgencyOf(cell) !== null });
}
