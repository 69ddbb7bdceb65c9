import { type Html, html } from "../../html/markup/html.js";
import { signWords, toneOf } from "../../html/view/sign.js";
import { percentRange } from "../../percent.js";
import { disputedCells } from "../data/disputes.js";
import type { PublicLine } from "../data/public-line.js";
import { evidenceOf, lineCounts } from "../data/site-counts.js";
import type { SiteData, SiteRun } from "../data/site-data.js";
import { lineFindings, lineSign } from "../parts/cell-sign.js";
import { editionWords } from "../parts/edition-words.js";
import { factRows } from "../parts/frame.js";
import { runsTable } from "../parts/runs-table.js";
import { sitePages, upFrom } from "../paths.js";

/** All runs, newest first. */
export function runsPage({ runs }: SiteData): Html {
  return html`<h1>Runs</h1><p>Newest first. “Regressed” counts the cells that the gate reports for the night, of those whose line in this run counts.</p>${runsTable(runs, { root: upFrom(sitePages.runs), label: "All runs" })}`;
}

/** One run: what it asked, and each of its cells. */
export function runPage(run: SiteRun, data: SiteData): Html {
  const { id, path, night, startedAt, suite, edition, scenarios, versions, lines, isGated, regressed } = run;
  const disputed = disputedCells(data.config);
  const pages = new Map(data.cells.map((cell) => [cell.line.key, cell.path]));
  const root = upFrom(path);
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return html`<h1>Run ${id}</h1>
<dl class="facts">${factRows([
    ["Night", night],
    [
      "Started",
      html`<time datetime="${startedAt}">${startedAt.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC")}</time>`,
    ],
    ["Suite", suite ?? "not recorded"],
    ["Edition", editionWords(edition)],
    ["Scenarios", scenarios === null ? "not recorded" : html`SHA-256 <code>${scenarios}</code>`],
    ["Versions", names.join(", ")],
    ["Cells", `${lines.length}: ${lineCounts(lines, disputed)}`],
    ["Trials", `n = ${evidenceOf(lines)}`],
    ["Gate", isGated ? `${regressed.length} regressed` : "this night was not compared with a baseline"],
  ])}</dl>
<h2>Cells</h2><div class="scroll" tabindex="0" role="region" aria-label="Cells of the run"><table class="rows"><caption class="vh">Cells of run ${id}</caption>
<thead><tr><th scope="col">Cell</th><th scope="col">Result</th><th scope="col" class="n">n</th><th scope="col" class="n">Failing</th><th scope="col">Failure rate</th><th scope="col">Findings</th></tr></thead>
<tbody>${lines.map((line) => rowHtml(line, { root, page: pages.get(line.key) ?? null, disputed }))}</tbody></table></div>`;
}

type Row = { readonly root: string; readonly page: string | null; readonly disputed: ReadonlySet<string> };

function rowHtml(line: PublicLine, { root, page, disputed }: Row): Html {
  const { cell, trials } = line;
  const { eligible, bad, interval } = trials;
  const name = page === null ? cell : html`<a href="${root}${page}">${cell}</a>`;
  return html`<tr><th scope="row" class="wide">${name}</th><td class="${toneOf(line)}">${lineSign(line)} <small aria-hidden="true">${signWords(line)}</small>${
    disputed.has(cell) ? html` <span class="mark">disputed</span>` : null
  }</td><td class="n">${eligible}</td><td class="n">${eligible === 0 ? "–" : bad}</td><td class="day">${interval === null ? "–" : percentRange(interval)}</td><td>${lineFindings(line)}</td></tr>
`;
}
