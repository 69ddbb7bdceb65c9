import type { Agreement, Share, TargetMetrics } from "../verdict/dataset/dataset-metrics.js";
import type { DatasetResults } from "../verdict/dataset/dataset-results.js";
import { plain, table } from "./markdown-text.js";
import { percentRange, percentText } from "./percent.js";

/** The results of a data set as Markdown tables, one column for each target: its metrics, then its agreement with the reference. */
export function datasetText({ targets, agreements, excluded }: DatasetResults): string {
  const reasons = Object.entries(excluded).map(([reason, n]) => `${n} ${reason}`);
  const references = agreements.map(({ reference }) => plain(reference)).slice(0, 1);
  return [
    columnsTable("", targets, metricRows),
    ...(reasons.length === 0 ? [] : ["", `Excluded, as not evidence about a model: ${reasons.join(", ")}.`]),
    ...(agreements.length === 0 ? [] : ["", columnsTable(`beside ${references.join("")}`, agreements, agreementRows)]),
  ].join("\n");
}

type Rows<One> = readonly (readonly [name: string, cell: (one: One) => string])[];

function columnsTable<One extends { readonly target: string }>(
  head: string,
  columns: readonly One[],
  rows: Rows<One>,
): string {
  return table(
    [head, ...columns.map(({ target }) => plain(target))],
    rows.map(([name, cell]) => [name, ...columns.map(cell)]),
  );
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
