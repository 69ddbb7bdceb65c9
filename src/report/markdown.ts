import type { Bundle } from "./bundle.js";
import { clientViewsSection } from "./client-views/section.js";
import { formatsSection } from "./formats.js";
import { methodSection } from "./method.js";
import { modelTables } from "./model-tables.js";
import { pairsSection } from "./pairs.js";
import { provenanceSection } from "./provenance.js";
import { recommendationsSection, reproduceSection } from "./recommendations.js";
import { rootCauseSection } from "./root-cause.js";
import { summarySection } from "./summary.js";
import { whoseFaultSection } from "./whose-fault.js";

const sections = [
  summarySection,
  methodSection,
  modelTables,
  whoseFaultSection,
  clientViewsSection,
  pairsSection,
  provenanceSection,
  () => formatsSection(),
  rootCauseSection,
  recommendationsSection,
  reproduceSection,
];

/**
 * The compatibility matrix as a Markdown page. Pure: the same bundle gives the same bytes.
 *
 * @example
 * const page = matrixMarkdown({ matrix: buildMatrix(input), blankReplies: [], known: [], cellCommands: [] });
 */
export function matrixMarkdown(bundle: Bundle): string {
  const text = sections
    .map((section) => section(bundle).trim())
    .filter((section) => section !== "")
    .join("\n\n");
  return `${text.replace(/\n{3,}/g, "\n\n")}\n`;
}
