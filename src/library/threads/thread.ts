import type { Worker } from "node:worker_threads";
import { type PassedError, receiveError } from "../passed-error.js";

/** The messages between threads. `number`: of the batch, by which its answer is known. */
export type Order<Batch> = { readonly number: number; readonly batch: Batch };
export type Answer<Result> = { readonly number: number } & (
  | { readonly result: Result }
  | { readonly failure: PassedError }
);

/** A thread ended that should have answered: it ran out of memory, or has a bug. */
class ThreadError extends Error {
  override name = "ThreadError" as const;
}

export type Thread<Batch, Result> = {
  readonly run: (batch: Batch) => Promise<Result>;
  readonly end: () => Promise<void>;
};

type Waiting<Batch, Result> = {
  readonly batch: Batch;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
};

/** A thread that answers batches in their order. `describe`: the work that is lost when it ends too early, such as `read a.har`. */
export function threadOf<Batch, Result>(
  worker: Worker,
  describe: (batches: readonly Batch[]) => string,
): Thread<Batch, Result> {
  const waiting = new Map<number, Waiting<Batch, Result>>();
  let sent = 0;
  let ended: string | null = null;
  const failAll = (reason: string): void => {
    ended ??= reason;
    const lost = [...waiting.values()];
    waiting.clear();
    for (const { reject } of lost) reject(threadError(ended, describe(lost.map(({ batch }) => batch))));
  };
  worker.on("message", (answer: Answer<Result>) => {
    const one = waiting.get(answer.number);
    waiting.delete(answer.number);
    if ("result" in answer) one?.resolve(answer.result);
    else one?.reject(receiveError(answer.failure));
  });
  worker.on("error", (error) => failAll(error instanceof Error ? error.message : String(error)));
  worker.on("messageerror", (error) => failAll(error.message));
  worker.on("exit", (code) => failAll(`it exited with ${code}`));
  return {
    run: (batch) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(threadError(ended, describe([batch])));
        sent += 1;
        waiting.set(sent, { batch, resolve, reject });
        worker.postMessage({ number: sent, batch } satisfies Order<Batch>);
      }),
    end: async () => {
      await worker.terminate();
    },
  };
}

function threadError(reason: string, lost: string): ThreadError {
  return new ThreadError(`a thread ended too early (${reason}) while it ${lost}; --jobs 1 works without threads`);
}
