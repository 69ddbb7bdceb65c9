import type { PageCell, PageData } from "../data/page-data.js";
import { changeWords, isNotable } from "../data/states.js";
import { type Html, html, type Part } from "../markup/html.js";
import { idOf, modelPlace, placeOf } from "../markup/links.js";
import { noteHtml, signHtml, toneOf } from "./sign.js";

/** The cells of one model: `cells` are their places in the page's list, by row and column of its table. */
export type ModelTable = {
  readonly model: number;
  readonly columns: readonly number[];
  readonly rows: readonly { readonly scenario: number; readonly cells: readonly (number | null)[] }[];
};

/** The tables of a page, a model each, with the columns and scenarios that the model has. */
export function modelTablesOf({ models, columns, scenarios, cells }: PageData): readonly ModelTable[] {
  const byModel = models.map(() => new Map<string, number>());
  const columnsOf = models.map(() => new Set<number>());
  const scenariosOf = models.map(() => new Set<number>());
  for (const [at, { model, column, scenario }] of cells.entries()) {
    byModel[model]?.set(`${scenario} ${column}`, at);
    columnsOf[model]?.add(column);
    scenariosOf[model]?.add(scenario);
  }
  return models.flatMap((_, model) => {
    const shown = [...columns.keys()].filter((column) => columnsOf[model]?.has(column));
    const rows = [...scenarios.keys()]
      .filter((scenario) => scenariosOf[model]?.has(scenario))
      .map((scenario) => ({
        scenario,
        cells: shown.map((column) => byModel[model]?.get(`${scenario} ${column}`) ?? null),
      }));
    return rows.length === 0 ? [] : [{ model, columns: shown, rows }];
  });
}

/** The section of one model. `table` null: it is drawn when it comes into view, and the section keeps its place. */
export function modelSection(data: PageData, { model, rows }: ModelTable, table: Html | null): Html {
  const named = data.models[model];
  if (named === undefined) return html``;

  const quiet = rows.every(({ cells }) => cells.every((at) => at === null || isQuiet(data.cells[at])));
  const scroller = html`<div class="scroll" tabindex="0" role="group" aria-label="${named.title}">${table}</div>`;
  const also = named.title === named.name ? "" : named.name;
  return html`<section class="model" data-model="${model}">
<h3 id="${idOf(modelPlace(named.name))}" tabindex="-1">${named.title}${also === "" ? null : html` <small>${also}</small>`}</h3>
${named.retired === null ? null : html`<p class="retired">Retired on ${named.retired}.</p>`}
${quiet ? html`<details class="quiet"><summary>${cellCount(rows)} cells, none of which ran</summary>${scroller}</details>` : scroller}
</section>`;
}

function cellCount(rows: ModelTable["rows"]): number {
  return rows.reduce((sum, { cells }) => sum + cells.filter((at) => at !== null).length, 0);
}

function isQuiet(cell: PageCell | undefined): boolean {
  return cell === undefined || cell.observed === "not-run" || cell.observed === "unsupported";
}

const none: ReadonlySet<number> = new Set();

/** The table of one model: a row for each scenario, a column for each provider and API. `later`: cells whose pages need the script. */
export function modelTable(data: PageData, { model, columns, rows }: ModelTable, later = none): Html {
  const title = data.models[model]?.title ?? "";
  return html`<table class="cells"><caption class="vh">${title}: scenarios by provider and API</caption>
<thead><tr><th scope="col">scenario</th>${columns.map((at) => columnHead(data, at))}</tr></thead>
<tbody>${rows.map(({ scenario, cells }) => rowHtml(data, { scenario, cells, later }))}</tbody></table>`;
}

/** A column's head: the provider, and its API and what else tells columns apart below it. */
export function columnHead({ columns }: PageData, at: number): Html {
  const { provider = "", api = "", detail = "" } = columns[at] ?? {};
  return html`<th scope="col">${provider} <small>${api}${detail === "" ? null : html` ${detail}`}</small></th>`;
}

type Row = ModelTable["rows"][number] & { readonly later: ReadonlySet<number> };

function rowHtml(data: PageData, { scenario, cells, later }: Row): Part {
  const { id = "", title = "" } = data.scenarios[scenario] ?? {};
  return html`<tr><th scope="row">${title}${title === id ? null : html` <small>${id}</small>`}</th>${cells.map((at) => cellHtml(data, at, later))}</tr>
`;
}

function cellHtml({ cells }: PageData, at: number | null, later: ReadonlySet<number>): Html {
  const cell = at === null ? undefined : cells[at];
  if (at === null || cell === undefined)
    return html`<td class="absent"><span class="vh">not part of this run</span></td>`;
  return html`<td class="${toneOf(cell)}" data-cell="${at}"><a${later.has(at) ? html` class="later"` : null} href="#${placeOf(cell.id)}">${signHtml(cell)}${countText(cell)}${noteHtml(cell)}${wordsHtml(cell)}</a></td>`;
}

function countText({ ok, eligible }: PageCell): Part {
  return eligible === 0 ? null : html` <span class="n">${ok}/${eligible}</span>`;
}

/** Why there is no observation, or the findings, and what the gate says. */
function wordsHtml({ findings, reason, observed, change }: PageCell): Part {
  const isEmpty = (observed === "not-run" || observed === "unsupported") && reason !== null && reason !== observed;
  const why = observed === "blocked" || isEmpty ? [reason ?? "unknown"] : findings;
  const night = isNotable(change) ? html` <em>${changeWords(change)}</em>` : null;
  return [night, why.length === 0 ? null : html` <i>${why.join(", ")}</i>`];
}
