import { access } from "node:fs/promises";
import type { Client } from "../../chat/api.js";
import type { PlannedCase } from "../../runner/plan.js";
import { runReplay } from "../../runner/run-replay.js";
import type { Layer } from "../../verdict/checks/rule.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { Choice } from "../choose.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import { readBlankReplies } from "./blank-replies.js";
import type { RunResult } from "./run-result.js";

/** `speed`: 1 at the recorded pace, 2 twice as fast; absent: without waiting. */
type ReplayOptions = {
  readonly fixtures: string;
  readonly client: Client | "both";
  readonly speed?: number;
  /**
   * Threads, this one included. Default: 1, since a thread loads the clients and the checks again, and collecting garbage already uses a
   * second core: with two cores, 2,400 cases took 6.5 s of wall time with one thread and 7.0 s with two (2026-11-30). Without `speed`.
   */
  readonly jobs?: number;
  /** For what is judged on the threads; absent: `compatible`. */
  readonly layer?: Layer;
};

/** Replays every planned case from its fixture. Throws UsageError when there is no such folder. */
export async function replayRecordings(
  cases: readonly PlannedCase[],
  {
    choice,
    options,
    signal,
  }: { readonly choice: Choice; readonly options: ReplayOptions; readonly signal: AbortSignal },
): Promise<RunResult> {
  const { fixtures } = options;
  await access(fixtures).catch(() => {
    throw new UsageError(`--fixtures ${formatPath(fixtures)}: there is no such folder`, {
      hint: "Give the folder of the recordings, or record some with --live --record.",
    });
  });
  const { transcripts, leftovers, ...judged } = await replayed(cases, options, signal);
  const blankReplies =
    choice.suite.tested === null
      ? []
      : await readBlankReplies(fixtures, choice, { makeTransport: transportOf, signal });
  return {
    mode: "replay",
    startedAt: null,
    transcripts,
    ...judged,
    asked: transcripts.length,
    unasked: 0,
    leftovers,
    versions: {},
    commit: null,
    blankReplies,
    runDirectory: null,
    leaks: null,
  };
}

/** On several threads the trials are judged where they were replayed: `verdicts`. */
async function replayed(
  cases: readonly PlannedCase[],
  { fixtures, client, speed, jobs = 1, layer = "compatible" }: ReplayOptions,
  signal: AbortSignal,
): Promise<Pick<RunResult, "transcripts" | "leftovers" | "verdicts">> {
  const threads = speed === undefined ? Math.min(jobs - 1, cases.length) : 0;
  if (threads > 0) {
    const { replayOnThreads } = await import("./threads/replay-on-threads.js");
    return replayOnThreads({ cases, fixtures, client, layer }, { threads, signal });
  }
  const replay = { fixtures, client, makeTransport: transportOf, signal, ...(speed === undefined ? {} : { speed }) };
  return runReplay(cases, replay);
}
