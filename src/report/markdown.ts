import { type ApiTable, wholeOf, wireApis } from "../chat/api.js";
import type { Matrix } from "../verdict/matrix/matrix.js";
import type { Bundle } from "./bundle.js";
import { clientViewsSection } from "./client-views/section.js";
import { sameModelSection } from "./identity/section.js";
import { alikePairsSection } from "./markdown/alike-pairs.js";
import { failingSection } from "./markdown/failing-cells.js";
import { formatsSection } from "./markdown/formats.js";
import { methodSection } from "./markdown/method.js";
import { resultsSection } from "./markdown/model-tables.js";
import { notMeasuredSection } from "./markdown/not-measured.js";
import { type CellNights, type Page, pageOf } from "./markdown/page.js";
import type { PagePlace } from "./markdown/page-place.js";
import { parametersSection } from "./markdown/parameters.js";
import { provenanceSection } from "./markdown/provenance.js";
import { recommendationsSection, reproduceSection } from "./markdown/recommendations.js";
import { rootCauseSection } from "./markdown/root-cause.js";
import { summarySection } from "./markdown/summary.js";
import { timesSection } from "./times/section.js";

const sections: readonly ((page: Page) => string)[] = [
  summarySection,
  resultsSection,
  parametersSection,
  ({ bundle }) => sameModelSection(bundle),
  ({ bundle }) => timesSection(bundle),
  failingSection,
  notMeasuredSection,
  alikePairsSection,
  ({ bundle }) => clientViewsSection(bundle),
  rootCauseSection,
  recommendationsSection,
  reproduceSection,
  methodSection,
  provenanceSection,
  ({ bundle }) => formatsSection(apisOf(bundle.matrix)),
];

const nowhere: PagePlace = { recordings: null, html: null, json: null };

/**
 * The compatibility matrix as a Markdown page: what differs and whose fault it is, then the tables, then how it was made. Of a big run it
 * shows in full what differs, up to the limits of `most`, and counts the rest. `nights`: what the gate says of cells. Pure: the same bundle gives the same bytes.
 *
 * @example
 * const page = matrixMarkdown({ matrix: buildMatrix(input), blankReplies: [], known: [], cellCommands: [] });
 */
export function matrixMarkdown(bundle: Bundle, place: PagePlace = nowhere, nights: CellNights = new Map()): string {
  const page = pageOf(bundle, place, nights);
  const text = sections
    .map((section) => section(page).trim())
    .filter((section) => section !== "")
    .join("\n\n");
  return `${text.replace(/\n{3,}/g, "\n\n")}\n`;
}

/** The wire APIs that its tables compare. */
function apisOf({ tables }: Matrix): ApiTable {
  const compared = new Set(tables.flatMap(({ columns }) => columns.map(({ api }) => wholeOf(api))));
  return wireApis.filter(({ name }) => compared.has(name));
}
