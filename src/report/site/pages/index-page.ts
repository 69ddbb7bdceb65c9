import { groupBy } from "../../../chat/group-by.js";
import { counted } from "../../counted.js";
import { type Html, html, type Part } from "../../html/markup/html.js";
import { disputedCells } from "../data/disputes.js";
import { evidenceOf, lineCounts } from "../data/site-counts.js";
import type { SiteData, SiteEvent } from "../data/site-data.js";
import { editionsWords } from "../parts/edition-words.js";
import { factRows } from "../parts/frame.js";
import { modelMatrix } from "../parts/model-matrix.js";
import { runsTable } from "../parts/runs-table.js";
import { feedPath, sitePages } from "../paths.js";
import { badgesOf } from "../texts/badges.js";

const shownRuns = 10;
const shownEvents = 20;

/** The first page: what was measured last, what the gate reported, the matrix, and the newest runs. */
export function indexPage(data: SiteData): Html {
  const { config, cells, runs, nights, lastMeasured } = data;
  const disputed = disputedCells(config);
  const lines = cells.map(({ line }) => line);
  const [first, last] = [nights[0], nights.at(-1)];
  const models = groupBy(cells, ({ line }) => line.model);
  return html`<h1>${config.title}</h1>
${config.about === null ? null : html`<p class="what">${config.about}</p>`}
<dl class="facts">${factRows([
    ["Last measured", lastMeasured ?? "never"],
    [
      "Nights",
      first === undefined ? "none" : `${nights.length}${first === last ? `: ${first}` : `, ${first} to ${last}`}`,
    ],
    ["Cells", `${cells.length}: ${lineCounts(lines, disputed)}`],
    ["Trials", `n = ${evidenceOf(lines)} in the newest night of each cell`],
    ["Edition", cells.length === 0 ? null : editionsWords(cells.map(({ edition }) => edition))],
  ])}</dl>
<section aria-labelledby="reported"><h2 id="reported">Reported by the gate</h2>${eventsHtml(data)}</section>
<section aria-labelledby="matrix"><h2 id="matrix">Matrix</h2><p>Each cell shows the newest night that measured it: how many of its eligible trials are ok. Cells are not ranked. <a href="${sitePages.about}">What the signs mean</a>.</p>
${[...models].map(([model, own]) => html`<section><h3>${model}</h3>${modelMatrix(own, { model, disputed, night: last ?? null })}</section>`)}</section>
<section aria-labelledby="runs"><h2 id="runs">Runs <small>${runs.length}</small></h2>${runsTable(runs.slice(0, shownRuns), { root: "", label: "Newest runs" })}
<p><a href="${sitePages.runs}">All ${counted(runs.length, "run")}</a></p></section>
${alsoHtml(data)}`;
}

function eventsHtml({ events, runs }: SiteData): Html {
  if (events.length === 0) {
    const isGated = runs.some((run) => run.isGated);
    return html`<p>${isGated ? "No regression in these nights." : "No night was compared with a baseline."} <a href="${feedPath}">Feed</a>.</p>`;
  }
  const rest = events.length - shownEvents;
  return html`<ul>${events.slice(0, shownEvents).map(eventHtml)}</ul>${rest > 0 ? html`<p>And ${rest} earlier ones.</p>` : null}<p><a href="${feedPath}">Feed of regressions</a></p>`;
}

const kinds: { readonly [kind in SiteEvent["kind"]]: readonly [tone: string, words: string] } = {
  regressed: ["bad", "regressed"],
  fixed: ["ok", "fixed"],
  incident: ["mixed", "incident"],
};

function eventHtml({ night, last, nights, kind, name, path, text }: SiteEvent): Html {
  const [tone, words] = kinds[kind];
  const again = nights === 1 ? "" : `, and in each compared night until ${last}`;
  return html`<li>${night} <span class="mark ${tone}">${words}</span> ${kind === "incident" ? name : html`<a href="${path}">${name}</a>`}: ${text}${again}.</li>`;
}

function alsoHtml(data: SiteData): Html {
  const statements: Part = data.statements.map(
    ({ path, title, window, expires, signature }) =>
      html`<li><a href="${path}">${title}</a>, ${window}, expires on ${expires}${signature === null ? null : html` (<a href="${signature}">signature</a>)`}</li>`,
  );
  const badges = badgesOf(data).map(
    ({ name, badge }) =>
      html`<li>${badge.label}: ${badge.message} (<a href="badges/${name}.svg">SVG of ${name}</a>, <a href="badges/${name}.json">JSON of ${name}</a>)</li>`,
  );
  return html`${
    data.statements.length === 0
      ? null
      : html`<section aria-labelledby="statements"><h2 id="statements">Statements</h2><ul>${statements}</ul><p>Each cell ≤ 10 % failures at 95 %, not jointly. <code>llm-parity attest verify</code> checks a statement again.</p></section>`
  }<section aria-labelledby="badges"><h2 id="badges">Badges</h2><ul>${badges}</ul></section>`;
}
