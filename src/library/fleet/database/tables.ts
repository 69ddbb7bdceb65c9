import { UsageError } from "../../usage-error.js";
import { bossSchema, type Fleet } from "./fleet.js";
import { loadPackages } from "./load-packages.js";

/** The version of our tables; pg-boss has its own. */
const tablesVersion = 1;

/** Any number that nothing else locks with: two programs do not make the tables at once. */
const lockNumber = 7_205_912;

/**
 * Our tables. `plan`: a run that is asked by workers, with what it may spend and has set aside. `block`: some trials of one case, a job of the
 * queue; `lease` counts how often it was given out, and so tells a worker that it has lost it. `asked`: each time that a trial was about to be
 * sent. `trial`: each trial that counts, once. `lane`: the pace that all workers share.
 */
const statements = [
  "create schema if not exists llm_parity_fleet",
  "create table llm_parity_fleet.fleet_version (version integer primary key)",
  `create table llm_parity_fleet.plan (
     id text primary key,
     created_at timestamptz not null default now(),
     facts jsonb not null,
     is_open boolean not null default true,
     max_calls double precision,
     max_usd double precision,
     calls double precision not null default 0,
     usd double precision not null default 0)`,
  `create table llm_parity_fleet.block (
     id uuid primary key,
     plan text not null references llm_parity_fleet.plan on delete cascade,
     provider text not null,
     target text not null,
     scenario text not null,
     trials jsonb not null,
     state text not null default 'waiting' check (state in ('waiting', 'taken', 'done', 'parked')),
     lease integer not null default 0,
     owner text,
     until timestamptz,
     reason text)`,
  "create index block_by_plan on llm_parity_fleet.block (plan, state)",
  `create table llm_parity_fleet.asked (
     block uuid not null references llm_parity_fleet.block on delete cascade,
     lease integer not null,
     trial integer not null,
     round integer not null,
     owner text not null,
     at timestamptz not null default now(),
     calls double precision not null,
     usd double precision not null,
     primary key (block, lease, trial, round))`,
  `create table llm_parity_fleet.trial (
     plan text not null references llm_parity_fleet.plan on delete cascade,
     target text not null,
     scenario text not null,
     trial integer not null,
     round integer not null,
     record text not null,
     at timestamptz not null default clock_timestamp(),
     is_collected boolean not null default false,
     primary key (plan, target, scenario, trial, round))`,
  "create index trial_to_collect on llm_parity_fleet.trial (plan, at) where not is_collected",
  `create table llm_parity_fleet.lane (
     name text primary key,
     next_at timestamptz not null default now(),
     until timestamptz)`,
  `insert into llm_parity_fleet.fleet_version values (${tablesVersion})`,
];

/** Makes the tables where there are none. Throws UsageError for those of another version, and where the user may not. */
export async function makeTables(fleet: Fleet): Promise<void> {
  const { Boss } = await loadPackages();
  await fleet.change(async ({ query }) => {
    await query("select pg_advisory_xact_lock($1)", [lockNumber]);
    const [found] = await query("select to_regclass('llm_parity_fleet.fleet_version') as name");
    if (found?.["name"] === null) for (const sql of statements) await query(sql);
  });
  if (!(await fleet.boss.isInstalled())) {
    // The statements of pg-boss are one transaction of their own.
    await fleet.query(Boss.getConstructionPlans(bossSchema)).catch(unlessMadeMeanwhile);
  }
  await requireTables(fleet);
}

/** Throws UsageError where the tables are missing, or of another version. */
export async function requireTables(fleet: Fleet): Promise<void> {
  const [found] = await fleet.query("select to_regclass('llm_parity_fleet.fleet_version') as name");
  if (found?.["name"] === null || !(await fleet.boss.isInstalled())) {
    throw new UsageError(`${fleet.place}: has no queue yet`, {
      hint: "`llm-parity run --queue` makes it, or `llm-parity work --grant ROLE`, as a user who may create schemas.",
    });
  }
  const [row] = await fleet.query("select max(version) as version from llm_parity_fleet.fleet_version");
  const version = Number(row?.["version"]);
  if (version !== tablesVersion) {
    throw new UsageError(
      `${fleet.place}: has a queue of version ${version}; this program knows version ${tablesVersion}`,
      {
        hint:
          version > tablesVersion
            ? "A newer llm-parity made it: use that one."
            : "Drop the schema llm_parity_fleet: it is then made again.",
      },
    );
  }
  await fleet.boss.start().catch((error: unknown) => {
    if (!(error instanceof Error) || !/requires migrations/.test(error.message)) throw error;
    throw new UsageError(`${fleet.place}: its tables in ${bossSchema} are of another version of pg-boss`, {
      hint: "Install the version of pg-boss that made them, or drop that schema: it is then made again.",
    });
  });
}

function unlessMadeMeanwhile(error: unknown): void {
  if (error instanceof Error && /already exists/.test(error.message)) return;
  throw error;
}
