import { setTimeout as wait } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import type PgBoss from "pg-boss";
import { databasePlace } from "../../nights/store/database-url.js";
import { type DatabaseHints, explainPostgres } from "../../nights/store/postgres-error.js";
import { isPassingFault } from "./faults.js";
import { loadPackages } from "./load-packages.js";

/** A row of a result. Its values are read where they are used. */
export type Row = { readonly [column: string]: unknown };

/** Several statements that all take effect, or none. */
export type Transaction = {
  readonly query: (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  /** The transaction, for pg-boss. Where one of its statements fails, the whole transaction does: pg-boss hides some errors. */
  readonly db: PgBoss.Db;
};

/** A database that planner and workers share. */
export type Fleet = {
  /** Its address without the password. */
  readonly place: string;
  readonly boss: PgBoss;
  /** Does all of `work`, or nothing. It may be done again where the connection breaks, so twice must be as once. */
  readonly change: <Result>(work: (transaction: Transaction) => Promise<Result>) => Promise<Result>;
  readonly query: Transaction["query"];
  readonly close: () => Promise<void>;
};

/** The schema of pg-boss's tables. */
export const bossSchema = "llm_parity_queue";

/** `connections`: at most so many at once. `patienceMs`: how long a server that is away is waited for; default: two minutes. */
export type FleetOptions = { readonly connections: number; readonly patienceMs?: number };

/**
 * Opens the database of a fleet; nothing is connected before the first use. Throws UsageError for an address that is none. Its methods wait for a
 * server that is away, such as one that restarts, and reject with UsageError when it stays away.
 */
export async function openFleet(url: string, { connections, patienceMs = 120_000 }: FleetOptions): Promise<Fleet> {
  const place = databasePlace(url);
  const { Pool, Boss } = await loadPackages();
  const pool = new Pool({
    ...{ connectionString: url, max: connections, application_name: "llm-parity work" },
    ...{ connectionTimeoutMillis: 10_000, statement_timeout: 60_000 },
    // A process that was frozen inside a transaction holds its rows no longer.
    idle_in_transaction_session_timeout: 5_000,
  });
  // A connection that breaks while it is idle: the next query opens another.
  pool.on("error", () => undefined);
  // What has never answered may be a wrong address: that is said at once.
  let hasAnswered = false;
  const patiently = async <Result>(work: () => Promise<Result>) => {
    const result = await withPatience(work, { place, patienceMs: hasAnswered ? patienceMs : 0 });
    hasAnswered = true;
    return result;
  };
  const query: Transaction["query"] = (sql, values = []) =>
    patiently(async () => (await pool.query<Row>(sql, [...values])).rows);
  const boss = new Boss({
    ...{ schema: bossSchema, migrate: false, supervise: false, schedule: false },
    db: { executeSql: async (sql, values) => ({ rows: [...(await query(sql, values))] }) },
  });
  boss.on("error", () => undefined);
  return {
    ...{ place, boss, query },
    change: (work) => patiently(() => inTransaction(pool, work)),
    close: () => pool.end(),
  };
}

async function inTransaction<Result>(pool: Pool, work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  // It breaks between two statements: the next one says so.
  const onError = () => undefined;
  client.on("error", onError);
  let failure: { readonly error: unknown } | null = null;
  try {
    const query = (sql: string, values: readonly unknown[] = []) => rowsOf(client, sql, values);
    const executeSql: PgBoss.Db["executeSql"] = async (sql, values) => {
      try {
        return { rows: [...(await query(sql, values))] };
      } catch (error) {
        failure = { error };
        throw error;
      }
    };
    await client.query("begin");
    const result = await work({ query, db: { executeSql } });
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    // Not used again: what it is in the middle of is not known.
    client.release(true);
    throw error;
  } finally {
    client.off("error", onError);
  }
}

async function rowsOf(client: PoolClient, sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
  return (await client.query<Row>(sql, [...values])).rows;
}

const hints: DatabaseHints = {
  rights:
    "A run with --queue needs a user who may create schemas; `llm-parity work --grant ROLE` gives a worker its rights.",
  unreachable: "Is it running, and is the address right? What was counted is kept: `llm-parity run --resume` goes on.",
};

type Patience = { readonly place: string; readonly patienceMs: number };

async function withPatience<Result>(work: () => Promise<Result>, { place, patienceMs }: Patience): Promise<Result> {
  const end = performance.now() + patienceMs;
  for (let pauseMs = 50; ; pauseMs = Math.min(2 * pauseMs, 2_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassingFault(error) || performance.now() >= end) throw explainPostgres(error, place, hints);
      await wait(pauseMs);
    }
  }
}
