import type { FurtherTrials, Verdict } from "../verdict/verdict.js";
import { counted } from "./counted.js";

/** `about 12 more trials, at this failure rate; at most 188 more`: what an inconclusive cell needs. */
export function furtherText({ expected, most }: FurtherTrials): string {
  if (most === 0) return "the limit of trials is reached; `--trials auto` with a higher --max-trials asks on";
  if (expected === null) return `at most ${counted(most, "more trial")}, with \`--trials auto\``;
  return `about ${counted(expected, "more trial")} at this failure rate, at most ${most} more, with \`--trials auto\``;
}

/** `3 cells are inconclusive, which is no claim: …`: what all of them need; null without such a cell. */
export function inconclusiveText(verdicts: readonly Verdict[]): string | null {
  const needs = verdicts.flatMap(({ further }) => (further === null ? [] : [further]));
  if (needs.length === 0) return null;
  const expected = needs.flatMap((one) => one.expected ?? []);
  const most = Math.max(...needs.map((one) => one.most));
  const about = expected.length === 0 ? "" : `about ${rangeText(expected)} more trials each at these failure rates, `;
  const what =
    most === 0
      ? "the limit of trials is reached; a higher --max-trials asks on"
      : `${about}at most ${most} more, with \`--trials auto\``;
  const cells = needs.length === 1 ? "1 cell is" : `${needs.length} cells are`;
  return `${cells} inconclusive, which is no claim: ${what}.`;
}

function rangeText(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least} to ${most}`;
}
