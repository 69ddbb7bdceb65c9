import type { ReportInput, ReportTools } from "../reporters/reporter.js";
import type { Sheet } from "../sheet/sheet.js";
import type { Evidence } from "../sheet/trial-evidence.js";
import { type CellPages, cellPages } from "./cell-pages.js";
import { packPage } from "./data/pack.js";
import type { PageData } from "./data/page-data.js";
import { pageDataOf } from "./data/page-data-of.js";
import { mostStaticCells, pageIds } from "./data/sections.js";
import { lookList } from "./data/states.js";
import { fitEvidence, mostPageBytes } from "./fit-evidence.js";
import { type Html, html, type Part } from "./markup/html.js";
import { packDetails } from "./packed-details.js";
import { scriptText } from "./script-text.js";
import { documentText } from "./shell.js";
import { styleText } from "./style/style-text.js";
import { type TrialPages, trialPages } from "./trial-pages.js";
import { filtersHtml } from "./view/filters.js";
import { legendHtml } from "./view/foot.js";
import { headHtml } from "./view/head.js";
import { latencyHtml, latencyTitle } from "./view/latency.js";
import { lookHtml } from "./view/look.js";
import { modelSection, modelTable, modelTablesOf } from "./view/matrix.js";
import { grouped } from "./view/numbers.js";
import { overviewHtml } from "./view/overview.js";
import { parametersHtml } from "./view/parameters.js";
import { sameModelHtml } from "./view/same-model.js";
import { tilesHtml } from "./view/tiles.js";

/**
 * The report as one HTML file. Up to {@link mostStaticCells} cells it is whole without its script; above, the script draws the tables. What it
 * takes with the bytes of its trials is bounded by {@link mostPageBytes}.
 */
export function pageText({
  sheet,
  tools,
  evidence: gather,
}: Pick<ReportInput, "sheet" | "tools" | "evidence">): string {
  const data = pageDataOf(sheet);
  let evidence = gather();
  for (;;) {
    const { text, packed } = written(sheet, { data, evidence, tools });
    const sizeBytes = new TextEncoder().encode(text).length;
    const fitting = sizeBytes > mostPageBytes ? fitEvidence(evidence, { sizeBytes, packed }) : null;
    if (fitting === null) return text;
    evidence = fitting;
  }
}

type Writing = { readonly data: PageData; readonly evidence: Evidence; readonly tools: ReportTools };

function written(
  sheet: Sheet,
  { data, evidence, tools }: Writing,
): Pick<TrialPages, "packed"> & { readonly text: string } {
  const isStatic = sheet.cells.length <= mostStaticCells;
  const first = lookList(data.cells).flatMap((at) => sheet.cells[at]?.id ?? []);
  const trials = trialPages(evidence.trials, { isStatic, notice: sheet.notice, tools, first });
  const cells = isStatic ? cellPages(sheet, data, evidence) : null;
  const later = cells?.later ?? null;
  const text = documentText(
    {
      title: `llm-parity: ${sheet.name}`,
      body: bodyHtml({ sheet, data, cells, trials: trials.drawn }),
      style: styleText,
      script: scriptText,
      data: [
        [pageIds.data, { notice: sheet.notice, isWhole: isStatic, ...dataOf(data, { isStatic, tools }) }],
        ...(later?.size === 0
          ? []
          : [[pageIds.details, packDetails(sheet, { data, evidence, tools, only: later })] as const]),
        [pageIds.trials, trials.packed],
      ],
    },
    tools,
  );
  return { text, packed: trials.packed };
}

/** Larger JSON than this is compressed. */
const mostPlain = 60_000;

function dataOf(data: PageData, { isStatic, tools }: { readonly isStatic: boolean; readonly tools: ReportTools }) {
  const page = packPage(data);
  const text = JSON.stringify(page);
  return isStatic && text.length <= mostPlain ? { page } : { deflated: tools.deflate(text) };
}

type Drawing = {
  readonly sheet: Sheet;
  readonly data: PageData;
  /** Null: the script draws tables and cells. */
  readonly cells: CellPages | null;
  readonly trials: Html;
};

function bodyHtml({ sheet, data, cells, trials }: Drawing): Html {
  const tables = modelTablesOf(data);
  const look = lookList(data.cells);
  const isStatic = cells !== null;
  const later = isStatic
    ? null
    : html`<noscript><p>This page has ${data.cells.length} cells: its tables need a script.</p></noscript>`;
  return html`<a class="skip" href="#${pageIds.matrix}">Skip to the tables</a>
${headHtml(sheet, isStatic)}
<main>
<section aria-labelledby="morning"><h2 id="morning">${sheet.night === null ? "Result" : "This morning"}</h2>${tilesHtml(data)}</section>
<section aria-labelledby="${pageIds.look}"><h2 id="${pageIds.look}">Needs attention <small>${grouped(look.length)}</small></h2><div class="drawn">${isStatic ? lookHtml(data, look) : later}</div></section>
<section aria-labelledby="${pageIds.overview}"><h2 id="${pageIds.overview}">Overview</h2><div class="drawn">${isStatic ? overviewHtml(data, tables) : null}</div></section>
<section aria-labelledby="${pageIds.matrix}"><h2 id="${pageIds.matrix}" tabindex="-1">Matrix</h2>${filtersHtml(data)}
${laterHtml(cells, data.cells.length)}<div id="${pageIds.models}"${tables.some(({ columns }) => columns.length > 4) ? html` class="wide"` : null}>${tables.map((table) => modelSection(data, table, isStatic ? modelTable(data, table, cells.later) : null))}</div></section>
${parametersHtml(sheet)}${sameModelHtml(sheet)}<section aria-labelledby="${pageIds.latency}"><h2 id="${pageIds.latency}">${latencyTitle(data.latency)}</h2><div class="drawn">${isStatic ? latencyHtml(data) : null}</div></section>
<section id="${pageIds.cells}" aria-labelledby="cells-title"><h2 id="cells-title" class="vh">Cells</h2>${cells?.drawn ?? null}${trials}</section>
</main>
${legendHtml()}`;
}

/** Without a script: which cells have their page here. Those that have are underlined then. */
function laterHtml(cells: CellPages | null, all: number): Part {
  if (cells === null || cells.later.size === 0) return null;
  return html`<noscript><p class="note">This page has the details of ${grouped(all - cells.later.size)} of ${grouped(all)} cells, those that need a look first: they are underlined. Those of the others are packed, and a script shows them.</p></noscript>
`;
}
