import type { KnownDivergence } from "../scenario/known.js";
import type { ClientViews } from "../verdict/client-views/client-views.js";
import type { Matrix } from "../verdict/matrix/matrix.js";
import type { Verdict } from "../verdict/verdict.js";

/** One of the blank replies that look alike in a client's summary: its recording, and our verdict on it. */
export type BlankReply = {
  readonly name: string;
  readonly file: string;
  readonly note: string;
  readonly verdict: Verdict;
};

/** The input of a report. The same bundle gives the same bytes. */
export type Bundle = {
  readonly matrix: Matrix;
  readonly blankReplies: readonly BlankReply[];
  /** Every entry of known.yaml; the report shows the bug behind an expected cell. */
  readonly known: readonly KnownDivergence[];
  /** The command that makes each cell of `matrix.verdicts` again, in their order. */
  readonly cellCommands: readonly string[];
  /** What real clients showed of replies of the run; absent: they were not asked. */
  readonly clientViews?: ClientViews;
};
