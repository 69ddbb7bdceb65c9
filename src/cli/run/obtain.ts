import type { BlankReply } from "../../report/bundle.js";
import type { Plan } from "../../runner/plan.js";
import type { Leftover } from "../../runner/run-replay.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { Choice } from "../shell/choose.js";
import type { RecordedFixture } from "./record-fixtures.js";
import type { RunMode } from "./run.js";
import type { RunOptions } from "./run-options.js";

/** What a run brought: transcripts, and what was strange about the recordings or the run itself. */
export type Obtained = {
  readonly mode: RunMode;
  readonly transcripts: readonly Transcript[];
  readonly leftovers: readonly Leftover[];
  readonly versions: { readonly [name: string]: string };
  readonly blankReplies: readonly BlankReply[];
  /** The run directory of a live run; null for a replay. */
  readonly runDirectory: string | null;
  /** What became of the fixture of each case, where they were to be written. */
  readonly recorded: readonly RecordedFixture[];
  /** Secrets in a text that is about to be written or shown, by name; null: nothing in this run can hold one. */
  readonly leaks: ((text: string) => readonly string[]) | null;
};

export type ObtainRequest = {
  readonly mode: RunMode;
  readonly plan: Plan;
  readonly choice: Choice;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
};

/** Replays or asks, whichever the mode says; the code that can reach the network is loaded only where it is needed. */
export async function obtain(request: ObtainRequest): Promise<Obtained> {
  if (request.mode === "replay") {
    const { obtainFromRecordings } = await import("./replay-recordings.js");
    return obtainFromRecordings(request);
  }
  const { obtainByAsking } = await import("./ask-services.js");
  const { record, nonce, sequential } = request.options;
  return obtainByAsking({
    ...request,
    record: record === true,
    nonce: nonce === true,
    ...(sequential === undefined ? {} : { sequential }),
  });
}
