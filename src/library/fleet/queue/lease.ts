import type { Transaction } from "../database/fleet.js";

/**
 * The right to a block. `number`: how often the block was given out, so that a worker that was frozen, or whose connection broke, can no
 * longer write when another has the block.
 */
export type Lease = { readonly block: string; readonly number: number };

/** A block went to another worker, since this one was not heard of in time. What this one has asked since is not counted, but paid. */
export class LostLeaseError extends Error {
  override name = "LostLeaseError" as const;
}

/** Holds a block until the transaction ends. False: the lease is lost. */
export async function lockLease({ block, number }: Lease, { query }: Transaction): Promise<boolean> {
  const rows = await query(
    "select id from llm_parity_fleet.block where id = $1 and lease = $2 and state = 'taken' for update",
    [block, number],
  );
  return rows.length > 0;
}
