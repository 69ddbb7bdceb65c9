import type { Fleet } from "./database/fleet.js";

/**
 * Takes the next `lengthMs` of a lane that all workers share: in one statement, so that no two have the same. Resolves with how long it is until
 * then, in milliseconds by the clock of the database.
 */
export async function takeSlots(fleet: Fleet, lane: string, lengthMs: number): Promise<number> {
  for (;;) {
    const [row] = await fleet.query(
      `update llm_parity_fleet.lane
       set next_at = greatest(next_at, until, clock_timestamp()) + $2::float8 * interval '1 millisecond'
       where name = $1 returning extract(epoch from next_at - clock_timestamp())::float8 * 1000 as end_ms`,
      [lane, lengthMs],
    );
    if (row !== undefined) return Math.max(0, Number(row["end_ms"]) - lengthMs);
    await fleet.query("insert into llm_parity_fleet.lane (name) values ($1) on conflict do nothing", [lane]);
  }
}

/** Lets all calls of a lane wait for so long, if they do not wait longer already. */
export async function pauseLane(fleet: Fleet, lane: string, waitMs: number): Promise<void> {
  await fleet.query(
    `update llm_parity_fleet.lane set until = greatest(until, clock_timestamp() + $2::float8 * interval '1 millisecond')
     where name = $1`,
    [lane, waitMs],
  );
}

/** Moves the end of what was taken of a lane: back where `byMs` is less than 0. */
export async function moveLane(fleet: Fleet, lane: string, byMs: number): Promise<void> {
  await fleet.query(
    "update llm_parity_fleet.lane set next_at = next_at + $2::float8 * interval '1 millisecond' where name = $1",
    [lane, byMs],
  );
}
