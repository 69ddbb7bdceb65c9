import type { KnownDivergence } from "../scenario/known.js";
import type { Matrix } from "../verdict/matrix/matrix.js";
import type { Verdict } from "../verdict/verdict.js";

/** A blank reply that a client's summary cannot tell from the others: its recording, and what we read in it. */
export type BlankReply = {
  readonly name: string;
  readonly file: string;
  readonly note: string;
  readonly verdict: Verdict;
};

/** Everything a report is made of. The same bundle gives the same bytes. */
export type Bundle = {
  readonly matrix: Matrix;
  readonly blankReplies: readonly BlankReply[];
  /** Every entry of known.yaml, for the bug behind an expected cell. */
  readonly known: readonly KnownDivergence[];
};
