import { cellCounts } from "../../cell-counts.js";
import type { PublicLine } from "./public-line.js";

/** `26 as expected, 4 failing, 5 blocked`: in the words of every report. A disputed cell is counted apart. */
export function lineCounts(lines: readonly PublicLine[], disputed: ReadonlySet<string>): string {
  const plain = lines.filter((line) => !disputed.has(line.cell));
  const counted = plain.map(({ observed, isFailing }) => ({ observed, isFailing, isKnown: false }));
  const apart = lines.length - plain.length;
  return `${cellCounts(counted)}${apart === 0 ? "" : `, ${apart} disputed`}`;
}

/** The trials that are evidence, over all of these cells. */
export function evidenceOf(lines: readonly PublicLine[]): number {
  return lines.reduce((sum, { trials }) => sum + trials.eligible, 0);
}
