import { availableParallelism } from "node:os";
import { catalogNames } from "../../../recordings/identify/recorded-target.js";
import { type Found, walkRecordings } from "../../../recordings/walk-files.js";
import { inOrder, laneHere } from "../../threads/in-order.js";
import { startThread } from "../../threads/start-thread.js";
import type { Thread } from "../../threads/thread.js";
import { allSteps, type Making, readSteps } from "../steps/read-steps.js";
import type { Step } from "../steps/step.js";
import { FoundQueue } from "./found-queue.js";
import type * as child from "./reading-thread.js";
import type { Task } from "./task.js";

/** A thread is started for each further so many bytes: it costs a third of a second of processor time. */
const bytesOfThread = 3 * 1024 * 1024;

/** Batches that a thread has at once, so that it need not wait while this one works on its own. */
const batchesOfThread = 3;

/**
 * Reads recordings on several cores; the steps are the same, and come in the same order, for any number. `making`: what `task` makes, for
 * the files that are read here. `jobs`: threads, this one included; null: one for each core, and none more for a small input.
 */
export async function* stepsOf<Seen, Ended>(
  paths: readonly string[],
  { task, making, jobs }: { readonly task: Task; readonly making: Making<Seen, Ended>; readonly jobs: number | null },
): AsyncGenerator<Step<Seen, Ended>> {
  const queue = new FoundQueue(walkRecordings(paths));
  const reading = { modelName: catalogNames(task.targets), format: task.format };
  const threads = Array.from({ length: furtherThreads(queue, jobs) }, () => startReader<Seen, Ended>(task));
  if (threads.length === 0) {
    yield* readSteps(queue.rest(), reading, making);
    return;
  }
  const here = laneHere((batch: readonly Found[]) => allSteps(batch, reading, making));
  const there = threads.flatMap(({ run }) => Array.from({ length: batchesOfThread }, () => run));
  try {
    for await (const steps of inOrder(() => queue.take(), [...there, here])) yield* steps;
  } finally {
    await Promise.all(threads.map(({ end }) => end()));
  }
}

function furtherThreads(queue: FoundQueue, jobs: number | null): number {
  const most = (jobs ?? availableParallelism()) - 1;
  const bytesOfEach = jobs === null ? bytesOfThread : 1;
  return most === 0 ? 0 : Math.min(most, Math.floor(queue.bytesAhead(most * bytesOfEach) / bytesOfEach));
}

const entry: keyof typeof child = "answerBatches";

function startReader<Seen, Ended>(task: Task): Thread<readonly Found[], readonly Step<Seen, Ended>[]> {
  return startThread({ module: "library/recordings/threads/reading-thread", entry, data: task }, (batches) => {
    const paths = batches.flat().map(({ path }) => path);
    return `read ${paths.length < 2 ? (paths[0] ?? "nothing") : `${paths[0]} to ${paths.at(-1)}`}`;
  });
}
