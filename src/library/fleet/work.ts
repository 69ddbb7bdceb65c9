import { setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { LivePace } from "../../runner/live/live-pace.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { askBlock, type BlockTools } from "./ask-block.js";
import type { WorkerMeans } from "./assess-plan.js";
import type { Fleet } from "./database/fleet.js";
import { holdLease } from "./hold-lease.js";
import { createLedger } from "./ledger.js";
import { createPlanBoard, type PlanBoard } from "./plan-board.js";
import { blockText, type Line } from "./queue/block.js";
import { LostLeaseError } from "./queue/lease.js";
import { createQueue, type Queue, type TakenBlock } from "./queue/queue.js";

/** What happens while a worker works. `refused`: what of a plan it does not take, and why. `failed`: the block is tried again, or parked. */
export type WorkEvent =
  | { readonly kind: "refused"; readonly plan: string; readonly reasons: readonly string[] }
  | { readonly kind: "taken" | "done" | "given-back" | "lost"; readonly block: TakenBlock }
  | { readonly kind: "failed"; readonly block: TakenBlock; readonly reason: string };

export type WorkOptions = WorkerMeans & {
  /** A name that no other worker has. */
  readonly owner: string;
  /** Blocks under way at once. */
  readonly concurrency: number;
  /** After how long without a word a block goes to another worker, in milliseconds. */
  readonly leaseMs: number;
  readonly pace: LivePace;
  /** True: end when nothing that this worker can ask is left. */
  readonly untilEmpty: boolean;
  /** Aborts what is under way; its blocks are given back. */
  readonly signal: AbortSignal;
  /** Begins nothing more, and ends when the trials under way have. */
  readonly stop: AbortSignal;
  readonly onEvent: (event: WorkEvent) => void;
};

/** `blocks`: that this worker ended. `served`: it could ask some plan, or there was none. */
export type WorkResult = { readonly blocks: number; readonly served: boolean };

const pollMs = 500;

/** Asks blocks of all open plans that this worker can ask, until it is stopped. Rejects with UsageError where the database stays away. */
export async function work(fleet: Fleet, options: WorkOptions): Promise<WorkResult> {
  const { owner, leaseMs, concurrency, stop, signal, untilEmpty, onEvent } = options;
  const queue = createQueue(fleet, { owner, leaseMs });
  const board = createPlanBoard(fleet, options, (plan, reasons) => onEvent({ kind: "refused", plan, reasons }));
  const live = createLiveTransport({ environment: options.environment });
  const ledger = createLedger(fleet, owner);
  const desk = {
    queue,
    board,
    options,
    tools: { fleet, ledger, pace: options.pace, live, simulator: options.simulator },
  };
  const running = new Set<Promise<void>>();
  setMaxListeners(0, stop, signal);
  let failure: { readonly error: unknown } | null = null;
  let blocks = 0;
  try {
    for (let round = 0; !stop.aborted && failure === null; round += 1) {
      await board.look();
      const free = concurrency - running.size;
      const taken = free > 0 ? await queue.take(turned(board.lines(), round), free) : [];
      for (const block of taken) {
        const one = askOne(block, desk)
          .then((isDone) => {
            blocks += isDone ? 1 : 0;
          })
          .catch((error: unknown) => {
            failure = { error };
          })
          .finally(() => running.delete(one));
        running.add(one);
      }
      if (taken.length > 0 && running.size < concurrency) continue;
      if (untilEmpty && running.size === 0 && taken.length === 0 && !(await board.hasMore())) break;
      await Promise.race([...running, pause(stop)]);
    }
  } finally {
    await Promise.all(running);
    await live.close();
  }
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
  return { blocks, served: board.lines().length > 0 || !board.hasRefused() };
}

/** Begins with another line each time, so that no plan and no provider waits for all of another. */
function turned(lines: readonly Line[], round: number): readonly Line[] {
  const at = lines.length === 0 ? 0 : round % lines.length;
  return [...lines.slice(at), ...lines.slice(0, at)];
}

/** A little different each time, so that workers do not all ask in the same instant. */
async function pause(stop: AbortSignal): Promise<void> {
  await wait(pollMs * (0.75 + Math.random() / 2), undefined, { signal: stop }).catch(() => undefined);
}

type Desk = {
  readonly queue: Queue;
  readonly board: PlanBoard;
  readonly options: WorkOptions;
  readonly tools: Omit<BlockTools, "signal" | "stop">;
};

/** Asks one block to its end. True: it was ended here. Rejects where the database stays away. */
async function askOne(taken: TakenBlock, { queue, board, options, tools }: Desk): Promise<boolean> {
  const { onEvent, leaseMs } = options;
  const plan = board.plan(taken.plan);
  const planned = plan?.caseOf(taken) ?? null;
  // The plan was closed in this moment.
  if (plan === null) {
    await queue.release(taken, null);
    return false;
  }
  if (planned === null) {
    await queue.release(taken, `${blockText(taken)} is not in the files of worker ${options.owner}`);
    return false;
  }
  onEvent({ kind: "taken", block: taken });
  const held = holdLease(queue, taken, leaseMs / 6);
  const signal = AbortSignal.any([options.signal, held.lost]);
  const stop = AbortSignal.any([options.stop, plan.closed.signal, held.lost]);
  try {
    await askBlock({ taken, plan, planned }, { ...tools, signal, stop });
    if (stop.aborted || signal.aborted) {
      await queue.release(taken, null);
      onEvent({ kind: held.lost.aborted ? "lost" : "given-back", block: taken });
      return false;
    }
    const isDone = await queue.done(taken);
    onEvent({ kind: isDone ? "done" : "lost", block: taken });
    return isDone;
  } catch (error) {
    if (error instanceof LostLeaseError) {
      onEvent({ kind: "lost", block: taken });
      return false;
    }
    const reason = plan.redactor.text(error instanceof Error ? error.message : String(error));
    await queue.release(taken, reason);
    onEvent({ kind: "failed", block: taken, reason });
    return false;
  } finally {
    held.end();
  }
}
