import type PgBoss from "pg-boss";
import type { Fleet, Transaction } from "../database/fleet.js";
import { type Block, queueName } from "./block.js";

/** What a job says, for a person who reads the queue: the block's row has everything. */
export type JobNote = { readonly target: string; readonly scenario: string };

/** A block is tried three times. */
export const mostRetries = 2;

/** pg-boss's longest: a worker that is silent loses its block long before. */
const expireInSeconds = 23 * 3_600;

/** The job of a block. `retryLimit`: how often it may be given out again. */
export function jobOf(block: Block, retryLimit: number): PgBoss.JobInsert<JobNote> {
  const { id, target, scenario } = block;
  return { id, name: queueName(block), data: { target, scenario }, retryLimit, retryDelay: 0, expireInSeconds };
}

/** What failed, and why. */
export type FailedTry = { readonly block: Block; readonly reason: string };

/** Counts a try that failed: the block waits for the next, or is parked after the third. Whoever had it has lost it. */
export async function oneTryLess(
  { boss }: Fleet,
  { block, reason }: FailedTry,
  { query, db }: Transaction,
): Promise<void> {
  const queue = queueName(block);
  await boss.fail(queue, block.id, { message: reason }, { db });
  const job = await boss.getJobById(queue, block.id, { db, includeArchive: false });
  await query(
    `update llm_parity_fleet.block set state = $2, reason = $3, lease = lease + 1, owner = null, until = null where id = $1`,
    [block.id, job === null || job.state === "failed" ? "parked" : "waiting", reason],
  );
}
