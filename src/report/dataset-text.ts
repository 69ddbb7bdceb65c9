import type { Agreement, Share, TargetMetrics } from "../verdict/dataset/dataset-metrics.js";
import type { DatasetResults } from "../verdict/dataset/dataset-results.js";
import { percentRange, percentText } from "./percent.js";
import { gridLines } from "./terminal/draw-grid.js";
import { leastWidth, type Screen } from "./terminal/screen.js";
import { shownName } from "./terminal/shown-name.js";
import { wrapped } from "./terminal/wrap.js";

/**
 * The results of a data set for a terminal, no line wider than the screen: a column for each target with its metrics, then with its
 * agreement with the reference.
 */
export function datasetText({ targets, agreements, excluded }: DatasetResults, given: Screen): string {
  const screen = { ...given, width: Math.max(leastWidth, given.width) };
  const { plain } = screen.paint;
  const reasons = Object.entries(excluded).map(([reason, n]) => `${n} ${reason}`);
  const [reference] = agreements.map((one) => shownName(one.reference, plain, 160));
  const left = shownName(`Excluded, as not evidence about a model: ${reasons.join(", ")}.`, plain, 400);
  return [
    columnsTable({ head: "", columns: targets, rows: metricRows }, screen),
    ...(reasons.length === 0 ? [] : [wrapped(left, screen.width).join("\n")]),
    ...(reference === undefined
      ? []
      : [columnsTable({ head: `beside ${reference}`, columns: agreements, rows: agreementRows }, screen)]),
  ].join("\n\n");
}

type Rows<One> = readonly (readonly [name: string, cell: (one: One) => string])[];

function columnsTable<One extends { readonly target: string }>(
  { head, columns, rows }: { readonly head: string; readonly columns: readonly One[]; readonly rows: Rows<One> },
  { paint, signs, width }: Screen,
): string {
  const grid = {
    corner: head,
    columns: columns.map(({ target }) => ({ group: "", label: shownName(target, paint.plain, 160) })),
    rows: rows.map(([label, cell]) => ({
      label,
      cells: columns.map((one) => ({ text: paint.plain(cell(one)), painter: null })),
    })),
  };
  return gridLines(grid, { width, rule: signs.rule, strong: paint.strong }).join("\n");
}

const metricRows: Rows<TargetMetrics> = [
  ["samples", ({ samples }) => String(samples)],
  ["excluded", ({ excluded }) => String(excluded)],
  ["finish stop", ({ counts }) => String(counts.stop)],
  ["finish tool calls", ({ counts }) => String(counts.toolCalls)],
  ["finish other", ({ counts }) => String(counts.others)],
  ["schema accuracy", ({ schemaAccuracy }) => shareText(schemaAccuracy)],
  ["errored requests", ({ erroredRequests }) => shareText(erroredRequests)],
  ["invalid JSON", ({ buckets }) => shareText(buckets["invalid-json"])],
  ["unknown name", ({ buckets }) => shareText(buckets["unknown-name"])],
  ["schema mismatch", ({ buckets }) => shareText(buckets["schema-mismatch"])],
  ["bad by our checks", ({ bad }) => shareText(bad)],
];

const agreementRows: Rows<Agreement> = [
  ["pairs", ({ samples }) => String(samples)],
  [
    "tool-call F1",
    ({ f1, f1Interval }) => `${percentOrDash(f1)}${f1Interval === null ? "" : ` (${percentRange(f1Interval)})`}`,
  ],
  ["precision", ({ precision }) => percentOrDash(precision)],
  ["recall", ({ recall }) => percentOrDash(recall)],
  ["similarity", ({ similarity }) => (similarity === null ? "–" : `${similarity.toFixed(2)} %`)],
  ["bad here only", ({ badHereOnly }) => String(badHereOnly)],
  ["bad there only", ({ badThereOnly }) => String(badThereOnly)],
  ["p (McNemar)", ({ p }) => p.toFixed(3)],
];

/** `1856/2128 = 87.22 % (85.7 % to 88.6 %)`; `–` where there is nothing to count. */
function shareText(share: Share): string {
  if (share === null) return "–";
  return `${share.n}/${share.of} = ${((100 * share.n) / share.of).toFixed(2)} % (${percentRange(share.interval)})`;
}

function percentOrDash(share: number | null): string {
  return share === null ? "–" : percentText(share);
}
