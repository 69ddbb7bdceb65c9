import type { TrialEvidence } from "../../sheet/trial-evidence.js";

/**
 * One trial as an HTML `article`: all that a page needs besides the styles of `trial-styles.ts`. Every text in it is escaped; it has no
 * script, no style attribute and no address outside the page. `links`: where its cell and other trials are found.
 */
export type TrialLinks = {
  readonly cell: (cell: string) => string;
  /** null: the page does not have that trial. */
  readonly trial: (cell: string, trial: number) => string | null;
};

export function trialHtml(trial: TrialEvidence, links: TrialLinks): string {
  return `${trial.cell}${links.cell(trial.cell)}`;
}
