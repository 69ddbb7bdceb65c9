import type { PageData } from "../data/page-data.js";
import { countStates, pageStates } from "../data/states.js";
import { type Html, html } from "../markup/html.js";
import { grouped } from "./numbers.js";

const always: ReadonlySet<string> = new Set(["bad", "mixed", "blocked", "ok"]);

/** How many cells have each state: each count is a button that shows those cells. Without a script it is a count. */
export function tilesHtml({ cells, tonight }: PageData): Html {
  const counts = countStates(cells);
  const shown = pageStates.filter(
    ({ id, group }) => (counts.get(id) ?? 0) > 0 || always.has(id) || (group === "night" && tonight !== null),
  );
  return html`<div class="tiles" role="group" aria-label="show the cells that are">${shown.map(
    ({ id, words, tone }) =>
      html`<button type="button" class="tile ${tone}" data-state="${id}" aria-pressed="false" disabled><b>${grouped(counts.get(id) ?? 0)}</b> <span>${words}</span></button>`,
  )}</div>`;
}
