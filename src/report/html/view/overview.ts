import type { PageCell, PageData } from "../data/page-data.js";
import { type Html, html, type Part } from "../markup/html.js";
import { modelPlace, placeOf } from "../markup/links.js";
import type { ModelTable } from "./matrix.js";
import { columnHead } from "./matrix.js";
import { signOf, signWords, toneOf } from "./sign.js";

/** With more scenarios than these, a strip shows counts instead of a sign a scenario. */
const mostSigns = 16;

/** Every model and column at once: a sign for each scenario, or a strip whose parts are as wide as their counts. */
export function overviewHtml(data: PageData, tables: readonly ModelTable[]): Html {
  const columns = [...new Set(tables.flatMap((table) => table.columns))].sort((a, b) => a - b);
  const asStrips = data.scenarios.length > mostSigns;
  const what = asStrips
    ? "Each strip counts the scenarios by outcome."
    : `One sign for each scenario, in the order of the tables: ${data.scenarios.map(({ id }) => id).join(", ")}.`;
  return html`<p class="note">${what}</p><div class="scroll" tabindex="0" role="group" aria-label="all models and columns">
<table class="all"><caption class="vh">all models by provider and API</caption><thead><tr><th scope="col">model</th>${columns.map((at) => columnHead(data, at))}</tr></thead>
<tbody>${tables.map((table) => rowHtml(data, { table, columns, asStrips }))}</tbody></table></div>`;
}

type Drawing = { readonly table: ModelTable; readonly columns: readonly number[]; readonly asStrips: boolean };

function rowHtml(data: PageData, { table, columns, asStrips }: Drawing): Html {
  const model = data.models[table.model];
  return html`<tr data-model="${table.model}"><th scope="row"><a href="#${placeOf(modelPlace(model?.name ?? ""))}">${model?.name ?? ""}</a></th>${columns.map(
    (column) => {
      const place = table.columns.indexOf(column);
      const places = place < 0 ? [] : table.rows.flatMap(({ cells }) => cells[place] ?? []);
      if (places.length === 0) return html`<td class="absent"><span class="vh">not part of this run</span></td>`;
      return html`<td>${asStrips ? stripHtml(data.cells, places) : signsHtml(data.cells, places)}</td>`;
    },
  )}</tr>
`;
}

function signsHtml(cells: readonly PageCell[], places: readonly number[]): Html {
  const parts = places.map((at): Part => {
    const cell = cells[at];
    if (cell === undefined) return null;
    return html`<b class="sign ${toneOf(cell)}${cell.claim === null ? "" : " claim"}" data-open="${at}">${signOf(cell)}</b>`;
  });
  return html`<span class="signs" role="img" aria-label="${wordsOf(groupsOf(cells, places))}">${parts}</span>`;
}

const [width, height, least] = [104, 22, 19];

function stripHtml(cells: readonly PageCell[], places: readonly number[]): Html {
  const groups = groupsOf(cells, places);
  const spare = Math.max(0, width - least * groups.length);
  let left = 0;
  const parts = groups.map(({ sample, count }) => {
    const wide = Math.max(1, Math.min(least, width / groups.length) + (spare * count) / places.length);
    const x = left;
    left += wide;
    const box = html`x="${tenth(x)}" width="${tenth(wide - 1)}" height="${height}" rx="2"`;
    return html`<g class="${toneOf(sample)}${sample.claim === null ? "" : " claim"}"><rect ${box}/><text x="${tenth(x + wide / 2)}" y="15" text-anchor="middle">${signOf(sample)}${count}</text></g>`;
  });
  return html`<svg class="strip" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${wordsOf(groups)}">${parts}</svg>`;
}

type Group = { readonly sample: PageCell; readonly count: number };

const order = ["ok", "mixed", "bad", "none"];

/** Cells of one sign together: good ones first, then what needs a look, then what was not measured. */
function groupsOf(cells: readonly PageCell[], places: readonly number[]): readonly Group[] {
  const groups = new Map<string, { sample: PageCell; count: number }>();
  for (const at of places) {
    const cell = cells[at];
    if (cell === undefined) continue;
    const key = signWords(cell);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { sample: cell, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()].sort((a, b) => order.indexOf(toneOf(a.sample)) - order.indexOf(toneOf(b.sample)));
}

function wordsOf(groups: readonly Group[]): string {
  return groups.map(({ sample, count }) => `${count} ${signWords(sample)}`).join(", ");
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
