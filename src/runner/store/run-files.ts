/** The version of `run.json` and of the journal beside it. */
export const runFormatVersion = 2;

/** The files of a run. */
export const runFiles = { facts: "run.json", journal: "journal.jsonl", summary: "summary.jsonl" } as const;
