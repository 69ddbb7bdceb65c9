/** The form of a line of `summary.jsonl`. A line of another one is made again from its run. */
export const summaryVersion = 2;
