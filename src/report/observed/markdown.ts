import type { ObservedMatrix } from "../../verdict/observed/observed-matrix.js";
import { strictSentence } from "../strict-sentence.js";
import { blockedSection, findingsSection } from "./page/findings.js";
import { matrixSection, shownRows } from "./page/matrix.js";
import { namesOf } from "./page/names.js";
import { readSection } from "./page/read.js";
import { summarySection } from "./page/summary.js";
import { observedFaultSection } from "./whose-fault.js";

/**
 * The observed matrix as a Markdown page: what is wrong, where and whose fault, then the findings with their places, what was
 * refused, who answered × the kind of request, and what was read. Rows in which all is well are counted.
 */
export function observedMarkdown(matrix: ObservedMatrix): string {
  const names = namesOf(matrix);
  const rows = shownRows(matrix);
  const shown = new Set(rows.flatMap(({ cells }) => cells.flatMap((cell) => cell ?? [])));
  const strict = strictSentence(matrix.layer);
  const parts = [
    "# Observed in recordings",
    ...(strict === null ? [] : [`> ${strict}`]),
    summarySection(matrix, shown, names),
    findingsSection(matrix, names),
    blockedSection(matrix, names),
    observedFaultSection(matrix),
    matrixSection(matrix, rows, names),
    readSection(matrix.counts, names.folder),
  ];
  const text = parts.map((part) => part.trim()).filter((part) => part !== "");
  return `${text.join("\n\n")}\n`;
}
