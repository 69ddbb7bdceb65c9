import type { TrialCost } from "../../runner/live/budget.js";
import type { Fleet, Transaction } from "./database/fleet.js";
import type { WantedTrial } from "./queue/block.js";
import { LostLeaseError, lockLease } from "./queue/lease.js";
import type { TakenBlock } from "./queue/queue.js";

/** What was spent, as a worker knows it. */
export type Spent = { readonly calls: number; readonly costUsd: number };

/** A trial that has finished. `record`: as a journal has it, without secrets. */
export type KeptTrial = WantedTrial & { readonly record: string; readonly spent: Spent };

/** The account of a plan: what was asked, what it may still cost, and which trials count. */
export type Ledger = {
  /**
   * Writes that a trial is about to be sent, and sets its most cost aside, so that a trial which is asked again by another worker is paid for in
   * the plan too. Null: it may be sent; else why not. Rejects with {@link LostLeaseError} where the block went to another worker.
   */
  readonly ask: (taken: TakenBlock, wanted: WantedTrial, cost: TrialCost) => Promise<string | null>;
  /** Undoes {@link Ledger.ask}, for a trial that was not sent. */
  readonly undo: (taken: TakenBlock, wanted: WantedTrial) => Promise<void>;
  /** Counts a trial, once, whoever asked it, and what it has cost. Rejects with {@link LostLeaseError}. */
  readonly keep: (taken: TakenBlock, kept: KeptTrial) => Promise<void>;
};

export function createLedger(fleet: Fleet, owner: string): Ledger {
  return {
    ask: (taken, wanted, cost) =>
      fleet.change(async (transaction) => {
        await requireLease(taken, transaction);
        return ask({ taken, wanted, cost, owner }, transaction);
      }),
    undo: ({ id, plan, lease }, { trial, round }) =>
      fleet.change(async ({ query }) => {
        const [row] = await query(
          `delete from llm_parity_fleet.asked where block = $1 and lease = $2 and trial = $3 and round = $4
           returning calls, usd`,
          [id, lease.number, trial, round],
        );
        if (row !== undefined) await add({ query, plan }, -Number(row["calls"]), -Number(row["usd"]));
      }),
    keep: (taken, kept) =>
      fleet.change(async (transaction) => {
        await requireLease(taken, transaction);
        await keep(taken, kept, transaction);
      }),
  };
}

async function requireLease({ lease, ...block }: TakenBlock, transaction: Transaction): Promise<void> {
  if (!(await lockLease(lease, transaction))) throw new LostLeaseError(`block ${block.id} went to another worker`);
}

type Asking = {
  readonly taken: TakenBlock;
  readonly wanted: WantedTrial;
  readonly cost: TrialCost;
  readonly owner: string;
};

async function ask({ taken, wanted, cost, owner }: Asking, { query }: Transaction): Promise<string | null> {
  const { id, plan, lease } = taken;
  const [limits] = await query(
    "select max_calls, max_usd, calls, usd from llm_parity_fleet.plan where id = $1 for update",
    [plan],
  );
  const refusal = refusalOf(cost, limits ?? {});
  if (refusal !== null) return refusal;
  const [asked] = await query(
    `insert into llm_parity_fleet.asked (block, lease, trial, round, owner, calls, usd)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning calls`,
    [id, lease.number, wanted.trial, wanted.round, owner, cost.calls, cost.costUsd ?? 0],
  );
  if (asked !== undefined) await add({ query, plan }, cost.calls, cost.costUsd ?? 0);
  return null;
}

/** In the words of a run on one machine. */
function refusalOf({ calls, costUsd }: TrialCost, limits: { readonly [name: string]: unknown }): string | null {
  const [maxCalls, maxUsd] = [limits["max_calls"] ?? null, limits["max_usd"] ?? null];
  if (maxCalls !== null && Number(limits["calls"]) + calls > Number(maxCalls)) {
    return `--max-calls ${String(maxCalls)} would be exceeded`;
  }
  if (maxUsd === null) return null;
  if (costUsd === null) return "--max-cost is set and the target has no dated price in models.yaml";
  return Number(limits["usd"]) + costUsd > Number(maxUsd) ? `--max-cost ${String(maxUsd)} would be exceeded` : null;
}

async function keep(taken: TakenBlock, kept: KeptTrial, { query }: Transaction): Promise<void> {
  const { id, plan, target, scenario, lease } = taken;
  const { trial, round, record, spent } = kept;
  await query(
    `insert into llm_parity_fleet.trial (plan, target, scenario, trial, round, record)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [plan, target, scenario, trial, round, record],
  );
  const key = [id, lease.number, trial, round];
  const where = "where block = $1 and lease = $2 and trial = $3 and round = $4";
  const [asked] = await query(`select calls, usd from llm_parity_fleet.asked ${where}`, key);
  if (asked === undefined) return;
  await query(`update llm_parity_fleet.asked set calls = $5, usd = $6 ${where}`, [...key, spent.calls, spent.costUsd]);
  await add({ query, plan }, spent.calls - Number(asked["calls"]), spent.costUsd - Number(asked["usd"]));
}

async function add(
  { query, plan }: { readonly query: Transaction["query"]; readonly plan: string },
  calls: number,
  usd: number,
): Promise<void> {
  await query("update llm_parity_fleet.plan set calls = calls + $2, usd = usd + $3 where id = $1", [plan, calls, usd]);
}
