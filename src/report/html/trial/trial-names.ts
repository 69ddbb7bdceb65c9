import { partOf } from "../markup/links.js";

/** The element that holds the trials of a page. */
export const trialsId = "trials";

/** The name of a trial in links: its cell's and its number. */
export function trialName(cell: string, trial: number): string {
  return `${cell}/${trial}`;
}

/** The cell and the number behind {@link trialName}; null: it is no such name. */
export function readTrialName(name: string): { readonly cell: string; readonly trial: number } | null {
  const [, cell, trial] = /^(.+)\/(\d{1,9})$/s.exec(name) ?? [];
  return cell === undefined ? null : { cell, trial: Number(trial) };
}

/** The element with the deflated trials of a cell. */
export function trialChunkId(cell: string): string {
  return partOf("trials", cell);
}
