/** Where a page has other cells and trials. */
export type TrialLinks = {
  readonly cell: (cell: string) => string;
  /** null: the page does not have that trial. */
  readonly trial: (cell: string, trial: number) => string | null;
};
