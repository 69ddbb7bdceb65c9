import { reportTools } from "../../src/library/reports/report-tools.js";
import { matrixMarkdown } from "../../src/report/markdown.js";
import type { ReportInput } from "../../src/report/reporters/reporter.js";
import type { SheetCellNight } from "../../src/report/sheet/sheet.js";
import { sheetOfRun } from "../../src/report/sheet/sheet-of-run.js";
import { matrixJson } from "../../src/verdict/matrix/matrix-json.js";
import { cellKey } from "../../src/verdict/nights/cell-key.js";
import { hostileBundle } from "./hostile-bundle.js";
import { hostileEvidence } from "./hostile-evidence.js";
import { hostileTrials, sentence } from "./hostile-trials.js";
import { onceForText } from "./once-for-text.js";

/**
 * What every reporter is given of a hostile run (see {@link hostileBundle}): beside the cells, the text stands in the night, the history,
 * the exchanges and the names of files, and the run's id is it too.
 */
export const hostileInput = onceForText((text): ReportInput => {
  const name = text.slice(0, 300);
  const bundle = hostileBundle(text);
  const cells = bundle.matrix.verdicts.map(({ cell }) => cellKey(cell));
  const nights = new Map(cells.map((id) => [id, cellNight(text)]));
  const sheet = sheetOfRun({
    ...{ bundle, transcripts: hostileTrials(text, name), fileOf: () => `exchanges/${name}.har` },
    run: { id: `run ${name}`, startedAt: "2026-11-20T00:00:00.000Z", commit: name },
    night: { night: nightOf(text, name), cells: nights },
    history: new Map(
      cells.map((id) => [id, [{ night: "2026-11-19", state: "measured" as const, eligible: 12, bad: 1 }]]),
    ),
  });
  return {
    sheet: {
      ...sheet,
      cells: sheet.cells.map((cell) => ({ ...cell, again: [{ title: name, text: sentence(text), why: null }] })),
    },
    evidence: () => hostileEvidence(text, name, cells),
    markdown: (place) => matrixMarkdown(bundle, place, nights),
    json: () => matrixJson(bundle.matrix),
    tools: reportTools(() => []),
  };
});

/** Where the links of a report lead. */
export const place = { recordings: "..", html: "compatibility-matrix.html", json: "compatibility-matrix.json" };

function nightOf(text: string, name: string) {
  const counts = { compared: 9, falseNights: 0.04, alarm: true, notMeasured: true, exitCode: 1 };
  return { id: name, ...counts, columns: [sentence(text)] };
}

function cellNight(text: string): SheetCellNight {
  return {
    ...{ state: "regressed", since: ["2026-11-19", "2026-11-20"], lastGood: "2026-11-18", worse: 0.0001 },
    ...{ changed: sentence(text), baseline: { eligible: 96, bad: 0 }, tonight: { eligible: 50, bad: 40 } },
  };
}
