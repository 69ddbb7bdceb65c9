import type { BlankReply } from "../../report/bundle.js";
import type { Leftover } from "../../runner/run-replay.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { Verdict } from "../../verdict/verdict.js";

/** What a run asks: recordings, the real services, or an offline provider. */
export type RunMode = "replay" | "live" | "simulator";

/** What a run produced: its transcripts, and what belongs with them in a report. */
export type RunResult = {
  readonly mode: RunMode;
  /** When the run was started, ISO 8601 in UTC; null: a replay. */
  readonly startedAt: string | null;
  readonly transcripts: readonly Transcript[];
  /** What was judged with the replay, by the layer that was asked for; absent: the trials are not judged yet. */
  readonly verdicts?: readonly Verdict[];
  /** Trials that this command made. */
  readonly asked: number;
  /** Planned trials that were not made, since the run was stopped. */
  readonly unasked: number;
  readonly leftovers: readonly Leftover[];
  readonly versions: { readonly [name: string]: string };
  /** Of the program's checkout when the run was started; null: a replay, or an installed program. */
  readonly commit: string | null;
  /** The edition of the conformance suite that the run asked; null or absent: a replay, or not recorded. */
  readonly edition?: string | null;
  readonly blankReplies: readonly BlankReply[];
  /** The run directory of a live run; null for a replay. */
  readonly runDirectory: string | null;
  /** Finds secrets, by name, in a text that is about to be written or shown; null: nothing in this run can hold one. */
  readonly leaks: ((text: string) => readonly string[]) | null;
};
