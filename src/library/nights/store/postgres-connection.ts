import type { Pool, PoolClient } from "pg";
import { UsageError } from "../../usage-error.js";
import { databasePlace } from "./database-url.js";
import { explainPostgres } from "./postgres-error.js";
import { prepareTables } from "./postgres-tables.js";

/** A database with our tables. */
export type Database = {
  /** Its address without the password. */
  readonly place: string;
  /** Does work with one connection. Rejects with errors that name the place and what to do. */
  readonly use: <Result>(work: (client: PoolClient) => Promise<Result>) => Promise<Result>;
  /** The same in one transaction: all of it happens, or nothing. */
  readonly change: <Result>(work: (client: PoolClient) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
};

/** Throws UsageError for an address that is none, and where the package pg is not installed. Nothing is connected before the first use. */
export async function connectDatabase(url: string): Promise<Database> {
  const place = databasePlace(url);
  const { Pool } = await loadPg();
  const pool = new Pool({
    ...{ connectionString: url, max: 2, application_name: "llm-parity" },
    ...{ connectionTimeoutMillis: 10_000, statement_timeout: 60_000 },
  });
  // A connection that breaks while it is idle: the next query says so.
  pool.on("error", () => {});
  const use = usePool(pool, place);
  return { place, use, change: (work) => use((client) => inTransaction(client, work)), close: () => pool.end() };
}

async function loadPg(): Promise<typeof import("pg")> {
  try {
    return await import("pg");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
    throw new UsageError("a history in PostgreSQL needs the package pg", { hint: "Install it: npm install pg." });
  }
}

/** The tables are looked at once. */
function usePool(pool: Pool, place: string): Database["use"] {
  let isPrepared = false;
  return async (work) => {
    try {
      const client = await pool.connect();
      try {
        if (!isPrepared) await prepareTables(client, place);
        isPrepared = true;
        return await work(client);
      } finally {
        client.release();
      }
    } catch (error) {
      throw explainPostgres(error, place);
    }
  };
}

async function inTransaction<Result>(
  client: PoolClient,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  await client.query("begin");
  try {
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}
