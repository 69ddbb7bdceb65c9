import type { ClientBase } from "pg";
import { HistoryError } from "../history.js";
import { newerFormat } from "./read-line.js";

/** The version of the tables. A newer one is refused by name. */
const tablesVersion = 1;

/** Every table is in a schema of its own, so that a user can be given rights on it and on nothing else. */
const statements = [
  "create schema if not exists llm_parity",
  "create table llm_parity.history_version (version integer primary key)",
  `create table llm_parity.night (
     id date primary key,
     masked text[] not null default '{}')`,
  `create table llm_parity.night_run (
     night date not null references llm_parity.night,
     id text not null,
     facts jsonb not null,
     primary key (night, id))`,
  `create table llm_parity.night_line (
     night date not null,
     run text not null,
     cell text not null,
     line jsonb not null,
     primary key (cell, night, run),
     foreign key (night, run) references llm_parity.night_run)`,
  "create index night_line_by_night on llm_parity.night_line (night)",
  `create table llm_parity.baseline (
     only_one boolean primary key default true check (only_one),
     baseline jsonb not null,
     pinned_at timestamptz not null default now())`,
  `insert into llm_parity.history_version values (${tablesVersion})`,
];

/** Any number that nothing else locks with: two programs do not make the tables at once. */
const lockNumber = 7_205_911;

/** Makes the tables where they are not there, and refuses those of another version. Throws HistoryError, and the database's errors. */
export async function prepareTables(client: ClientBase, place: string): Promise<void> {
  if (await refuseOther(client, place)) return;
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [lockNumber]);
    if (!(await refuseOther(client, place))) for (const sql of statements) await client.query(sql);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** Asks the catalogue: `to_regclass` may remember within a transaction that the table was not there. */
const tableExists = `select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'llm_parity' and c.relname = 'history_version'`;

/** True where the tables are there, in the version that is read. */
async function refuseOther(client: ClientBase, place: string): Promise<boolean> {
  const found = await client.query(tableExists);
  if (found.rows.length === 0) return false;
  const { rows } = await client.query("select max(version) as version from llm_parity.history_version");
  const version = Number(rows[0]?.version);
  if (version > tablesVersion) {
    throw newerFormat(`${place}: has tables of version ${version}; this program reads version ${tablesVersion}`);
  }
  if (version === tablesVersion) return true;
  throw new HistoryError(
    `${place}: has tables of version ${version}`,
    "Restore them from a backup, or drop the schema llm_parity.",
  );
}
