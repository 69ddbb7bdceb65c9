import type { PageCell, PageData } from "../data/page-data.js";
import { changeWords, isNotable } from "../data/states.js";
import { type Html, html, type Part } from "../markup/html.js";
import { placeOf } from "../markup/links.js";
import { nightsOf, sparkline } from "./history.js";
import { grouped } from "./numbers.js";
import { signHtml } from "./sign.js";

/** So many lines are shown at once. */
const first = 40;

/** The cells that somebody should look at, a line each, most urgent first. The lines after the first forty are folded. */
export function lookHtml(data: PageData, list: readonly number[]): Html {
  const rest = list.slice(first);
  return lookStart(data, list, rest.length === 0 ? null : lookRest(data, list));
}

/** The lines that are folded. */
export function lookRest(data: PageData, list: readonly number[]): Html {
  return html`<ol class="look" start="${first + 1}">${list.slice(first).map((at) => lookLine(data, at))}</ol>`;
}

/** The first lines, and a fold for the others. `rest` null: its lines are drawn when it is opened. */
export function lookStart(data: PageData, list: readonly number[], rest: Html | null): Html {
  if (list.length === 0) return html`<p>${emptyText(data)}</p>`;
  const more = list.length - first;
  return html`<ol class="look">${list.slice(0, first).map((at) => lookLine(data, at))}</ol>${
    more <= 0 ? null : html`<details class="more"><summary>${grouped(more)} more</summary>${rest}</details>`
  }`;
}

/** A filter may hide them all. */
function emptyText({ cells }: PageData): string {
  const failing = cells.filter(
    ({ known, claim, observed }) => known !== null || claim === "fail" || observed === "bad",
  ).length;
  return failing === 0 ? "No cell needs attention." : `No failing cell matches the filter (0 of ${grouped(failing)}).`;
}

function lookLine(data: PageData, at: number): Part {
  const cell = data.cells[at];
  if (cell === undefined) return null;
  const scenario = data.scenarios[cell.scenario];
  const model = data.models[cell.model];
  const column = data.columns[cell.column];
  const nights = nightsOf(data, cell);
  return html`<li data-cell="${at}"><a href="#${placeOf(cell.id)}">${signHtml(cell)} <strong>${scenario?.id ?? ""}</strong> on ${model?.name ?? ""} · ${column?.id ?? ""}</a>
<span class="facts">${countText(cell)}${cell.findings.map((name) => html`<code>${name}</code> `)}${changeHtml(cell)}${knownHtml(cell)}${
    cell.whose === null ? null : html`<span class="whose">whose fault: ${cell.whose}</span> `
  }${cell.next === null ? null : html`<span class="next">next: ${cell.next}</span>`}</span>${sparkline(nights)}</li>
`;
}

function countText({ ok, eligible }: PageCell): Part {
  return eligible === 0 ? null : html`<span class="n">${ok}/${eligible} ok</span> `;
}

function changeHtml({ change, since }: PageCell): Part {
  if (change === null || change === "unchanged") return null;
  const begin = since === null || !isNotable(change) ? null : html`, first bad night ${since}`;
  return html`<span class="badge">${changeWords(change)}${begin}</span> `;
}

/** To a run of a simulator no entry of known.yaml applies, so that nothing of it is new. */
function knownHtml({ known, since, change, simulated }: PageCell): Part {
  if (known === null) return null;
  const begin = since === null || isNotable(change) ? null : html`, first reported ${since}`;
  return known === "expected"
    ? html`<span class="badge">known${begin}</span> `
    : simulated
      ? null
      : html`<span class="badge new">new</span> `;
}
