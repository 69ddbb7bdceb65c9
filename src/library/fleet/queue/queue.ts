import type { Fleet, Row, Transaction } from "../database/fleet.js";
import { type Block, type Line, queueName } from "./block.js";
import { type Lease, lockLease } from "./lease.js";
import { type JobNote, jobOf, mostRetries, oneTryLess } from "./tries.js";

/** A block that was given out. */
export type TakenBlock = Block & { readonly lease: Lease };

/** Gives blocks out to workers, each to one at a time. */
export type Queue = {
  /** Adds blocks; resolves with how many: one that is there already, whatever became of it, is not added again. */
  readonly put: (blocks: readonly Block[]) => Promise<number>;
  /** Gives out at most so many, of these lines. First takes back those whose worker did not report in time: that counts as a try. */
  readonly take: (lines: readonly Line[], atMost: number) => Promise<readonly TakenBlock[]>;
  /** Says that a worker still has its block. False: it has lost it. */
  readonly keepAlive: (taken: TakenBlock) => Promise<boolean>;
  /** Ends a block. False: it was lost before. */
  readonly done: (taken: TakenBlock) => Promise<boolean>;
  /** Gives a block back. `failure`: what went wrong; after three tries the block is parked. Null: nothing did, and it is no try. */
  readonly release: (taken: TakenBlock, failure: string | null) => Promise<void>;
};

/** `owner`: who takes. `leaseMs`: how long a worker may be silent. */
export type QueueOptions = { readonly owner: string; readonly leaseMs: number };

/** A queue on pg-boss, in the tables of a fleet. */
export function createQueue(fleet: Fleet, { owner, leaseMs }: QueueOptions): Queue {
  const within = [owner, leaseMs] as const;
  return {
    put: (blocks) => putBlocks(fleet, blocks),
    take: async (lines, atMost) => {
      await takeBack(fleet, lines);
      const taken: TakenBlock[] = [];
      for (const line of lines) {
        const left = atMost - taken.length;
        if (left > 0)
          taken.push(...(await fleet.change((transaction) => takeFrom(fleet, { line, left, within }, transaction))));
      }
      return taken;
    },
    keepAlive: async ({ id, lease }) => {
      const rows = await fleet.query(
        `update llm_parity_fleet.block set until = now() + $3 * interval '1 millisecond'
         where id = $1 and lease = $2 and state = 'taken' returning id`,
        [id, lease.number, leaseMs],
      );
      return rows.length > 0;
    },
    done: (taken) =>
      fleet.change(async (transaction) => {
        if (!(await lockLease(taken.lease, transaction))) return false;
        await fleet.boss.complete(queueName(taken), taken.id, {}, { db: transaction.db });
        await transaction.query("update llm_parity_fleet.block set state = 'done' where id = $1", [taken.id]);
        return true;
      }),
    release: (taken, failure) =>
      fleet.change(async (transaction) => {
        if (!(await lockLease(taken.lease, transaction))) return;
        if (failure === null) await giveBack(fleet, taken, transaction);
        else await oneTryLess(fleet, { block: taken, reason: failure }, transaction);
      }),
  };
}

/** Makes the queues of these lines, where they are not there. Needs the right to make tables. */
export async function makeQueues({ boss }: Fleet, lines: readonly Line[]): Promise<void> {
  for (const line of lines) await boss.createQueue(queueName(line));
}

/** Removes the queues of these lines: first the jobs in them, without which pg-boss 10.4.2 cannot. */
export async function removeQueues({ boss, query }: Fleet, lines: readonly Line[]): Promise<void> {
  for (const line of lines) {
    const rows = await query("select id from llm_parity_fleet.block where plan = $1 and provider = $2", [
      line.plan,
      line.provider,
    ]);
    const ids = rows.map(({ id }) => String(id));
    if (ids.length > 0) await boss.deleteJob(queueName(line), ids);
    await boss.deleteQueue(queueName(line));
  }
}

async function putBlocks({ change, boss }: Fleet, blocks: readonly Block[]): Promise<number> {
  if (blocks.length === 0) return 0;
  return change(async ({ query, db }) => {
    const rows = await query(
      `insert into llm_parity_fleet.block (id, plan, provider, target, scenario, trials)
       select (one->>'id')::uuid, one->>'plan', one->>'provider', one->>'target', one->>'scenario', one->'trials'
       from jsonb_array_elements($1::jsonb) one on conflict (id) do nothing returning id`,
      [JSON.stringify(blocks)],
    );
    const added = new Set(rows.map(({ id }) => String(id)));
    const jobs = blocks.filter(({ id }) => added.has(id)).map((block) => jobOf(block, mostRetries));
    if (jobs.length > 0) await boss.insert(jobs, { db });
    return jobs.length;
  });
}

type Taking = {
  readonly line: Line;
  readonly left: number;
  readonly within: readonly [owner: string, leaseMs: number];
};

async function takeFrom({ boss }: Fleet, { line, left, within }: Taking, transaction: Transaction) {
  const jobs = await boss.fetch<JobNote>(queueName(line), { batchSize: left, db: transaction.db });
  if (jobs.length === 0) return [];
  const rows = await transaction.query(
    `update llm_parity_fleet.block set state = 'taken', lease = lease + 1, owner = $2,
       until = now() + $3 * interval '1 millisecond'
     where id = any($1::uuid[]) returning id, plan, provider, target, scenario, trials, lease`,
    [jobs.map(({ id }) => id), ...within],
  );
  return rows.map(takenOf);
}

function takenOf(row: Row): TakenBlock {
  const block = row as unknown as Block & { readonly lease: number };
  return { ...block, lease: { block: block.id, number: block.lease } };
}

/** Takes back the blocks whose workers were not heard of in time. */
async function takeBack(fleet: Fleet, lines: readonly Line[]): Promise<void> {
  await fleet.change(async (transaction) => {
    const rows = await transaction.query(
      `select id, plan, provider, target, scenario, trials, owner from llm_parity_fleet.block
       where state = 'taken' and until < now() and plan = any($1) for update skip locked limit 20`,
      [[...new Set(lines.map(({ plan }) => plan))]],
    );
    for (const row of rows) {
      const reason = `worker ${String(row["owner"])} did not report in time`;
      await oneTryLess(fleet, { block: row as unknown as Block, reason }, transaction);
    }
  });
}

/** Puts the job there anew, with the tries that it has left: pg-boss counts every job that it gives out as a try. */
async function giveBack({ boss }: Fleet, taken: TakenBlock, { query, db }: Transaction): Promise<void> {
  const queue = queueName(taken);
  const job = await boss.getJobById<JobNote>(queue, taken.id, { db, includeArchive: false });
  const left = Math.max(0, (job?.retryLimit ?? mostRetries) - (job?.retryCount ?? 0));
  await boss.deleteJob(queue, taken.id, { db });
  await boss.insert([jobOf(taken, left)], { db });
  await query(
    "update llm_parity_fleet.block set state = 'waiting', lease = lease + 1, owner = null, until = null where id = $1",
    [taken.id],
  );
}
