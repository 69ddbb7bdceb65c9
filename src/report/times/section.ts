import { quantile } from "../../verdict/statistics/quantile.js";
import type { Bundle } from "../bundle.js";
import { plain, table } from "../markdown-text.js";
import type { SizeTimes } from "./times-by-size.js";

/** How long replies took, by the size of the prompt: a table for each model; empty where no scenario of the suite `load` was timed. */
export function timesSection({ matrix, sizeTimes = [] }: Bundle): string {
  const tables = matrix.tables.flatMap(({ model, columns }) => {
    const rows = columns.flatMap((column, at) => {
      // Two clients ask one target in two columns, and read the same bytes.
      if (columns.findIndex(({ target }) => target === column.target) < at) return [];
      return sizeTimes
        .filter(({ target }) => target === column.target)
        .toSorted((a, b) => a.from - b.from)
        .map((times) => rowOf(column.label, times));
    });
    return rows.length === 0 ? [] : [`### Times of ${plain(model.title)}`, "", table(head, rows), ""];
  });
  if (tables.length === 0) return "";
  return [
    "## Times by size of the prompt",
    "",
    "Of the scenarios of the suite `load`: tokens of the prompt as the provider counts them, and the turns of eligible trials. The first",
    "content counts from the request, reasoning included; the longest wait is between two pieces of one reply's content, and a reply that",
    "came in one piece has none. Medians, and the slowest turn in brackets.",
    "",
    ...tables,
  ].join("\n");
}

const head = ["column", "tokens of the prompt", "turns", "first content", "longest wait"];

function rowOf(label: string, times: SizeTimes): readonly string[] {
  const { isSimulated, firstMs, longestGapMs } = times;
  return [
    plain(`${label}${isSimulated ? " (simulated)" : ""}`),
    sizeText(times),
    String(firstMs.length),
    timesText(firstMs),
    timesText(longestGapMs),
  ];
}

/** `12 k to 24 k`, `below 1.5 k` */
function sizeText({ from, below }: SizeTimes): string {
  if (below === null) return `from ${thousands(from)}`;
  return from === 0 ? `below ${thousands(below)}` : `${thousands(from)} to ${thousands(below)}`;
}

function thousands(tokens: number): string {
  return `${tokens / 1_000} k`;
}

/** `1.20 s (3.45 s)`: the median, and the slowest where there are several. */
function timesText(values: readonly number[]): string {
  const median = quantile(values, 0.5);
  if (median === null) return "–";
  return values.length === 1 ? secondsText(median) : `${secondsText(median)} (${secondsText(Math.max(...values))})`;
}

function secondsText(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}
