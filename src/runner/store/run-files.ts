/** The version of `run.json` and of the journal beside it. */
export const runFormatVersion = 2;

/**
 * The files of a run. `thinned`: the journal of a run that was pruned, packed, with its bad trials and one good trial of each cell; it has no
 * other journal then.
 */
export const runFiles = {
  facts: "run.json",
  journal: "journal.jsonl",
  thinned: "journal.jsonl.gz",
  summary: "summary.jsonl",
} as const;
