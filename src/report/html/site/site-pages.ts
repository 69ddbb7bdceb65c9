import type { ReportTools } from "../../reporters/reporter.js";
import type { Sheet, SheetCell } from "../../sheet/sheet.js";
import type { Evidence, TrialEvidence } from "../../sheet/trial-evidence.js";
import { detailsOf } from "../data/detail-of.js";
import { pageDataOf } from "../data/page-data-of.js";
import { lookList } from "../data/states.js";
import { html } from "../markup/html.js";
import { modelPlace, placeOf, trialName } from "../markup/links.js";
import { trialHtml } from "../trial/trial-html.js";
import type { TrialLinks } from "../trial/trial-links.js";
import { cellHtml } from "../view/cell.js";
import { legendHtml } from "../view/foot.js";
import { headHtml } from "../view/head.js";
import { lookHtml } from "../view/look.js";
import { modelTable, modelTablesOf } from "../view/matrix.js";
import { noticeAbove } from "../view/notice.js";
import { overviewHtml } from "../view/overview.js";
import { sitePath } from "./site-names.js";
import { type SitePage, sitePageText } from "./site-page.js";

/** A page of a site, ready to be written. `path`: below the site's folder, with slashes. */
export type SiteText = { readonly path: string; readonly text: string };

/** The trials of a sheet of which a site has pages. */
export type SiteTrial = Pick<TrialEvidence, "cell" | "trial">;

/** A site of static pages beside the report: one for each model, cell and trial, made when it is asked for. */
export type SiteMaker = {
  readonly trial: (trial: TrialEvidence) => SiteText;
  /** The first page, the models and the cells. `shown`: the trials with pages, without their exchanges. */
  readonly others: (shown: Evidence) => Iterable<SiteText>;
};

/** `report`: the one-file report's name beside the first page. `trials`: those that get a page. */
export function siteOf(sheet: Sheet, { trials, report, tools }: SiteFrom): SiteMaker {
  const files = new Map<string, string>([
    ...sheet.models.map(({ name }) => [modelPlace(name).toWellFormed(), sitePath("models", name, tools)] as const),
    ...sheet.cells.map(({ id }) => [id.toWellFormed(), sitePath("cells", id, tools)] as const),
    ...trials
      .map(({ cell, trial }) => trialName(cell, trial))
      .map((name) => [name.toWellFormed(), sitePath("trials", name, tools)] as const),
  ]);
  const cells = new Map(sheet.cells.map((cell) => [cell.id, cell]));
  const file = (place: string) => files.get(place.toWellFormed()) ?? null;
  const page = (one: SitePage): SiteText => ({ path: one.path, text: sitePageText(one, { file, tools }) });
  const first = ["index.html", sheet.name] as const;
  const modelOf = ({ model }: SheetCell) => [file(modelPlace(model)) ?? "index.html", model] as const;
  const links: TrialLinks = {
    cell: (cell) => `#${placeOf(cell)}`,
    trial: (cell, trial) =>
      files.has(trialName(cell, trial).toWellFormed()) ? `#${placeOf(trialName(cell, trial))}` : null,
  };
  return {
    trial: (trial) => {
      const cell = cells.get(trial.cell);
      const above = cell === undefined ? [] : [modelOf(cell), [file(cell.id) ?? "index.html", cell.scenario] as const];
      return page({
        path: file(trialName(trial.cell, trial.trial)) ?? sitePath("trials", trialName(trial.cell, trial.trial), tools),
        title: `${trial.scenario}, trial ${trial.trial}, ${trial.target}`,
        parents: [first, ...above],
        body: html`<h1 class="vh">${sheet.name}</h1>${noticeAbove(sheet.notice, trial)}${trialHtml(trial, links)}`,
      });
    },
    others: (shown) => otherPages(sheet, { shown, report, page, file, first, modelOf }),
  };
}

type SiteFrom = {
  readonly trials: readonly SiteTrial[];
  readonly report: string;
  readonly tools: Pick<ReportTools, "sha256">;
};

type Making = Pick<SiteFrom, "report"> & {
  readonly shown: Evidence;
  readonly page: (one: SitePage) => SiteText;
  readonly file: (place: string) => string | null;
  readonly first: readonly [string, string];
  readonly modelOf: (cell: SheetCell) => readonly [string, string];
};

function* otherPages(sheet: Sheet, { shown, report, page, file, first, modelOf }: Making): Iterable<SiteText> {
  const data = pageDataOf(sheet);
  const tables = modelTablesOf(data);
  const detailOf = detailsOf(sheet, shown);
  for (const [at, cell] of sheet.cells.entries()) {
    const drawn = data.cells[at];
    if (drawn === undefined) continue;
    const detail = detailOf(cell);
    yield page({
      path: file(cell.id) ?? "",
      title: `${cell.scenario}, ${cell.target}`,
      parents: [first, modelOf(cell)],
      body: html`<h1 class="vh">${sheet.name}</h1><h2 class="vh">Cell</h2>${cellHtml({ data, cell: drawn, detail, notice: sheet.notice, look: false })}`,
    });
  }
  for (const table of tables) {
    const { name = "", title = "" } = sheet.models[table.model] ?? {};
    yield page({
      path: file(modelPlace(name)) ?? "",
      title: `${title}, ${sheet.name}`,
      parents: [first],
      body: html`<h1>${title}</h1><div class="scroll" tabindex="0" role="region" aria-label="${title}">${modelTable(data, table)}</div>${legendHtml()}`,
    });
  }
  const look = lookList(data.cells);
  yield page({
    path: "index.html",
    title: `llm-parity: ${sheet.name}`,
    parents: [],
    body: html`${headHtml(sheet, true)}<main><p>With filters, in one file: <a href="${report}">${report}</a>.</p>
<section aria-labelledby="look"><h2 id="look">Needs attention <small>${look.length}</small></h2>${lookHtml(data, look)}</section>
<section aria-labelledby="overview"><h2 id="overview">Overview</h2>${overviewHtml(data, tables)}</section></main>${legendHtml()}`,
  });
}
