import type { ReportInput } from "../reporters/reporter.js";
import type { Sheet, SheetCell } from "../sheet/sheet.js";
import type { Evidence } from "../sheet/trial-evidence.js";
import { detailsOf } from "./data/detail-of.js";
import { packPage } from "./data/pack.js";
import type { PageData } from "./data/page-data.js";
import { pageDataOf } from "./data/page-data-of.js";
import { mostStaticCells, pageIds } from "./data/sections.js";
import { lookList, urgencyOf } from "./data/states.js";
import { type Html, html, joined } from "./markup/html.js";
import { packDetails } from "./packed-details.js";
import { scriptText } from "./script-text.js";
import { documentText } from "./shell.js";
import { styleText } from "./style/style-text.js";
import { trialPages } from "./trial-pages.js";
import { cellHtml } from "./view/cell.js";
import { filtersHtml } from "./view/filters.js";
import { legendHtml } from "./view/foot.js";
import { headHtml } from "./view/head.js";
import { latencyHtml, latencyTitle } from "./view/latency.js";
import { lookHtml } from "./view/look.js";
import { modelSection, modelTable, modelTablesOf } from "./view/matrix.js";
import { grouped } from "./view/numbers.js";
import { overviewHtml } from "./view/overview.js";
import { tilesHtml } from "./view/tiles.js";

/** The report as one HTML file. Up to {@link mostStaticCells} cells it is whole without its script; above, the script draws the tables. */
export function pageText({
  sheet,
  tools,
  evidence: gather,
}: Pick<ReportInput, "sheet" | "tools" | "evidence">): string {
  const data = pageDataOf(sheet);
  const isStatic = sheet.cells.length <= mostStaticCells;
  const packed = packPage(data);
  const gathered = gather();
  const trials = trialPages(gathered.trials, { isStatic, tools });
  const evidence = withoutCells(gathered, trials.leftOut);
  return documentText(
    {
      title: `llm-parity: ${sheet.name}`,
      body: bodyHtml({ sheet, data, isStatic, evidence, trials: trials.drawn }),
      style: styleText,
      script: scriptText,
      data: isStatic
        ? [
            [pageIds.data, { notice: sheet.notice, page: packed }],
            [pageIds.trials, trials.packed],
          ]
        : [
            [pageIds.data, { notice: sheet.notice, deflated: tools.deflate(JSON.stringify(packed)) }],
            [pageIds.details, packDetails(sheet, { data, evidence, tools })],
            [pageIds.trials, trials.packed],
          ],
    },
    tools,
  );
}

/** Trials that do not fit are named as left out. */
function withoutCells({ trials, leftOut }: Evidence, cells: ReadonlySet<string>): Evidence {
  if (cells.size === 0) return { trials, leftOut };
  const [gone, kept] = [true, false].map((isGone) => trials.filter(({ cell }) => cells.has(cell) === isGone));
  const named = (gone ?? []).map(
    ({ cell, trial }) => ({ cell, trials: [trial], why: "too-much", command: null }) as const,
  );
  return { trials: kept ?? [], leftOut: [...leftOut, ...named] };
}

type Drawing = {
  readonly sheet: Sheet;
  readonly data: PageData;
  readonly isStatic: boolean;
  readonly evidence: Evidence;
  readonly trials: Html;
};

function bodyHtml({ sheet, data, isStatic, evidence, trials }: Drawing): Html {
  const tables = modelTablesOf(data);
  const look = lookList(data.cells);
  const later = isStatic
    ? null
    : html`<noscript><p>This page has ${data.cells.length} cells: its tables need a script.</p></noscript>`;
  return html`<a class="skip" href="#${pageIds.matrix}">Skip to the tables</a>
${headHtml(sheet)}
<main>
<section aria-labelledby="morning"><h2 id="morning">This morning</h2>${tilesHtml(data)}</section>
<section aria-labelledby="${pageIds.look}"><h2 id="${pageIds.look}">Needs a look <small>${grouped(look.length)}</small></h2><div class="drawn">${isStatic ? lookHtml(data, look) : later}</div></section>
<section aria-labelledby="${pageIds.overview}"><h2 id="${pageIds.overview}">All at once</h2><div class="drawn">${isStatic ? overviewHtml(data, tables) : null}</div></section>
<section aria-labelledby="${pageIds.matrix}"><h2 id="${pageIds.matrix}" tabindex="-1">Matrix</h2>${filtersHtml(data)}
<div id="${pageIds.models}"${tables.some(({ columns }) => columns.length > 4) ? html` class="wide"` : null}>${tables.map((table) => modelSection(data, table, isStatic ? modelTable(data, table) : null))}</div></section>
<section aria-labelledby="${pageIds.latency}"><h2 id="${pageIds.latency}">${latencyTitle(data.latency)}</h2><div class="drawn">${isStatic ? latencyHtml(data) : null}</div></section>
<section id="${pageIds.cells}" aria-labelledby="cells-title"><h2 id="cells-title" class="vh">Cells</h2>${isStatic ? cellsHtml(sheet, data, evidence) : null}${trials}</section>
</main>
${legendHtml()}`;
}

function cellsHtml(sheet: Sheet, data: PageData, evidence: Evidence): Html {
  const detailOf = detailsOf(sheet, evidence);
  return joined(
    data.cells.map((cell, at) => {
      const source: SheetCell | undefined = sheet.cells[at];
      if (source === undefined) return null;
      return cellHtml({ data, cell, detail: detailOf(source), notice: sheet.notice, look: urgencyOf(cell) !== null });
    }),
  );
}
