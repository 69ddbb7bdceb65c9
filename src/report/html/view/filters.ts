import type { PageData } from "../data/page-data.js";
import { pageIds } from "../data/sections.js";
import { countStates, pageStates } from "../data/states.js";
import { type Html, html } from "../markup/html.js";

/** The members of a filter that are chosen from a list, in the order in which they stand. */
export const listNames = ["model", "provider", "api", "scenario", "tag", "state", "finding"] as const;
export type ListName = (typeof listNames)[number];

const labels: { readonly [name in ListName]: string } = {
  model: "Model",
  provider: "Provider",
  api: "API",
  scenario: "Scenario",
  tag: "Tag",
  state: "State",
  finding: "Finding",
};

type Choice = readonly [value: string, words: string];

/** What can be chosen of each list: only what the page has. */
export function choicesOf({ models, columns, scenarios, cells }: PageData): {
  readonly [name in ListName]: readonly Choice[];
} {
  const once = (values: readonly string[]): readonly Choice[] => [...new Set(values)].map((value) => [value, value]);
  const counts = countStates(cells);
  return {
    model: models.map(({ name, title }) => [name, title]),
    provider: once(columns.map(({ provider }) => provider)),
    api: once(columns.map(({ api }) => api)),
    scenario: scenarios.map(({ id, title }) => [id, title]),
    tag: once(scenarios.flatMap(({ tags }) => tags)),
    state: pageStates.flatMap(({ id, words }) => (counts.has(id) ? [[id, words] as const] : [])),
    finding: once(cells.flatMap(({ findings }) => findings.map(findingId)).sort()),
  };
}

/** `empty-reply` of `empty-reply (silent)`. */
export function findingId(name: string): string {
  return /^\S+/.exec(name)?.[0] ?? name;
}

/** The filters, which a script shows and serves. */
export function filtersHtml(data: PageData): Html {
  const choices = choicesOf(data);
  return html`<form id="${pageIds.filters}" class="filters" role="search" aria-label="cells" hidden>
<label>Text <input type="search" name="text" autocomplete="off" spellcheck="false" placeholder="kimi tool"></label>
<details class="lists"><summary>Filter</summary><div>${listNames.map((name) =>
    choices[name].length < 2
      ? null
      : html`<label>${labels[name]} <select name="${name}"><option value="">all</option>${choices[name].map(
          ([value, words]) => html`<option value="${value}">${words}</option>`,
        )}</select></label>`,
  )}</div></details>
<button type="reset">Show all</button>
<p id="${pageIds.shown}" role="status" aria-live="polite"></p></form>`;
}
