import type { Sheet } from "../sheet/sheet.js";
import type { Evidence } from "../sheet/trial-evidence.js";
import { detailsOf } from "./data/detail-of.js";
import type { PageData } from "./data/page-data.js";
import { mostDrawnBytes } from "./data/sections.js";
import { lookList } from "./data/states.js";
import { type Html, joined } from "./markup/html.js";
import { fitting } from "./markup/size.js";
import { cellHtml } from "./view/cell.js";

/** The pages of cells that stand in the page itself. `later`: the places of the cells whose page the script draws. */
export type CellPages = { readonly drawn: Html; readonly later: ReadonlySet<number> };

/** The pages of cells as far as their size allows: those that need a look come first, then the others in their order. */
export function cellPages(sheet: Sheet, data: PageData, evidence: Evidence): CellPages {
  const detailOf = detailsOf(sheet, evidence);
  const urgent = lookList(data.cells);
  const isUrgent = new Set(urgent);
  const order = [...urgent, ...[...data.cells.keys()].filter((at) => !isUrgent.has(at))];
  const pages = order.flatMap((at) => {
    const [cell, source] = [data.cells[at], sheet.cells[at]];
    if (cell === undefined || source === undefined) return [];
    const look = isUrgent.has(at);
    return [{ at, page: cellHtml({ data, cell, detail: detailOf(source), notice: sheet.notice, look }) }];
  });
  const fits = fitting(
    pages.map(({ page }) => page),
    mostDrawnBytes,
  );
  const shown = pages.filter((_, place) => fits[place] === true).toSorted((a, b) => a.at - b.at);
  const drawn = new Set(shown.map(({ at }) => at));
  return { drawn: joined(shown.map(({ page }) => page)), later: new Set(order.filter((at) => !drawn.has(at))) };
}
