import type { FurtherTrials, Verdict } from "../verdict/verdict.js";
import { counted } from "./counted.js";

/** `about 12 more trials, at this failure rate; at most 188 more`: what an inconclusive cell needs. */
export function furtherText({ expected, most }: FurtherTrials): string {
  if (most === 0) return "the limit of trials is reached; --trials auto with a higher --max-trials asks on";
  if (expected === null) return `at most ${counted(most, "more trial")}, with --trials auto`;
  return `about ${counted(expected, "more trial")} at this failure rate, at most ${most} more, with --trials auto`;
}

/**
 * `7 cells are as expected in all 12 trials, too few to claim that they pass: about 24 more trials each …`: what inconclusive cells need, a
 * sentence for each outcome; null without such a cell.
 */
export function inconclusiveText(verdicts: readonly Verdict[]): string | null {
  const open = verdicts.filter(({ further }) => further !== null);
  const sentences = outcomes.flatMap(({ observed, says, claims }) => {
    const cells = open.filter((verdict) => verdict.observed === observed);
    if (cells.length === 0) return [];
    const [who, which] = cells.length === 1 ? (["1 cell is", 0] as const) : ([`${cells.length} cells are`, 1] as const);
    const trials = rangeText(cells.map(({ trials: { eligible } }) => eligible));
    return [`${who} ${says(trials)}, too few ${claims[which]}: ${neededText(cells)}.`];
  });
  return sentences.length === 0 ? null : sentences.join(" ");
}

const outcomes = [
  {
    observed: "ok",
    says: (n: string) => `as expected in all ${n} trials`,
    claims: ["to claim that it passes", "to claim that they pass"],
  },
  {
    observed: "bad",
    says: (n: string) => `bad in all ${n} trials`,
    claims: ["to claim that it fails", "to claim that they fail"],
  },
  {
    observed: "mixed",
    says: (n: string) => `bad in some of ${n} trials`,
    claims: ["for a claim", "for a claim"],
  },
] as const;

function neededText(cells: readonly Verdict[]): string {
  const needs = cells.flatMap(({ further }) => (further === null ? [] : [further]));
  const expected = needs.flatMap((one) => one.expected ?? []);
  const most = Math.max(...needs.map((one) => one.most));
  if (most === 0) return "the limit of trials is reached; a higher --max-trials asks on";
  const about = expected.length === 0 ? "" : `about ${rangeText(expected)} more trials each at these failure rates, `;
  return `${about}at most ${most} more, with --trials auto`;
}

function rangeText(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least} to ${most}`;
}
