import type { Agreement, Share, TargetMetrics } from "../verdict/dataset/dataset-metrics.js";
import type { DatasetResults } from "../verdict/dataset/dataset-results.js";
import { plain, table } from "./markdown-text.js";
import { percentRange, percentText } from "./percent.js";

/**
 * The results of a data set as Markdown: first how often each target is bad and which of them differ from the reference, then the metrics
 * and the agreement in tables.
 */
export function datasetText({ targets, agreements, excluded }: DatasetResults): string {
  const reasons = Object.entries(excluded).map(([reason, n]) => `${n} ${reason}`);
  const references = agreements.map(({ reference }) => plain(reference)).slice(0, 1);
  return [
    ...summaryLines(targets, agreements),
    "",
    targetsTable("target", targets, metricRows),
    ...(reasons.length === 0 ? [] : ["", `Excluded, as not evidence about a model: ${reasons.join(", ")}.`]),
    ...(agreements.length === 0 ? [] : ["", targetsTable(`beside ${references.join("")}`, agreements, agreementRows)]),
  ].join("\n");
}

/** The worst target first, and for each one whether its bad rows differ from those of the reference. */
function summaryLines(targets: readonly TargetMetrics[], agreements: readonly Agreement[]): readonly string[] {
  const byShare = targets.toSorted((a, b) => shareOf(b.bad) - shareOf(a.bad));
  const beside = new Map(agreements.map((one) => [one.target, one]));
  const lines = byShare.slice(0, mostLines).map(({ target, bad }) => {
    const agreement = beside.get(target);
    return `- ${plain(target)}: ${shareText(bad)}${agreement === undefined ? "" : `; ${differenceText(agreement)}`}`;
  });
  const rest = byShare.length - lines.length;
  return ["Bad by our checks, the worst first:", "", ...lines, ...(rest > 0 ? [`- and ${rest} more`] : [])];
}

const mostLines = 20;

function shareOf(share: Share): number {
  return share === null ? -1 : share.n / share.of;
}

/** `differs from the reference: 9 bad here only, 1 there only (p 0.021)`. */
function differenceText({ badHereOnly, badThereOnly, p, reference }: Agreement): string {
  const word = p < 0.05 ? "differs from" : "not shown to differ from";
  return `${word} ${plain(reference)}: ${badHereOnly} bad here only, ${badThereOnly} there only (p ${p.toFixed(3)}, McNemar)`;
}

type Rows<One> = readonly (readonly [name: string, cell: (one: One) => string])[];

/** A column for each target; with many of them, a row for each. */
function targetsTable<One extends { readonly target: string }>(
  head: string,
  targets: readonly One[],
  rows: Rows<One>,
): string {
  if (targets.length <= 4) {
    return table(
      [head, ...targets.map(({ target }) => plain(target))],
      rows.map(([name, cell]) => [name, ...targets.map(cell)]),
    );
  }
  return table(
    [head, ...rows.map(([name]) => name)],
    targets.map((one) => [plain(one.target), ...rows.map(([, cell]) => cell(one))]),
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
