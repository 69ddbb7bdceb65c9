import type { CellRemark } from "../../cell/remarks.js";
import { runsHint } from "../../runs-hint.js";
import type { CellDetail, DetailFinding } from "../data/cell-detail.js";
import type { PageCell, PageData } from "../data/page-data.js";
import { type Html, html, type Part } from "../markup/html.js";
import { idOf, labelOf, linked } from "../markup/links.js";
import { attributionHtml } from "./attribution.js";
import { historyHtml, nightsOf } from "./history.js";
import { latencyTitle } from "./latency.js";
import { originHtml } from "./notice.js";
import { pairsHtml } from "./pairs.js";
import { outcomeWords, signHtml } from "./sign.js";
import { measuresHtml, trialsHtml } from "./trials.js";

/** What the page of a cell is drawn from. `notice`: what its bytes are worth; `look`: it is printed in full. */
export type CellPage = {
  readonly data: PageData;
  readonly cell: PageCell;
  readonly detail: CellDetail;
  readonly notice: string | null;
  readonly look: boolean;
};

/** The page of one cell: everything that is known of it, and how to see it oneself. */
export function cellHtml({ data, cell, detail, notice, look }: CellPage): Html {
  const scenario = data.scenarios[cell.scenario];
  const heading = labelOf(cell.id);
  const nights = nightsOf(data, cell);
  const title = scenario === undefined || scenario.title === scenario.id ? null : scenario.title;
  return html`<article class="cell${look ? " urgent" : ""}" id="${idOf(cell.id)}" tabindex="-1" aria-labelledby="${heading}">
<header><a class="close" href="#matrix" aria-label="Close, back to the tables">×</a>
<h3 id="${heading}">${signHtml(cell)} ${scenario?.id ?? ""} <small>${title}</small></h3>
<p class="place"><code>${cell.id}</code></p></header>
${originHtml(notice)}
<p class="verdict"><strong>${upper(outcomeWords(cell))}</strong>${cell.eligible === 0 ? null : `, ${cell.ok} of ${cell.eligible} ok`}${detail.rate === null ? null : `; ${detail.rate}`}. ${detail.says.join(" ")}</p>
${detail.remarks.map(remarkHtml)}
${detail.tonight.length === 0 ? null : html`<p class="tonight">${detail.tonight.join(" ")}</p>`}
${section("Findings", detail.findings.length === 0 ? null : html`<ul class="findings">${detail.findings.map(findingHtml)}</ul>`)}
${section("Compared with other columns", pairsHtml(detail.pairs))}
${section("Whose fault", detail.attribution === null ? null : attributionHtml(detail.attribution))}
${section("Known", detail.bugs.length === 0 ? null : html`<ul>${detail.bugs.map((bug) => html`<li>${linked(bug)}</li>`)}</ul>`)}
${section("History", nights.length === 0 ? null : historyHtml(nights))}
${section("Trials", trialsHtml(cell.id, detail))}
${section("What clients show", clientsHtml(detail))}
${section(latencyTitle([cell]), measuresHtml(detail.measures, cell.simulated))}
${section("Facts", html`<dl>${detail.facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`)}
${section("See it yourself", againHtml(detail))}
</article>`;
}

/** What a reader must know before the rest, with its source. */
function remarkHtml({ text, source, date }: CellRemark): Html {
  return html`<p class="remark"><strong>To know:</strong> ${text} (${linked(source)}, ${date})</p>`;
}

function section(title: string, body: Part): Part {
  return body === null ? null : html`<section><h4>${title}</h4>${body}</section>`;
}

function upper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function findingHtml({ name, severity, trials, where, seen, rule, checks }: DetailFinding): Html {
  return html`<li class="${severity}"><p><code>${name}</code> ${severity === "note" ? "(note) " : null}in ${trials} ${trials === 1 ? "trial" : "trials"}, first in ${where}</p>
<p class="seen">${seen}</p>
<p class="rule">${
    rule === null
      ? "This version has no check of this name."
      : html`Expected by llm-parity (${rule.severity}), after ${linked(rule.source)} (${rule.date})`
  }${checks.length === 0 ? null : html` · check <code>${checks.join(", ")}</code>`}</p></li>`;
}

function clientsHtml({ clients }: CellDetail): Part {
  if (clients.length === 0) return null;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="what clients show"><table><caption class="vh">what clients show</caption><thead><tr><th scope="col">client</th><th scope="col">reply</th><th scope="col">shows</th></tr></thead><tbody>${clients.map(
    ([client, reply, showed]) => html`<tr><th scope="row">${client}</th><td>${reply}</td><td>${showed}</td></tr>`,
  )}</tbody></table></div>`;
}

function againHtml({ again }: CellDetail): Part {
  if (again.length === 0) return null;
  const hint = runsHint(again.map(({ text }) => text));
  return html`${again.map(({ title, text, why }) =>
    text === null
      ? html`<p>${title}: ${why ?? "not known"}</p>`
      : html`<figure class="copy"><figcaption>${title}</figcaption><pre tabindex="0">${text}</pre></figure>`,
  )}${hint === null ? null : html`<p class="note">${hint}</p>`}`;
}
