import { access } from "node:fs/promises";
import type { Client } from "../../chat/api.js";
import type { PlannedCase } from "../../runner/plan.js";
import { runReplay } from "../../runner/run-replay.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { Choice } from "../choose.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import { readBlankReplies } from "./blank-replies.js";
import type { RunResult } from "./run-result.js";

/** `speed`: 1 at the recorded pace, 2 twice as fast; absent: without waiting. */
type ReplayOptions = { readonly fixtures: string; readonly client: Client | "both"; readonly speed?: number };

/** Replays every planned case from its fixture. Throws UsageError when there is no such folder. */
export async function replayRecordings(
  cases: readonly PlannedCase[],
  {
    choice,
    options: { fixtures, client, speed },
    signal,
  }: { readonly choice: Choice; readonly options: ReplayOptions; readonly signal: AbortSignal },
): Promise<RunResult> {
  await access(fixtures).catch(() => {
    throw new UsageError(`--fixtures ${formatPath(fixtures)}: there is no such folder`, {
      hint: "Give the folder of the recordings, or record some with --live --record.",
    });
  });
  const replay = { fixtures, client, makeTransport: transportOf, signal, ...(speed === undefined ? {} : { speed }) };
  const { transcripts, leftovers } = await runReplay(cases, replay);
  const blankReplies =
    choice.suite.tested === null
      ? []
      : await readBlankReplies(fixtures, choice, { makeTransport: transportOf, signal });
  return {
    mode: "replay",
    startedAt: null,
    transcripts,
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
