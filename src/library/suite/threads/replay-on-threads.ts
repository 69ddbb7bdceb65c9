import { inOrder, type Lane, laneHere } from "../../threads/in-order.js";
import { startThread } from "../../threads/start-thread.js";
import { type Batch, type JudgedReplay, type ReplayTask, replayBatches } from "./replay-batch.js";
import type * as child from "./replaying-thread.js";

/** Cases that a thread gets at once, and how many such batches wait for it, so that it need not wait while this one works on its own. */
const casesOfBatch = 24;
const batchesOfThread = 2;

/**
 * Replays and judges cases on this thread and so many others; the results are the same, and in the same order, for any number. After a stop,
 * this thread alone goes on, and asks nothing more.
 */
export async function replayOnThreads(
  task: ReplayTask,
  { threads, signal }: { readonly threads: number; readonly signal: AbortSignal },
): Promise<JudgedReplay> {
  const others = Array.from({ length: threads }, () =>
    startThread<Batch, JudgedReplay>(
      { module: "library/suite/threads/replaying-thread", entry, data: task },
      (batches) => `replayed ${namesOf(batches, task)}`,
    ),
  );
  const here = laneHere(oneAtATime(replayBatches(task, signal)));
  const there = others.flatMap(({ run }) =>
    Array.from(
      { length: batchesOfThread },
      (): Lane<Batch, JudgedReplay> => (batch) => (signal.aborted ? here : run)(batch),
    ),
  );
  const done: JudgedReplay[] = [];
  try {
    for await (const one of inOrder(batchesOf(task.cases.length), [...there, here])) done.push(one);
  } finally {
    await Promise.all(others.map(({ end }) => end()));
  }
  return {
    transcripts: done.flatMap(({ transcripts }) => transcripts),
    leftovers: done.flatMap(({ leftovers }) => leftovers),
    verdicts: done.flatMap(({ verdicts }) => verdicts),
  };
}

const entry: keyof typeof child = "answerReplays";

/** After a stop, several lanes may work here. */
function oneAtATime(work: Lane<Batch, JudgedReplay>): Lane<Batch, JudgedReplay> {
  let before: Promise<unknown> = Promise.resolve();
  return (batch) => {
    const result = before.then(() => work(batch));
    before = result.catch(() => undefined);
    return result;
  };
}

function batchesOf(cases: number): () => Batch | null {
  let start = 0;
  return () => {
    if (start >= cases) return null;
    const batch = { start, end: Math.min(cases, start + casesOfBatch) };
    start = batch.end;
    return batch;
  };
}

/** `basic on a/b to plain on c/d`: what is lost with some batches. */
function namesOf(batches: readonly Batch[], { cases }: ReplayTask): string {
  const nameAt = (at: number) => `${cases[at]?.scenario.id ?? "?"} on ${cases[at]?.target.id ?? "?"}`;
  const [first, last] = [batches[0], batches.at(-1)];
  return first === undefined || last === undefined ? "nothing" : `${nameAt(first.start)} to ${nameAt(last.end - 1)}`;
}
