import type { KnownDivergence } from "../scenario/known.js";
import type { ClientViews } from "../verdict/client-views/client-views.js";
import type { Matrix } from "../verdict/matrix/matrix.js";
import type { Verdict } from "../verdict/verdict.js";
import type { SizeTimes } from "./times/times-by-size.js";

/** One of the blank replies that look alike in a client's summary: its recording, and our verdict on it. */
export type BlankReply = {
  readonly name: string;
  readonly file: string;
  readonly note: string;
  readonly verdict: Verdict;
};

/**
 * A command that asks what is missing, and what all of it takes: `40 calls, at most $0.11`. `byHand`: what has to be changed in it first, as a
 * sentence; absent: nothing.
 */
export type NextCommand = { readonly text: string; readonly price: string; readonly byHand?: string };

/** The input of a report. The same bundle gives the same bytes. Lists beside `matrix.verdicts` are in their order. */
export type Bundle = {
  readonly matrix: Matrix;
  readonly blankReplies: readonly BlankReply[];
  /** Every entry of known.yaml; the report shows the bug behind an expected cell. */
  readonly known: readonly KnownDivergence[];
  /** The command that makes each cell of `matrix.verdicts` again. */
  readonly cellCommands: readonly string[];
  /** The command that shows the evidence of each cell; absent: there are none. */
  readonly explainCommands?: readonly string[];
  /** The command that asks what is missing to name a party for each cell; null: none does. Absent: there are none. */
  readonly nextCommands?: readonly (NextCommand | null)[];
  /**
   * The recording of each cell, as a path from the working folder, `/` between its parts; null: the cell has none of its own, or it
   * lies elsewhere. Absent: no cell has one.
   */
  readonly recordings?: readonly (string | null)[];
  /** What real clients showed of replies of the run; absent: they were not asked. */
  readonly clientViews?: ClientViews;
  /** How long the replies of the suite `load` took, by the size of their prompts; absent: none was timed. */
  readonly sizeTimes?: readonly SizeTimes[];
};
