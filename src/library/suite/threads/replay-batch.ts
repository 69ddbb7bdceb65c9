import type { Client } from "../../../chat/api.js";
import type { PlannedCase } from "../../../runner/plan.js";
import { createReplayer, type ReplayResult } from "../../../runner/run-replay.js";
import type { Layer } from "../../../verdict/checks/rule.js";
import { judgeAll } from "../../../verdict/judge-all.js";
import type { Verdict } from "../../../verdict/verdict.js";
import { transportOf } from "../../../wire/transport/faces.js";

/** What is replayed, as plain data that a thread can be given. `layer`: see {@link judgeAll}. */
export type ReplayTask = {
  readonly cases: readonly PlannedCase[];
  readonly fixtures: string;
  readonly client: Client | "both";
  readonly layer: Layer;
};

/** Cases of a task that stand together: from `start`, before `end`. */
export type Batch = { readonly start: number; readonly end: number };

/** Replayed cases and their verdicts, both in the order of the cases. */
export type JudgedReplay = ReplayResult & { readonly verdicts: readonly Verdict[] };

/** Replays and judges batches of a task, one at a time. All trials of a cell are of one case, so that each batch can be judged alone. */
export function replayBatches(task: ReplayTask, signal: AbortSignal): (batch: Batch) => Promise<JudgedReplay> {
  const { cases, fixtures, client, layer } = task;
  const replay = createReplayer({ fixtures, client, makeTransport: transportOf, signal });
  const targets = [...new Set(cases.map(({ target }) => target))];
  const scenarios = [...new Set(cases.map(({ scenario }) => scenario))];
  return async ({ start, end }) => {
    const replayed = await replay(cases.slice(start, end));
    return { ...replayed, verdicts: judgeAll(replayed.transcripts, { targets, scenarios, layer }) };
  };
}
