import { type Html, html, type Part } from "../../html/markup/html.js";
import { signWords } from "../../html/view/sign.js";
import { percentRange } from "../../percent.js";
import type { SiteCell, SiteData } from "../data/site-data.js";
import { findingText, lineSign } from "../parts/cell-sign.js";
import { changeSentence } from "../parts/change-sentence.js";
import { editionWords } from "../parts/edition-words.js";
import { factRows } from "../parts/frame.js";
import { saidOf } from "../parts/said-of.js";
import { trendFigure } from "../parts/trend-figure.js";
import { trendTable } from "../parts/trend-table.js";
import { upFrom } from "../paths.js";

/** One cell: how it is, what was replied and disputed, and its nights as a figure and a table. */
export function cellPage(cell: SiteCell, data: SiteData): Html {
  const { path, line, trend } = cell;
  const root = upFrom(path);
  const runs = new Map(data.runs.map((run) => [run.id, run.path]));
  const run = line.run === null ? null : (runs.get(line.run) ?? null);
  const measured = trend.filter(({ eligible }) => eligible > 0).length;
  return html`<p class="path"><a href="${root}index.html#matrix">${line.model}</a> › ${line.provider} › ${line.api}</p>
<h1>${line.scenario} <small>on ${line.target}</small></h1>
<dl class="facts">${factRows(latestRows(cell, { data, run: run === null ? null : `${root}${run}` }))}</dl>
${saidOf(line.cell, data.config)}
<h2 id="trend">Trend</h2><p>${changeSentence(cell)}</p>
${trendFigure(trend, `${measured} of ${trend.length} nights measured; the table below has each of them`)}
${trendTable(trend, (id) => {
  const page = runs.get(id);
  return page === undefined ? null : `${root}${page}`;
})}`;
}

type With = { readonly data: SiteData; readonly run: string | null };

function latestRows(
  { line, night, edition, lastMeasured, path }: SiteCell,
  { data, run }: With,
): readonly (readonly [string, Part])[] {
  const { trials, findings } = line;
  const { eligible, bad, excluded, interval } = trials;
  const { url, informed } = data.config;
  const told = informed.filter(({ provider }) => provider === line.provider).map(({ date }) => date);
  return [
    ["Result", html`${lineSign(line)} ${signWords(line)}`],
    ["Night", run === null ? night : html`<a href="${run}">${night}</a>`],
    ["Last measured", lastMeasured ?? "never"],
    ["Trials", `n = ${eligible}, ${bad} failing${excluded === 0 ? "" : `, ${excluded} excluded`}`],
    [
      "Failure rate",
      interval === null
        ? `not measured${line.reason === null ? "" : `: ${line.reason}`}`
        : `${percentRange(interval)} (one-sided 95 % bounds, Clopper-Pearson)`,
    ],
    [
      "Findings",
      findings.length === 0
        ? "none"
        : html`<ul>${findings.map((one) => html`<li>${findingText(one)}${one.severity === "note" ? " (note)" : null}${one.checks.length === 0 ? null : html` <small>by ${one.checks.join(", ")}</small>`}</li>`)}</ul>`,
    ],
    ["Model id", line.providerModelId === "" ? null : html`<code>${line.providerModelId}</code>`],
    ["Region", line.region],
    ["Upstream", line.upstreamPin],
    ["Client", line.client],
    [
      "Scenario",
      `version ${line.scenarioVersion}${line.scenarioHash === null ? "" : `, SHA-256 ${line.scenarioHash.slice(0, 12)}`}`,
    ],
    ["Edition", editionWords(edition)],
    ["Provider informed", told.length === 0 ? null : told.toSorted().join(", ")],
    ["Permalink", url === null ? null : html`<a href="${url}${path}">${url}${path}</a>`],
  ];
}
