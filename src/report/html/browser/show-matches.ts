import type { PageData } from "../data/page-data.js";
import { pageIds } from "../data/sections.js";
import { grouped } from "../view/numbers.js";
import { all, byId, placeIn } from "./mount.js";

/** The cells of a filter. `beside`: those that would be without its states and findings, to be compared with. */
export type Matches = { readonly matches: readonly boolean[]; readonly beside: readonly boolean[] };

/** Shows the cells that match and hides the others: rows, models and lines without one go, columns too, and what is left of other cells is blank, but for those to be compared with. */
export function showMatches(data: PageData, { matches, beside }: Matches): void {
  const models = data.models.map(() => 0);
  const pairs = new Set<string>();
  let shown = 0;
  for (const [at, { model, column }] of data.cells.entries()) {
    if (matches[at] !== true) continue;
    shown += 1;
    models[model] = (models[model] ?? 0) + 1;
    pairs.add(`${model} ${column}`);
  }
  for (const [at, { model, column }] of data.cells.entries())
    if (beside[at] === true && (models[model] ?? 0) > 0) pairs.add(`${model} ${column}`);
  for (const section of all(document, "section.model")) {
    section.hidden = (models[placeIn(section, "model") ?? -1] ?? 0) === 0;
    if (section.hidden) continue;
    showRows(section, { matches, beside });
    if (shown < data.cells.length) for (const folded of all(section, "details.quiet")) folded.setAttribute("open", "");
  }
  for (const row of all(document, ".all tr[data-model]")) row.hidden = models[placeIn(row, "model") ?? -1] === 0;
  for (const row of all(document, ".latency tr[data-model]"))
    row.hidden = !pairs.has(`${placeIn(row, "model")} ${placeIn(row, "column")}`);
  for (const sign of all(document, ".signs [data-open]"))
    sign.classList.toggle("off", matches[placeIn(sign, "open") ?? -1] !== true);
  say(shown, data.cells.length);
}

/** The rows and columns of one model's table, which may not be drawn yet. */
export function showRows(section: ParentNode, { matches, beside }: Matches): void {
  const table = section.querySelector("table");
  const body = table?.tBodies[0];
  if (table === null || body === undefined) return;
  const columns = new Set<number>();
  for (const row of body.rows) {
    const any = [...row.cells].some((cell) => matches[placeIn(cell, "cell") ?? -1] === true);
    for (const cell of row.cells) {
      const at = placeIn(cell, "cell");
      if (at === null) continue;
      const matching = matches[at] === true;
      if (cell.classList.contains("off") === matching) cell.classList.toggle("off", !matching);
      const compared = any && !matching && beside[at] === true;
      if (cell.classList.contains("compared") !== compared) cell.classList.toggle("compared", compared);
      if (matching || compared) columns.add(cell.cellIndex);
    }
    row.hidden = !any;
  }
  for (const row of table.rows)
    for (const cell of row.cells) {
      const isAway = cell.cellIndex > 0 && !columns.has(cell.cellIndex);
      if (cell.hidden !== isAway) cell.hidden = isAway;
    }
}

function say(shown: number, of: number): void {
  const line = byId(pageIds.shown);
  const text =
    shown === of
      ? `All ${grouped(of)} cells`
      : shown === 0
        ? `None of ${grouped(of)} cells`
        : `${grouped(shown)} of ${grouped(of)} cells`;
  if (line !== null && line.textContent !== text) line.textContent = text;
}
